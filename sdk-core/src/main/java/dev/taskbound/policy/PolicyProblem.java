/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

/**
 * One mistake in a policy file.
 *
 * @param file the file, or the name the text was given
 * @param line counted from 1
 * @param column counted from 1
 * @param path where in the document, such as {@code intents.refund-order.allow[1].when}
 * @param message what was found and what was expected, with a suggestion where a name is nearly right
 */
public record PolicyProblem(String file, int line, int column, String path, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
