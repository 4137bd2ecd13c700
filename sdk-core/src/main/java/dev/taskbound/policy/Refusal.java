/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.ReasonCode;
import dev.taskbound.conditions.ConditionException;
import java.util.Objects;

/** Ends a decision where it becomes a denial. Never leaves this package. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Decision.Deny denial;

    Refusal(ReasonCode reason, String rule, String detail) {
        super(detail, null, false, false);
        this.denial = new Decision.Deny(reason, rule, detail);
    }

    /** A condition without an answer. Its message names fields and functions, never values. */
    static Refusal of(String rule, ConditionException e) {
        return new Refusal(ReasonCode.CONDITION_ERROR, rule, Objects.requireNonNullElse(e.getMessage(), ""));
    }

    Decision.Deny denial() {
        return denial;
    }
}
