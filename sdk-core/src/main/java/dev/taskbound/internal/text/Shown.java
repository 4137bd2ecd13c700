/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.text;

/** Text from a file as messages show it: one line, short, nothing that changes how the rest is read. */
public final class Shown {
    private static final int LONGEST = 60;

    private Shown() {}

    public static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(c -> append(out, c));
        return out.append(text.codePointCount(0, text.length()) > LONGEST ? "...\"" : "\"")
                .toString();
    }

    /** As {@link #quoted}, without the quotes and three times as long. */
    public static String plain(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(3 * LONGEST).forEach(c -> append(out, c));
        return out.toString();
    }

    public static String character(int codePoint) {
        return String.format("U+%04X", codePoint);
    }

    private static void append(StringBuilder out, int codePoint) {
        if (CharacterRules.isAllowed(codePoint) && codePoint >= ' ') {
            out.appendCodePoint(codePoint);
        } else {
            out.append(String.format("\\u%04x", codePoint));
        }
    }
}
