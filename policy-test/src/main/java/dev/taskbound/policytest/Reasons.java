/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reason codes as cases name them. */
final class Reasons {
    private Reasons() {}

    static @Nullable ReasonCode code(String word, int line, Mistakes mistakes) {
        try {
            return ReasonCode.valueOf(word);
        } catch (IllegalArgumentException e) {
            List<String> near = Arrays.stream(ReasonCode.values())
                    .map(Enum::name)
                    .filter(name -> name.replace("_", "").startsWith(start(word)))
                    .toList();
            String hint = near.isEmpty() ? "; docs/policy.md lists them" : ": " + String.join(", ", near);
            mistakes.add(
                    line,
                    "expect: found \"" + word
                            + "\", expected permit, deny, { asks: [GROUP] } where somebody is asked, or a"
                            + " reason code" + hint);
            return null;
        }
    }

    private static String start(String word) {
        String plain = word.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return plain.substring(0, Math.min(3, plain.length()));
    }
}
