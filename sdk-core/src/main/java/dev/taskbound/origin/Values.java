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
import org.jspecify.annotations.Nullable;

/** The one form in which values are compared, and how values are taken from text and trees. */
final class Values {
    /** A longer value is not remembered, so it stays unknown. */
    static final int LONGEST = 512;

    private static final int FEWEST_CHARACTERS = 3;
    private static final int DEEPEST = 64;
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern QUOTED = Pattern.compile("[\"“”«»]([^\"“”«»\\n]{1,200})[\"“”«»]");
    private static final String AROUND = ".,;:!?()[]{}<>\"'`“”‘’«»";

    private Values() {}

    /** The normal form of a text, number or boolean; empty for what cannot be compared. */
    static Optional<String> normal(@Nullable Object value) {
        if (value instanceof Number number) {
            return Optional.of(plain(new BigDecimal(number.toString())));
        }
        if (value instanceof Boolean) {
            return Optional.of(value.toString());
        }
        return value instanceof String text ? normalText(text) : Optional.empty();
    }

    private static Optional<String> normalText(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        return normal.isEmpty() ? Optional.empty() : Optional.of(normal);
    }

    private static String plain(BigDecimal number) {
        return Math.abs(number.scale()) > LONGEST
                ? number.toString()
                : number.stripTrailingZeros().toPlainString();
    }

    /** The values that a person's words hold: each word without the punctuation around it, and what stands in quotes. */
    static List<String> inWords(String words) {
        List<String> found = new ArrayList<>();
        for (String word : SPACE.split(words)) {
            String bare = bare(word);
            // Shorter ones match by accident: "1." in a list would make file id 1 known.
            if (bare.codePoints().filter(Character::isLetterOrDigit).count() >= FEWEST_CHARACTERS) {
                normalText(bare).ifPresent(found::add);
            }
        }
        QUOTED.matcher(words)
                .results()
                .forEach(quoted -> normalText(quoted.group(1)).ifPresent(found::add));
        return found;
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

    /** Every leaf of a tree of maps and lists; what lies deeper than the guard accepts anywhere is not visited. */
    static void leaves(@Nullable Object tree, Consumer<@Nullable Object> visitor) {
        leaves(tree, visitor, DEEPEST);
    }

    private static void leaves(@Nullable Object tree, Consumer<@Nullable Object> visitor, int depth) {
        if (depth == 0) {
            return;
        }
        if (tree instanceof Map<?, ?> map) {
            map.values().forEach(value -> leaves(value, visitor, depth - 1));
        } else if (tree instanceof List<?> list) {
            list.forEach(element -> leaves(element, visitor, depth - 1));
        } else {
            visitor.accept(tree);
        }
    }
}
