/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import org.jspecify.annotations.Nullable;

/** Keeps what carries a label away from a destination. */
record FlowRule(
        String rule,
        String label,
        String destination,
        Match match,
        @Nullable Condition when,
        String reason,
        String canonical) {

    /** How the label is followed. */
    enum Match {
        /** Once the task has seen the label, nothing more goes there. */
        TASK,
        /** Once the task has seen the label, no value goes there that was in a result with it, alone or inside a text. */
        VALUE
    }
}
