/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with a condition.
 *
 * @param line within the source text, from 1
 * @param column within the line, from 1, in Unicode code points
 * @param message what was found and what was expected; never the value of a variable
 */
public record ConditionProblem(int line, int column, String message) {
    public ConditionProblem {
        requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return line + ":" + column + ": " + message;
    }
}
