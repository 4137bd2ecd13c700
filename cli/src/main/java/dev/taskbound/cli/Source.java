/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The line of a file that a message is about. */
final class Source {
    private static final int WIDEST = 160;

    private Source() {}

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The line and a mark below the column; nothing where it cannot be shown in one piece. */
    static List<String> excerpt(List<String> lines, int line, int column) {
        if (line < 1 || line > lines.size()) {
            return List.of();
        }
        String text = Text.printable(lines.get(line - 1));
        if (text.isBlank() || text.length() > WIDEST || column > text.length() + 1) {
            return List.of();
        }
        String number = String.format("%6d", line);
        return List.of(number + " | " + text, "       | " + " ".repeat(column - 1) + "^");
    }
}
