/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand in a {@code DPoP-Nonce} header (RFC 9449, 8.1), within a sensible length. */
final class Nonces {
    private static final Pattern NONCE = Pattern.compile("[!#-\\[\\]-~]{1,1024}");

    private Nonces() {}

    static boolean isOne(@Nullable String text) {
        return text != null && NONCE.matcher(text).matches();
    }
}
