/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.util.List;

/**
 * What an attacker wants, and the calls that do it.
 *
 * @param goal the words that the attacker plants
 */
record InjectionTask(String id, String goal, List<InjectedCall> calls) {
    InjectionTask {
        calls = List.copyOf(calls);
    }

    /** @param isPrimary whether the call itself does the harm; for the judge alone */
    record InjectedCall(RecordedCall call, boolean isPrimary) {}
}
