/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.util.List;

/** Recorded work: what people asked for, and what attackers wanted while it was done. */
record Suite(String name, List<UserTask> userTasks, List<InjectionTask> injectionTasks) {
    Suite {
        userTasks = List.copyOf(userTasks);
        injectionTasks = List.copyOf(injectionTasks);
    }
}
