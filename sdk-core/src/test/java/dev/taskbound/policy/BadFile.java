/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

/**
 * A file with one mistake, and what is to be said of it. Made of the base file by replacing a text; the sign « in the
 * new text marks the place that the message has to name and is not part of the file.
 */
record BadFile(String change, String yaml, int line, int column, String path, String message) {
    static BadFile bad(String old, String replacement, String path, String message) {
        return of(replacement, PolicyFiles.replace(PolicyFiles.BASE, old, replacement), path, message);
    }

    static BadFile whole(String marked, String path, String message) {
        return of(marked, marked, path, message);
    }

    private static BadFile of(String change, String marked, String path, String message) {
        int at = marked.indexOf('«');
        String before = marked.substring(0, at);
        int lineStart = before.lastIndexOf('\n') + 1;
        int line = (int) before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0);
        int column = before.codePointCount(lineStart, before.length()) + 1;
        return new BadFile(change, marked.replace("«", ""), line, column, path, message);
    }

    @Override
    public String toString() {
        return change.lines().findFirst().orElse("").strip() + " -> " + message;
    }
}
