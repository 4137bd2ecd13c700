/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.util.List;
import java.util.Map;

/**
 * Recorded work: what people asked for, and what attackers wanted while it was done.
 *
 * @param controls by tool, the arguments that decide who gets what; for an attacker who adapts, not for the guard
 */
record Suite(
        String name, List<UserTask> userTasks, List<InjectionTask> injectionTasks, Map<String, List<String>> controls) {
    Suite {
        controls = Map.copyOf(controls);
        userTasks = List.copyOf(userTasks);
        injectionTasks = List.copyOf(injectionTasks);
    }
}
