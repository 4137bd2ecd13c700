/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import java.util.List;

/** Words for people. */
final class Text {
    private Text() {}

    static String count(long number, String what) {
        String plural = what.endsWith("y") ? what.substring(0, what.length() - 1) + "ies" : what + "s";
        return number + " " + (number == 1 ? what : plural);
    }

    /** Text from a file that a terminal obeys nothing of. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean plain = c == ' ' || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
            out.appendCodePoint(plain ? c : '?');
        });
        return out.toString();
    }

    static String joined(List<String> texts, String none) {
        return texts.isEmpty() ? none : String.join(", ", texts);
    }

    static String padded(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
