/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.seal;

import dev.taskbound.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one key of a store, 256 bits, and what is made of it: a key that seals, and another for pseudonyms. Thread-safe.
 */
public final class StoreKey {
    static final int BYTES = 32;
    private static final int ID_BYTES = 8;
    private static final String HMAC = "HmacSHA256";

    private final SealedStore store;
    private final SecretKey sealing;
    private final SecretKey naming;
    private final String id;

    private StoreKey(SealedStore store, byte[] key) {
        String label = "taskbound-" + store.label();
        this.store = store;
        this.sealing = new SecretKeySpec(hmac(key, label + "-seal-v1"), "AES");
        this.naming = new SecretKeySpec(hmac(key, label + "-pseudonym-v1"), HMAC);
        this.id = HexFormat.of().formatHex(hmac(key, label + "-key-id-v1"), 0, ID_BYTES);
    }

    /**
     * @param store what it is a key of
     * @param where the key comes from, for the message
     * @throws IllegalArgumentException if it is no base64 text of 32 bytes; the message shows nothing of it
     */
    public static StoreKey of(SealedStore store, Secret base64, String where) {
        byte[] key;
        try {
            String text = base64.reveal().strip().replace('+', '-').replace('/', '_');
            key = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    where + ": expected " + BYTES + " random bytes in base64 (openssl rand -base64 32)");
        }
        if (key.length != BYTES) {
            throw new IllegalArgumentException(
                    where + ": expected " + BYTES + " random bytes in base64, found " + key.length + " bytes");
        }
        return new StoreKey(store, key);
    }

    /** A new random one, which nobody else ever has. */
    public static StoreKey random(SealedStore store) {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return new StoreKey(store, key);
    }

    SealedStore store() {
        return store;
    }

    SecretKey sealing() {
        return sealing;
    }

    /** Names the key and tells nothing of it. */
    public String id() {
        return id;
    }

    /** The same for the same text, and of no use to whoever has not got the key. */
    public String pseudonym(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(naming);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private static byte[] hmac(byte[] key, String purpose) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "StoreKey[" + id + "]";
    }
}
