/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import java.util.List;

/**
 * What came of one case.
 *
 * @param steps its calls, as far as they were made
 * @param failures what is not as expected, one line each: {@code file:line: expected …, found …}; empty if it passed
 */
public record CaseResult(PolicyTestCase testCase, List<StepResult> steps, List<String> failures) {
    public CaseResult {
        steps = List.copyOf(steps);
        failures = List.copyOf(failures);
    }

    public boolean passed() {
        return failures.isEmpty();
    }
}
