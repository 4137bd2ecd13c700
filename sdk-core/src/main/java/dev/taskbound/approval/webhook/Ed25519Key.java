/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Ed25519 (RFC 8032), {@code v1a}: one side signs, the other can only verify. */
final class Ed25519Key implements WebhookKey {
    private static final String ALGORITHM = "Ed25519";
    private static final String IDENTIFIER = "v1a,";
    private static final int LENGTH = 32;
    /** What stands before the 32 bytes of a public key in its X.509 form (RFC 8410, 4). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final @Nullable PrivateKey privateKey;
    private final @Nullable PublicKey publicKey;

    private Ed25519Key(@Nullable PrivateKey privateKey, @Nullable PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** @param key the seed, or the seed and the public key after it */
    static Ed25519Key ofPrivate(byte[] key) {
        if (key.length != LENGTH && key.length != 2 * LENGTH) {
            throw new IllegalArgumentException(
                    "expected an Ed25519 private key of 32 or 64 bytes, found " + key.length);
        }
        try {
            byte[] seed = Arrays.copyOf(key, LENGTH);
            PrivateKey made = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            return new Ed25519Key(made, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("expected an Ed25519 private key");
        }
    }

    static Ed25519Key ofPublic(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("expected an Ed25519 public key of 32 bytes, found " + key.length);
        }
        byte[] encoded = Arrays.copyOf(X509, X509.length + LENGTH);
        System.arraycopy(key, 0, encoded, X509.length, LENGTH);
        try {
            PublicKey made = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
            return new Ed25519Key(null, made);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("expected an Ed25519 public key");
        }
    }

    @Override
    public boolean signs() {
        return privateKey != null;
    }

    @Override
    public String sign(byte[] content) {
        if (privateKey == null) {
            throw new IllegalStateException("a public key does not sign");
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(content);
            return IDENTIFIER + Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the webhook key could not sign");
        }
    }

    @Override
    public boolean verify(byte[] content, String text) {
        if (publicKey == null || !text.startsWith(IDENTIFIER)) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(publicKey);
            signature.update(content);
            return signature.verify(Base64.getDecoder().decode(text.substring(IDENTIFIER.length())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Ed25519Key[...]";
    }
}
