/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Allows calls of one tool.
 *
 * @param rule its place, as {@code file:line path}
 * @param when null where it always holds
 * @param approval whom to ask, and when
 * @param limit what the calls of one task keep within
 * @param canonical the rule as it stands in the file, in canonical form
 */
record AllowRule(
        String rule,
        String tool,
        @Nullable Condition when,
        @Nullable ApprovalRule approval,
        Obligation.@Nullable Limit limit,
        String canonical) {}
