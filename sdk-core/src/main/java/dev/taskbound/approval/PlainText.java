/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text from outside, made harmless to look at, and the sentence that tells an approver what a call does. */
public final class PlainText {
    private static final int LONGEST_VALUE = 200;
    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_.-]+)}");

    private PlainText() {}

    /**
     * The text on one line with control, format (bidirectional, zero-width) and private characters shown as code points,
     * cut after {@code longest} characters.
     */
    public static String printable(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(longest).forEach(point -> append(shown, point));
        return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
    }

    private static void append(StringBuilder shown, int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> shown.append(String.format("\\u{%X}", point));
            default -> shown.appendCodePoint(point);
        }
    }

    /** Fills a {@code describe} template from frozen arguments: each place once, values never read as templates. */
    public static String describe(String template, Map<String, @Nullable Object> arguments) {
        return PLACE.matcher(template).replaceAll(place -> {
            Object value = arguments.get(place.group(1));
            return java.util.regex.Matcher.quoteReplacement(
                    value == null ? "(not given)" : printable(value.toString(), LONGEST_VALUE));
        });
    }
}
