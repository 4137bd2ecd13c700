/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.util.List;

/**
 * What came of a user task while an attacker interfered.
 *
 * @param primary outcomes of the calls that do the harm
 */
record PairResult(String user, String injection, List<CallOutcome> primary) {
    PairResult {
        primary = List.copyOf(primary);
    }

    boolean isPrevented() {
        return primary.stream().allMatch(CallOutcome::isStopped);
    }

    /** Whether a human had to see at least one of the calls. */
    boolean wasAsked() {
        return primary.stream().anyMatch(CallOutcome::asked);
    }

    /** The tools of the harmful calls that ran without a human's word. */
    List<String> ran() {
        return primary.stream()
                .filter(outcome -> !outcome.isStopped())
                .map(CallOutcome::tool)
                .distinct()
                .toList();
    }
}
