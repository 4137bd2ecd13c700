/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.internal.json.Digests;

/**
 * A short code of a call digest, for people who compare what two screens show. 40 bits: enough to tell calls apart, no
 * proof of anything. A model cannot search for two calls of one code, because it does not know the task id that the digest
 * covers.
 */
public final class CallCode {
    private static final String PREFIX = "taskbound-code-v1\0";
    /** Crockford's base 32: no letter that looks like a digit. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int HALF = 4;

    private CallCode() {}

    /** Such as {@code 7K3F-Q2ZD}. */
    public static String of(String callDigest) {
        // The first characters of a digest in base64url: five bits are taken of each.
        String digest = Digests.sha256(PREFIX, callDigest);
        String text = digest.substring(digest.indexOf(':') + 1);
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 2 * HALF; i++) {
            code.append(i == HALF ? "-" : "").append(LETTERS.charAt(value(text.charAt(i)) % LETTERS.length()));
        }
        return code.toString();
    }

    private static int value(char c) {
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(c);
    }
}
