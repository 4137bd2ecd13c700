/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one form in which values are compared, and how values are taken from text and trees. */
final class Values {
    /** A longer value is not remembered, so it stays unknown. */
    static final int LONGEST = 512;

    private static final int FEWEST_CHARACTERS = 3;
    // One more than JsonLimits lets a tree be deep, for its leaves.
    private static final int DEEPEST = 65;
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern QUOTED = Pattern.compile("[\"“”„«»]([^\"“”„«»\\n]{1,200})[\"“”„«»]");
    private static final String AROUND = ".,;:!?()[]{}<>\"'`“”„‘’‚«»";

    private Values() {}

    /** The normal form of a text, number or boolean; empty for what cannot be compared. */
    static Optional<String> normal(@Nullable Object value) {
        if (value instanceof Number number) {
            return normalNumber(number);
        }
        if (value instanceof Boolean) {
            return Optional.of(value.toString());
        }
        return value instanceof String text ? normalText(text) : Optional.empty();
    }

    /** Canonically equivalent text is one text: a person and a model may type the same name in different code points. */
    private static Optional<String> normalText(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        return bounded(
                Spellings.of(Normalizer.normalize(text, Normalizer.Form.NFC).strip()));
    }

    private static Optional<String> normalNumber(Number number) {
        try {
            BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
            return bounded(Math.abs((long) exact.scale()) > LONGEST ? exact.toString() : exact.toPlainString());
        } catch (NumberFormatException e) {
            // NaN and infinities equal nothing.
            return Optional.empty();
        }
    }

    private static Optional<String> bounded(String normal) {
        return normal.isEmpty() || normal.length() > LONGEST ? Optional.empty() : Optional.of(normal);
    }

    /** Whether there is no value at all: nothing to know, and nothing that could carry a label. */
    static boolean isNothing(@Nullable Object value) {
        return value == null || value instanceof String text && text.isBlank();
    }

    /**
     * The values that a person's words hold: each word without the punctuation around it, what stands in quotes,
     * phrases, and all of it. Short ones match by accident and are left out: "1." in a list would make file id 1 known.
     */
    static List<String> inWords(String words) {
        Stream<String> bareWords = SPACE.splitAsStream(words).map(Values::bare);
        Stream<String> quoted = QUOTED.matcher(words).results().map(match -> match.group(1));
        return Stream.of(bareWords, quoted, Phrases.in(words).stream(), Stream.of(words))
                .flatMap(found -> found)
                .flatMap(found -> normalText(found).stream())
                .filter(Values::isLongEnough)
                .toList();
    }

    private static boolean isLongEnough(String value) {
        return value.codePoints()
                        .filter(Character::isLetterOrDigit)
                        .limit(FEWEST_CHARACTERS)
                        .count()
                == FEWEST_CHARACTERS;
    }

    private static String bare(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && isAround(word.charAt(from))) {
            from++;
        }
        while (to > from && isAround(word.charAt(to - 1))) {
            to--;
        }
        return word.substring(from, to);
    }

    private static boolean isAround(char character) {
        return AROUND.indexOf(character) >= 0 || Character.getType(character) == Character.CURRENCY_SYMBOL;
    }

    /** The normal values of a tree of maps and lists, without the names in it. */
    static List<String> in(@Nullable Object tree) {
        return normal(tree, false);
    }

    /** As {@link #in}, with the names in its maps: where a schema leaves them open they carry as much as values. */
    static List<String> withNamesIn(@Nullable Object tree) {
        return normal(tree, true);
    }

    private static List<String> normal(@Nullable Object tree, boolean names) {
        List<String> values = new ArrayList<>();
        leaves(tree, names, leaf -> normal(leaf).ifPresent(values::add), DEEPEST);
        return values;
    }

    /** Every leaf of a tree and every name; what lies deeper than the guard accepts anywhere is not visited. */
    static void leavesAndNames(@Nullable Object tree, Consumer<@Nullable Object> visitor) {
        leaves(tree, true, visitor, DEEPEST);
    }

    private static void leaves(@Nullable Object tree, boolean names, Consumer<@Nullable Object> visitor, int depth) {
        if (depth == 0) {
            return;
        }
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (names) {
                    visitor.accept(name);
                }
                leaves(value, names, visitor, depth - 1);
            });
        } else if (tree instanceof List<?> list) {
            list.forEach(element -> leaves(element, names, visitor, depth - 1));
        } else {
            visitor.accept(tree);
        }
    }
}
