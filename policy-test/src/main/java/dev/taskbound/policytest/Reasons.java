/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ReasonCode;
import dev.taskbound.internal.text.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reason codes as cases name them. */
final class Reasons {
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("permitted", "permit"),
            Map.entry("allow", "permit"),
            Map.entry("allowed", "permit"),
            Map.entry("true", "permit"),
            Map.entry("ok", "permit"),
            Map.entry("denied", "deny"),
            Map.entry("false", "deny"),
            Map.entry("ask", "{ asks: [GROUP] }"),
            Map.entry("asks", "{ asks: [GROUP] }"),
            Map.entry("approval", "{ asks: [GROUP] }"),
            Map.entry("approve", "{ asks: [GROUP] }"),
            Map.entry("approval_required", "{ asks: [GROUP] }"));

    private Reasons() {}

    static @Nullable ReasonCode code(String word, int line, Mistakes mistakes) {
        try {
            return ReasonCode.valueOf(word);
        } catch (IllegalArgumentException e) {
            String hint = hint(word);
            mistakes.add(
                    line,
                    "expect: found \"" + word
                            + "\", expected permit, deny, { asks: [GROUP] } where somebody is asked, or a"
                            + " reason code" + hint);
            return null;
        }
    }

    private static String hint(String word) {
        String meant = MEANT.get(word.toLowerCase(Locale.ROOT));
        if (meant != null) {
            return "; did you mean " + meant + "?";
        }
        List<String> all = Arrays.stream(ReasonCode.values()).map(Enum::name).toList();
        String last = word.substring(word.lastIndexOf(' ') + 1).toUpperCase(Locale.ROOT);
        String suggestion = Suggestion.of(last, all);
        if (!suggestion.isEmpty()) {
            return suggestion;
        }
        List<String> near = all.stream()
                .filter(name -> name.replace("_", "").startsWith(start(word)))
                .toList();
        return near.isEmpty() ? "; docs/policy.md lists them" : ": " + String.join(", ", near);
    }

    private static String start(String word) {
        String plain = word.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        return plain.substring(0, Math.min(3, plain.length()));
    }
}
