/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import org.jspecify.annotations.Nullable;

/**
 * One step of a case: a call, or more words of the person who asked.
 *
 * @param line where it stands in the file
 * @param says the words; null for a call
 * @param tool the tool's key
 * @param arguments as JSON
 * @param returns what the tool answers if it runs: text, or JSON
 * @param fails whether the tool fails instead
 * @param approves whether whoever is asked agrees
 * @param expected what has to come of it
 */
public record PolicyTestStep(
        int line,
        @Nullable String says,
        String tool,
        String arguments,
        String returns,
        boolean fails,
        boolean approves,
        Expectation expected) {
    /** Names the tool; arguments and results are not shown. */
    @Override
    public String toString() {
        return "PolicyTestStep[line " + line + " " + (says == null ? tool : "says") + "]";
    }
}
