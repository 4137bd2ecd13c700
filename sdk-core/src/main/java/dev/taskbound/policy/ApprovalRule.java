/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whom to ask, when, and how long to wait. */
record ApprovalRule(String rule, @Nullable Condition when, String by, Duration within, boolean remember) {
    Obligation.Approval obligation() {
        return new Obligation.Approval(rule, by, within, remember);
    }
}
