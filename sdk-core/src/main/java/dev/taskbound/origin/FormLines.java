/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that is laid out: a line of several, what stands behind {@code Name:} on it or behind the mark of a list, or in a cell
 * of a table, is a value as a whole. Where it is laid out, nothing else can be part of it.
 */
final class FormLines {
    private static final Pattern KEY = Pattern.compile("\\p{L}[\\p{L}\\p{N} _/-]{0,30}[:=][ \\u00a0]+(?=\\S)");
    private static final Pattern BULLET = Pattern.compile("(?:[-*\\u2022]|[0-9]{1,3}[.)])[ \\u00a0]+(?=\\S)");
    private static final Pattern CELLS = Pattern.compile("[|\\t]");
    private static final Pattern COMMA = Pattern.compile(",(?! )");
    private static final Pattern ITEMS = Pattern.compile("[,;][ \\u00a0]");
    private static final Pattern TAG = Pattern.compile(
            "</?(?:a|b|i|u|p|br|td|tr|th|li|ul|ol|div|span|strong|em|h[1-6]|table|"
                    + "tbody|thead|code|pre|font|img)(?:[ /][^<>]{0,200})?>",
            Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 200;

    private FormLines() {}

    static void in(String text, Consumer<Held> held) {
        boolean isList = text.strip().indexOf('\n') > 0;
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf('\n', from);
            to = to < 0 ? text.length() : to;
            if (to - from <= LONGEST * 10) {
                line(text.substring(from, to).strip(), isList, held);
            }
            from = to + 1;
        }
    }

    private static void line(String line, boolean isList, Consumer<Held> held) {
        Matcher bullet = BULLET.matcher(line);
        String rest = bullet.lookingAt() ? line.substring(bullet.end()) : line;
        boolean isListed = isList || rest.length() < line.length();
        Matcher key = KEY.matcher(rest);
        if (key.lookingAt()) {
            String value = rest.substring(key.end());
            add(value, held);
            all(ITEMS, value, held);
        } else if (isListed) {
            add(rest, held);
        }
        if (CELLS.matcher(rest).find()) {
            all(CELLS, rest, held);
        } else if (isTable(rest)) {
            all(COMMA, rest, held);
        }
    }

    /** Two commas without a space behind them, and none with one. */
    private static boolean isTable(String line) {
        int first = line.indexOf(',');
        return first > 0 && line.indexOf(',', first + 1) > 0 && line.indexOf(", ") < 0;
    }

    private static void all(Pattern between, String text, Consumer<Held> held) {
        if (between.matcher(text).find()) {
            between.splitAsStream(text).forEach(part -> add(part, held));
        }
    }

    private static void add(String part, Consumer<Held> held) {
        String value = Bare.of(part.strip()).strip();
        if (value.indexOf(' ') < 0 || value.length() > LONGEST) {
            return;
        }
        for (String form : Forms.ofText(value)) {
            if (form.startsWith("t:") || form.startsWith("w:")) {
                held.accept(new Held(form, value));
            }
        }
    }

    /** Mark-up stands between words like space. */
    static String withoutTags(String text) {
        return text.indexOf('<') < 0 ? text : TAG.matcher(text).replaceAll(String.valueOf(Entities.TAKEN));
    }
}
