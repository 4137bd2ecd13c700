/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.taskbound.approval.PlainText;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** Text of at most 100 columns, without colour; plain ASCII where the terminal knows no more. */
final class Screen {
    private static final int WIDTH = 100;
    private static final int LABEL = 10;
    private static final int LONGEST_TEXT = 2_000;
    private static final String SIGNS = "├└│─→✗";
    private static final String ASCII_SIGNS = "|`|->x";

    private final PrintStream out;
    private final boolean isAscii;

    Screen(PrintStream out, Charset charset) {
        this.out = out;
        this.isAscii = !charset.newEncoder().canEncode(SIGNS);
    }

    static Screen ofTerminal() {
        String encoding =
                System.getProperty("stdout.encoding", Charset.defaultCharset().name());
        return new Screen(System.out, Charset.forName(encoding));
    }

    void section(String title) {
        line("");
        line("── " + title + " " + "─".repeat(WIDTH - title.length() - 4));
    }

    /** A label, and beside it the text on as many lines as it needs. */
    void entry(String label, String text) {
        String head = label;
        for (String line : wrapped(harmless(text)).split("\n")) {
            line(String.format("%" + (LABEL - 1) + "s %s", head, line));
            head = "";
        }
    }

    /** A terminal obeys control characters, and a model or a ticket may hold any. */
    private static String harmless(String text) {
        return PlainText.printable(text.strip().replaceAll("\\s+", " "), LONGEST_TEXT);
    }

    private static String wrapped(String text) {
        int longest = WIDTH - LABEL;
        // Breaks at a space or behind a comma; within a word only if it is longer than a line.
        return text.replaceAll("(.{1," + longest + "})(\\s+|(?<=,)|$)|(.{" + longest + "})", "$1$3\n");
    }

    void line(String text) {
        out.println(isAscii ? ascii(text) : text);
    }

    private static String ascii(String text) {
        String plain = text;
        for (int i = 0; i < SIGNS.length(); i++) {
            plain = plain.replace(SIGNS.charAt(i), ASCII_SIGNS.charAt(i));
        }
        return plain;
    }
}
