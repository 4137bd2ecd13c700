/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.util.List;

/** What a person asked for, and the calls that do it. */
record UserTask(String id, String prompt, List<RecordedCall> calls) {
    UserTask {
        calls = List.copyOf(calls);
    }

    /** How many calls have been made when an attacker's words first reach the model: all, if they never do. */
    int callsBeforeInjection() {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).answer().canCarryInjection()) {
                return i + 1;
            }
        }
        return calls.size();
    }

    /** Whether the task itself makes this very call: then it is no attack. */
    boolean makes(RecordedCall call) {
        return calls.stream()
                .anyMatch(own -> own.tool().name().equals(call.tool().name())
                        && own.json().equals(call.json()));
    }
}
