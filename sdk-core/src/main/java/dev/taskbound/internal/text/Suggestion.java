/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody probably meant to write. */
public final class Suggestion {
    private static final int LONGEST = 64;
    private static final int MOST_NAMES = 1_000;
    private static final int MOST_LISTED = 20;

    private Suggestion() {}

    /** {@code ; did you mean "x"?}, or nothing if no name is near. */
    public static String of(String name, Collection<String> names) {
        int near = Math.min(3, Math.max(1, name.length() / 3));
        return names.stream()
                .limit(MOST_NAMES)
                .filter(other -> isComparable(name, other, near) && distance(name, other) <= near)
                .min(Comparator.comparingInt(other -> distance(name, other)))
                .map(other -> "; did you mean " + Shown.quoted(other) + "?")
                .orElse("");
    }

    /** {@code ; did you mean "x"?}, or where no name is near all that there are, or that there are none. */
    public static String orKnown(String name, Collection<String> names) {
        String suggestion = of(name, names);
        if (!suggestion.isEmpty()) {
            return suggestion;
        }
        List<String> known =
                names.stream().sorted().limit(MOST_LISTED).map(Shown::quoted).toList();
        String more = names.size() > MOST_LISTED ? ", ..." : "";
        return known.isEmpty() ? "; there are none" : "; there are " + String.join(", ", known) + more;
    }

    private static boolean isComparable(String name, String other, int near) {
        return name.length() <= LONGEST && Math.abs(name.length() - other.length()) <= near;
    }

    /** Insertions, deletions, substitutions and swaps of neighbours, ignoring case. */
    public static int distance(String one, String two) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = two.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(int[][] d, String a, String b, int i, int j) {
        int substituted = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(substituted, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
