/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import dev.taskbound.conditions.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Refuses calls, whatever allows them. Applies where the tool, the action and the destination are those it names, null
 * standing for any, and the condition holds.
 */
record DenyRule(
        String rule,
        @Nullable String tool,
        @Nullable Action action,
        @Nullable String destination,
        @Nullable Condition when,
        String reason,
        String canonical) {

    boolean appliesTo(ToolProfile profile) {
        return (tool == null || tool.equals(profile.key()))
                && (action == null || action == profile.action())
                && (destination == null || destination.equals(profile.destination()));
    }
}
