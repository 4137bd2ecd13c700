/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.internal.json.CanonicalJson;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text from outside, made harmless to look at, and the sentence that tells an approver what a call does. */
public final class PlainText {
    private static final int LONGEST_VALUE = 200;
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_.-]+)}");

    private PlainText() {}

    /**
     * The text on one line with control, format (bidirectional, zero-width), private and invisible characters shown as
     * code points, cut after {@code longest} characters.
     */
    public static String printable(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(longest).forEach(point -> append(shown, point));
        return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
    }

    private static void append(StringBuilder shown, int point) {
        if (isPrintable(point)) {
            shown.appendCodePoint(point);
        } else {
            shown.append("\\u{")
                    .append(Integer.toHexString(point).toUpperCase(Locale.ROOT))
                    .append('}');
        }
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isInvisible(point);
        };
    }

    /** Marks and letters that take no room: joiners, variation selectors, fillers, the empty Braille pattern. */
    private static boolean isInvisible(int point) {
        return switch (point) {
            case 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0 -> true;
            default -> point >= 0xFE00 && point <= 0xFE0F || point >= 0xE0100 && point <= 0xE01EF;
        };
    }

    /**
     * Fills a {@code describe} template from frozen arguments: each place once, values never read as templates. What is
     * not text is shown as the JSON that the tool receives.
     */
    public static String describe(String template, Map<String, @Nullable Object> arguments) {
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(shown(place.group(1), arguments)));
    }

    private static String shown(String name, Map<String, @Nullable Object> arguments) {
        Object value = arguments.get(name);
        if (value == null) {
            // To some tools null means: take away what is there.
            return arguments.containsKey(name) ? "(null)" : "(not given)";
        }
        return printable(value instanceof String text ? text : CanonicalJson.write(value), LONGEST_VALUE);
    }
}
