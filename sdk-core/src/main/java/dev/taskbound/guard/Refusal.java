/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.policy.Decision;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a call ends here: an expected thing, so a value.
 *
 * @param hint for the model
 * @param reference for the model: an id, no capability
 * @param rule for audit and trace: the rule that decided, or empty
 * @param detail for audit and trace: never for the model, never an argument's value
 */
record Refusal(
        ReasonCode reason, @Nullable String hint, @Nullable String reference, String rule, String detail) {
    private static final Set<ReasonCode> OF_POLICY = EnumSet.of(
            ReasonCode.NOT_ALLOWED,
            ReasonCode.DENIED_BY_RULE,
            ReasonCode.CONDITION_FALSE,
            ReasonCode.CONDITION_ERROR,
            ReasonCode.UNKNOWN_ORIGIN,
            ReasonCode.CONFIDENTIAL_FLOW,
            ReasonCode.BUDGET_EXCEEDED);

    private static final Set<ReasonCode> OF_WHAT_IT_DOES = EnumSet.of(
            ReasonCode.NOT_ALLOWED,
            ReasonCode.DENIED_BY_RULE,
            ReasonCode.CONDITION_FALSE,
            ReasonCode.CONFIDENTIAL_FLOW,
            ReasonCode.APPROVAL_DENIED);

    static Refusal of(ReasonCode reason, String detail) {
        return new Refusal(reason, null, null, "", detail);
    }

    static Refusal of(Decision.Deny deny) {
        return new Refusal(deny.reason(), null, null, deny.rule(), deny.detail());
    }

    /** A failure: its message may hold anything, so only its kind is kept. */
    static Refusal failure(Throwable cause) {
        if (cause instanceof PartFailure part) {
            return of(part.reason(), String.valueOf(part.getMessage()));
        }
        if (cause instanceof CredentialException credential) {
            return of(credential.reason(), String.valueOf(credential.getMessage()));
        }
        return of(ReasonCode.INTERNAL_ERROR, cause.getClass().getName());
    }

    /** Whether the rules refuse, and not the guard's own checks: only this is not enforced under {@code mode: observe}. */
    boolean isOfPolicy() {
        return OF_POLICY.contains(reason);
    }

    /**
     * Whether a rule or a person does not want this to happen. A call that is refused only because nobody has named its values
     * is another matter: they may be looked up, and it may be made again.
     */
    boolean isOfWhatItDoes() {
        return OF_WHAT_IT_DOES.contains(reason);
    }

    Refusal withHint(String newHint) {
        return new Refusal(reason, newHint, reference, rule, detail);
    }

    /** For the record of a denial. */
    Map<String, Object> details(boolean started) {
        return Map.of("reason", reason.name(), "detail", detail, "started", started);
    }

    /** What stands for it where it could not be recorded. */
    Refusal unrecorded() {
        return of(ReasonCode.AUDIT_UNAVAILABLE, "denied with " + reason + ", which could not be written");
    }

    ToolCallDeniedException exception() {
        return new ToolCallDeniedException(reason, hint, reference);
    }
}
