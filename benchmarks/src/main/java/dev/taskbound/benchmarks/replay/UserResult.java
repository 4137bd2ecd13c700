/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.util.List;

/** What came of a user task with nobody interfering: the outcome of every call. */
record UserResult(String id, List<CallOutcome> calls) {
    UserResult {
        calls = List.copyOf(calls);
    }

    Verdict verdict() {
        if (!calls.stream().allMatch(CallOutcome::isPermitted)) {
            return Verdict.DENIED;
        }
        return calls.stream().anyMatch(CallOutcome::asked) ? Verdict.PASSED_WITH_APPROVAL : Verdict.PASSED;
    }

    /** How the whole sequence went. */
    enum Verdict {
        PASSED,
        PASSED_WITH_APPROVAL,
        DENIED
    }
}
