/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import dev.taskbound.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A private key of a key store. Exception texts hold nothing of it.
 *
 * @param provider who must sign, where the key does not leave its device; null for a key in memory
 */
record StoredKey(
        PrivateKey key, Certificate certificate, @Nullable Provider provider) {
    private static final int LARGEST_FILE = 1024 * 1024;

    /** The one private key of a PKCS #12 file. */
    static StoredKey ofFile(Path file, Secret password) {
        return only(load(file, password), password);
    }

    static KeyStore load(Path file, Secret password) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IllegalArgumentException(file + ": larger than " + LARGEST_FILE + " bytes");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(
                    new ByteArrayInputStream(Files.readAllBytes(file)),
                    password.reveal().toCharArray());
            return store;
        } catch (IOException | GeneralSecurityException e) {
            // Without cause: what the parser says of the file's content is nobody's business.
            throw new IllegalArgumentException(file + ": expected a PKCS #12 file with this password ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    static StoredKey only(KeyStore store, Secret password) {
        try {
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() == 1) {
                return of(store, keys.get(0), password);
            }
            throw new IllegalArgumentException("expected a key store with one private key, found " + keys.size());
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    static StoredKey of(KeyStore store, String alias, Secret password) {
        try {
            Certificate certificate = store.getCertificate(alias);
            if (store.getKey(alias, password.reveal().toCharArray()) instanceof PrivateKey key && certificate != null) {
                return new StoredKey(key, certificate, key.getEncoded() == null ? store.getProvider() : null);
            }
            throw new IllegalArgumentException("expected a private key with its certificate under this alias");
        } catch (GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(GeneralSecurityException e) {
        return new IllegalArgumentException("expected a key store that is loaded, and the key's password ("
                + e.getClass().getSimpleName() + ")");
    }

    /** Names the algorithm; nothing of the key is shown. */
    @Override
    public String toString() {
        return "StoredKey[" + key.getAlgorithm() + "]";
    }
}
