/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Scopes as OAuth writes them: separated by single spaces, in any order (RFC 6749, 3.3). */
final class Scopes {
    private Scopes() {}

    static Set<String> parse(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }
}
