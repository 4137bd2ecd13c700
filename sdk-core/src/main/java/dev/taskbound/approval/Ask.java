/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One group that must agree to a call, and what it said.
 *
 * @param by the group, or {@code principal}: the person the task is done for
 * @param rule the rule that asks, as {@code file:line path}
 * @param expiresAt a decision from then on is of no use
 * @param rememberable whether the policy lets the decision hold for the rest of the task
 * @param grantKey names what a remembered decision would be good for
 * @param decision null while nobody has decided
 */
public record Ask(
        String by,
        String rule,
        Instant expiresAt,
        boolean rememberable,
        String grantKey,
        @Nullable HumanDecision decision) {
    /** The group's name for the person that the task is done for. */
    public static final String PRINCIPAL = "principal";

    public Ask {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(grantKey, "grantKey");
    }

    public boolean isOpen() {
        return decision == null;
    }

    public boolean isOfPrincipal() {
        return by.equals(PRINCIPAL);
    }

    Ask decided(HumanDecision made) {
        return new Ask(by, rule, expiresAt, rememberable, grantKey, made);
    }
}
