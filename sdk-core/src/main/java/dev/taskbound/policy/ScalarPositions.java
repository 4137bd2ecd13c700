/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

/**
 * Finds where in the file a position inside a scalar's text stands. White space is folded, cut and escaped in many ways,
 * everything else stands in the file once for each time it stands in the text: so it is the characters that are not
 * white space that are counted.
 */
final class ScalarPositions {
    private final int[] file;
    private final int start;
    private final char quote;

    private ScalarPositions(String file, YamlNode.Scalar scalar) {
        this.file = file.codePoints().toArray();
        int first = scalar.start();
        char opening = first < this.file.length ? (char) this.file[first] : ' ';
        this.quote = scalar.plain() ? ' ' : opening;
        this.start = quote == '|' || quote == '>' ? endOfLine(first) : first + (quote == ' ' ? 0 : 1);
    }

    /**
     * @param line within the text, from 1
     * @param column within that line, from 1, in code points
     */
    static Place find(String file, YamlNode.Scalar scalar, int line, int column) {
        int visible = visibleBefore(scalar.text(), line, column);
        ScalarPositions positions = new ScalarPositions(file, scalar);
        boolean isAtEnd = visible == visibleBefore(scalar.text(), Integer.MAX_VALUE, 1);
        return positions.place(positions.skip(visible, isAtEnd), scalar.place().path());
    }

    private static int visibleBefore(String text, int line, int column) {
        int visible = 0;
        int atLine = 1;
        int atColumn = 1;
        for (int c : text.codePoints().toArray()) {
            if (atLine == line && atColumn >= column) {
                break;
            }
            visible += Character.isWhitespace(c) ? 0 : 1;
            atColumn = c == '\n' ? 1 : atColumn + 1;
            atLine += c == '\n' ? 1 : 0;
        }
        return visible;
    }

    private int endOfLine(int from) {
        int at = from;
        while (at < file.length && file[at] != '\n' && file[at] != '\r') {
            at++;
        }
        return at;
    }

    /** The index of the visible character before which that many others stand, or where the last of them ends. */
    private int skip(int visible, boolean isAtEnd) {
        int at = start;
        int left = visible;
        while (at < file.length && (left > 0 || (!isAtEnd && Character.isWhitespace(file[at])))) {
            int length = lengthAt(at);
            left -= isVisible(at, length) ? 1 : 0;
            at += length;
        }
        return at;
    }

    private int lengthAt(int at) {
        boolean doubled = quote == '\'' && file[at] == '\'';
        if (!doubled && !(quote == '"' && file[at] == '\\')) {
            return 1;
        }
        int escaped = at + 1 < file.length ? file[at + 1] : ' ';
        return switch (doubled ? ' ' : escaped) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private boolean isVisible(int at, int length) {
        return length == 2 && quote == '"'
                ? "\"\\/0abe".indexOf(file[Math.min(at + 1, file.length - 1)]) >= 0
                : !Character.isWhitespace(file[at]);
    }

    private Place place(int index, YamlPath path) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(index, file.length); i++) {
            boolean ends = file[i] == '\n' || (file[i] == '\r' && !(i + 1 < file.length && file[i + 1] == '\n'));
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
        }
        return new Place(line, column, path);
    }
}
