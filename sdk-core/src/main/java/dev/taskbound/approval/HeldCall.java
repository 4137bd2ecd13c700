/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.origin.OriginTrail;
import dev.taskbound.policy.ToolProfile;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One frozen call that waits for a human, and what became of it. Immutable: a change is another value.
 *
 * @param id names it; cannot be guessed, and is no capability all the same
 * @param callId the guard's own id of the call, under which its reservations, its records and its idempotency key go on
 * @param callDigest the exact call; every decision is good for this digest only
 * @param toolDigest the tool's own description
 * @param policyVersion the policy under which it was asked for
 * @param basis digest of what the policy said about the call: tool, destination, groups and limits
 * @param task its task, with its ancestors; the principal without token
 * @param arguments the frozen arguments as canonical JSON (RFC 8785): exactly what the tool will receive
 * @param text what the call does in plain words, from the tool's {@code describe} template and the frozen arguments
 * @param purpose the model's own stated reason, if it gave one: a quote that nobody vouches for
 * @param origins where each argument came from: the trusted origins that hold it, none where that is unknown
 * @param trail what the task knew of the values of the call
 * @param charges what the call has reserved, by counter
 * @param counts what these counters stood at with it
 * @param asks who must agree, at least one
 * @param traceparent the trace it belongs to (W3C Trace Context); null where nothing is traced
 * @param reason why it is over, where it ended without an outcome
 * @param claimant the call that used the approval
 */
public record HeldCall(
        String id,
        String callId,
        String callDigest,
        String toolDigest,
        String policyName,
        String policyVersion,
        String basis,
        Task task,
        ToolProfile tool,
        String arguments,
        String text,
        @Nullable String purpose,
        Map<String, List<String>> origins,
        OriginTrail trail,
        Map<String, BigDecimal> charges,
        Map<String, BigDecimal> counts,
        List<Ask> asks,
        @Nullable String traceparent,
        Instant heldAt,
        Status status,
        @Nullable ReasonCode reason,
        @Nullable String claimant) {
    public HeldCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(callDigest, "callDigest");
        origins = Map.copyOf(origins);
        charges = Map.copyOf(charges);
        counts = Map.copyOf(counts);
        asks = List.copyOf(asks);
        if (asks.isEmpty()) {
            throw new IllegalArgumentException("a held call asks somebody");
        }
    }

    /** What became of a held call. */
    public enum Status {
        WAITING,
        /** All who were asked agreed; it can be used once, until its task ends. */
        APPROVED,
        /** Somebody declined: final for the task. */
        DECLINED,
        /** Nobody decided in time, or nobody used the approval before the task ended. */
        EXPIRED,
        /** The task is over, something was revoked, or what was approved is no longer what would happen. */
        VOID,
        /** Used; the outcome is still to come. */
        CLAIMED,
        SUCCEEDED,
        FAILED,
        /** Nobody knows whether the tool acted. */
        UNKNOWN,
        /** Used, but refused before the tool was entered. */
        NOT_RUN;

        /** Whether it can still come to run. */
        public boolean isOpen() {
            return this == WAITING || this == APPROVED;
        }

        /** Whether a call may go from this status to that one. */
        public boolean mayBecome(Status next) {
            return switch (next) {
                case WAITING -> false;
                case APPROVED, DECLINED -> this == WAITING;
                case EXPIRED, VOID -> isOpen();
                case CLAIMED -> this == APPROVED;
                case SUCCEEDED, FAILED, UNKNOWN, NOT_RUN -> this == CLAIMED;
            };
        }
    }

    /** From then on nobody can decide about it. */
    public Instant expiresAt() {
        return asks.stream().map(Ask::expiresAt).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** Labels of the results that values of its arguments came from. */
    public Set<String> labels() {
        Set<String> labels = new HashSet<>(trail.labelsOfForgotten());
        trail.labels().values().forEach(labels::addAll);
        return labels;
    }

    /**
     * The call as it stands at this time: what nobody decided or used in time has expired, and of what was used and has no
     * outcome when its task is over, nobody knows whether it acted.
     */
    public HeldCall asOf(Instant now) {
        boolean late = status == Status.WAITING && !now.isBefore(expiresAt());
        if (status == Status.CLAIMED && !now.isBefore(task.deadline())) {
            return ended(Status.UNKNOWN, null);
        }
        boolean unused = status == Status.APPROVED && !now.isBefore(task.deadline());
        return late || unused ? ended(Status.EXPIRED, ReasonCode.APPROVAL_EXPIRED) : this;
    }

    /** The call once one more human has decided. */
    public HeldCall decided(String by, HumanDecision decision) {
        List<Ask> after = asks.stream()
                .map(ask -> ask.by().equals(by) && ask.isOpen() ? ask.decided(decision) : ask)
                .toList();
        boolean all = after.stream().noneMatch(Ask::isOpen);
        Status then = decision.answer() == Answer.DENY ? Status.DECLINED : all ? Status.APPROVED : Status.WAITING;
        return with(after, then, then == Status.DECLINED ? ReasonCode.APPROVAL_DENIED : null, null);
    }

    /** The call once its approval is used. */
    public HeldCall claimed(String by) {
        return with(asks, Status.CLAIMED, null, by);
    }

    /** The call once it is over. */
    public HeldCall ended(Status end, @Nullable ReasonCode why) {
        return with(asks, end, why, claimant);
    }

    private HeldCall with(List<Ask> newAsks, Status then, @Nullable ReasonCode why, @Nullable String who) {
        return new HeldCall(
                id,
                callId,
                callDigest,
                toolDigest,
                policyName,
                policyVersion,
                basis,
                task,
                tool,
                arguments,
                text,
                purpose,
                origins,
                trail,
                charges,
                counts,
                newAsks,
                traceparent,
                heldAt,
                then,
                why,
                who);
    }

    /** Names id, tool and status; arguments are not shown. */
    @Override
    public String toString() {
        return "HeldCall[" + id + " " + tool.key() + " " + status + "]";
    }
}
