/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, {@code v1}: both sides have the same secret. */
final class HmacKey implements WebhookKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final SecretKeySpec key;

    HmacKey(byte[] secret) {
        if (secret.length < SHORTEST || secret.length > LONGEST) {
            throw new IllegalArgumentException(
                    "expected a webhook secret of " + SHORTEST + " to " + LONGEST + " bytes, found " + secret.length);
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    @Override
    public boolean signs() {
        return true;
    }

    @Override
    public String sign(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public boolean verify(byte[] content, String signature) {
        return MessageDigest.isEqual(bytes(sign(content)), bytes(signature));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "HmacKey[...]";
    }
}
