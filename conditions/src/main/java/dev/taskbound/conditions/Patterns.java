/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * What {@code matches()} accepts: RE2 patterns written in the condition. RE2 matches in linear time, but nested counted
 * repetitions multiply while the pattern is compiled, before the library looks at its size.
 */
final class Patterns {
    static final int MAX_PROGRAM_SIZE = 5_000;
    private static final long MAX_EXPANSION = 500_000;

    private static final java.util.regex.Pattern REPETITION = java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

    /** What is wrong with the pattern, if anything is. */
    static Optional<String> problemOf(String pattern) {
        if (expansionOf(pattern) > MAX_EXPANSION) {
            return Optional.of("the repetitions of this pattern multiply to too large a program");
        }
        try {
            boolean tooLarge = Pattern.compile(pattern).programSize() > MAX_PROGRAM_SIZE;
            return tooLarge ? Optional.of("this pattern is too large") : Optional.empty();
        } catch (PatternSyntaxException e) {
            boolean isGlob = e.getDescription().contains("repetition operator");
            return Optional.of("not an RE2 pattern: " + e.getDescription()
                    + (isGlob ? "; a * repeats what stands before it, anything is .*" : ""));
        }
    }

    /** No less than the size after expansion, however the repetitions are nested. */
    private static double expansionOf(String pattern) {
        return REPETITION
                .matcher(pattern)
                .results()
                .mapToDouble(Patterns::count)
                .reduce(pattern.length(), (product, count) -> product * count);
    }

    private static double count(MatchResult repetition) {
        String max = repetition.group(2) == null || repetition.group(2).isEmpty()
                ? repetition.group(1)
                : repetition.group(2);
        return Math.max(1, Double.parseDouble(max));
    }

    private Patterns() {}
}
