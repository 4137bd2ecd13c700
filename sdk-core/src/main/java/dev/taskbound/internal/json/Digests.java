/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Digests of trees, as calls, records and policies carry them. Thread-safe. */
public final class Digests {

    private Digests() {}

    /**
     * SHA-256 over the prefix in UTF-8 followed by the tree's canonical form.
     *
     * @param prefix what keeps digests of different things apart, such as {@code "taskbound-call-v1\0"}
     * @return {@code "sha-256:"} and the digest in base64url without padding (RFC 4648, 5)
     * @throws IllegalArgumentException if the tree has no canonical form
     */
    public static String sha256(String prefix, @Nullable Object tree) {
        MessageDigest digest = sha256();
        digest.update(requireNonNull(prefix, "prefix").getBytes(StandardCharsets.UTF_8));
        byte[] hash = digest.digest(CanonicalJson.bytes(tree));
        return "sha-256:" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
