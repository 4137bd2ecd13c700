/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names that somebody may have meant. */
final class Suggestions {
    private static final int MAX_LISTED = 20;
    private static final List<String> OF_CALLS = List.of("args", "action", "destination", "call");

    private static final String ALL =
            "; there are size, contains, startsWith, endsWith, matches, has, all, exists, exists_one, map, filter, int,"
                    + " string, timestamp, duration, getFullYear and its like for times, known, origins, entities, label."
                    + " A text is compared or matched, not taken apart or changed";

    /** {@code ; did you mean 'amount'?}, or nothing, for the end of a message. */
    static String didYouMean(String name, Collection<String> known) {
        return nearest(name, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    /** Of a function that there is not: the one that was probably meant, or all that there are. */
    static String forFunction(String name, Collection<String> known) {
        String elsewhere = OtherWords.ofFunction(name, known);
        String near = OtherWords.isOnTexts(name) ? "" : didYouMean(name, known);
        String suggestion = elsewhere.isEmpty() ? near : elsewhere;
        return suggestion.isEmpty() ? ALL : suggestion;
    }

    /**
     * Of a variable that there is not: what it is called elsewhere, the field that was meant, or those that there are.
     *
     * @param hasOpenArguments whether it may be an argument of a tool whose arguments are not declared
     */
    static String forVariable(String name, Collection<String> known, List<String> fields, boolean hasOpenArguments) {
        Optional<String> field = fields.stream()
                .filter(each -> each.endsWith("." + name) && !each.startsWith("call."))
                .findFirst();
        if (field.isPresent()) {
            return "; did you mean '" + field.get() + "'?";
        }
        String elsewhere = OtherWords.ofVariable(name);
        if (!elsewhere.isEmpty()) {
            return elsewhere;
        }
        if (OF_CALLS.contains(name)) {
            return "; there is no call yet when a task is opened" + forUnknown(name, known);
        }
        if (!didYouMean(name, known).isEmpty()) {
            return forUnknown(name, known);
        }
        String argument = hasOpenArguments ? "; an argument is 'args." + name + "', a text" : "; a text";
        return argument + " is written '" + name + "'" + forUnknown(name, known);
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= tolerance(name))
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int tolerance(String name) {
        return name.length() < 3 ? 0 : Math.max(1, name.length() / 3);
    }

    /** {@code ; did you mean 'amount'? known: amount, iban}, for the end of a message. */
    static String forUnknown(String name, Collection<String> known) {
        String suggestion = didYouMean(name, known);
        return (suggestion.isEmpty() ? ";" : suggestion) + " " + list(known);
    }

    private static String list(Collection<String> known) {
        if (known.isEmpty()) {
            return "there are none";
        }
        List<String> names = known.stream().sorted().limit(MAX_LISTED).toList();
        return "known: " + String.join(", ", names) + (known.size() > MAX_LISTED ? ", ..." : "");
    }

    /** Edits between two names (a swap of neighbours is one), upper and lower case alike. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, a, i, b, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int step(int[][] edits, String a, int i, String b, int j) {
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }

    private Suggestions() {}
}
