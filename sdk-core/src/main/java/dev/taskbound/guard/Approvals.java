/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.ToolCall;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.PlainText;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.Obligation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks humans about one frozen call: each request recorded, bounded in time, good for one use. */
final class Approvals {
    private static final int LONGEST_TEXT = 500;

    private final GuardParts parts;
    private final Task task;
    private final ToolCall call;
    private final FrozenCall frozen;
    private final CallRecord record;
    private final CallTrace trace;

    Approvals(GuardParts parts, Task task, ToolCall call, FrozenCall frozen, CallRecord record, CallTrace trace) {
        this.parts = parts;
        this.task = task;
        this.call = call;
        this.frozen = frozen;
        this.record = record;
        this.trace = trace;
    }

    /** Asks one group after the other, until one refuses; answers null if all approved. */
    CompletionStage<@Nullable Refusal> askAll(Collection<Obligation.Approval> all, String policyVersion) {
        CompletionStage<@Nullable Refusal> sofar = Way.ON;
        for (Obligation.Approval wanted : all) {
            sofar = sofar.thenCompose(earlier -> earlier != null ? Way.refuse(earlier) : ask(wanted, policyVersion));
        }
        return sofar;
    }

    private CompletionStage<@Nullable Refusal> ask(Obligation.Approval wanted, String policyVersion) {
        ApprovalRequest request = request(wanted, policyVersion);
        long asked = System.nanoTime();
        return parts.write(record.event(
                        Type.APPROVAL_REQUESTED,
                        parts.now(),
                        Map.of("approval", request.id(), "by", request.by(), "rule", request.rule())))
                .thenCompose(written -> answer(request))
                .thenCompose(answer -> recorded(request, answer, asked));
    }

    private ApprovalRequest request(Obligation.Approval wanted, String policyVersion) {
        Instant expires = parts.now().plus(wanted.within());
        return new ApprovalRequest(
                Ids.next(),
                frozen.digest(),
                policyVersion,
                wanted.by(),
                task,
                frozen.tool().profile(),
                frozen.arguments(),
                text(),
                call.purpose().orElse(null),
                wanted.rule(),
                expires.isBefore(task.deadline()) ? expires : task.deadline());
    }

    private String text() {
        return frozen.tool()
                .profile()
                .describeTemplate()
                .map(template -> PlainText.describe(template, frozen.arguments()))
                .orElseGet(() ->
                        frozen.tool().profile().key() + " " + PlainText.printable(frozen.canonical(), LONGEST_TEXT));
    }

    private CompletionStage<Answer> answer(ApprovalRequest request) {
        Duration left = Duration.between(parts.now(), request.expiresAt());
        CompletionStage<ApprovalOutcome> theirs;
        try {
            theirs = Objects.requireNonNull(parts.approver().ask(request), "the approver's stage");
        } catch (RuntimeException e) {
            theirs = CompletableFuture.failedFuture(e);
        }
        CompletionStage<ApprovalOutcome> asked = theirs;
        return Stages.follow(asked)
                .orTimeout(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS)
                .handle((outcome, failure) -> judge(request, outcome, failure, asked));
    }

    private Answer judge(
            ApprovalRequest request,
            @Nullable ApprovalOutcome outcome,
            @Nullable Throwable failure,
            CompletionStage<ApprovalOutcome> theirs) {
        if (failure != null && Stages.cause(failure) instanceof TimeoutException) {
            theirs.toCompletableFuture().cancel(true);
            return new Answer("", refusal(request, ReasonCode.APPROVAL_EXPIRED, "nobody decided in time"));
        }
        if (outcome instanceof ApprovalOutcome.Approved approved) {
            boolean late = !parts.now().isBefore(request.expiresAt());
            return new Answer(
                    approved.by(), late ? refusal(request, ReasonCode.APPROVAL_EXPIRED, "approved too late") : null);
        }
        if (outcome instanceof ApprovalOutcome.Declined declined) {
            return new Answer(declined.by(), refusal(request, ReasonCode.APPROVAL_DENIED, declined.reason()));
        }
        return new Answer("", refusal(request, ReasonCode.APPROVAL_UNAVAILABLE, "the approver failed"));
    }

    private CompletionStage<@Nullable Refusal> recorded(ApprovalRequest request, Answer answer, long asked) {
        Refusal refusal = answer.refusal;
        String outcome = refusal == null ? "approved" : refusal.reason().name();
        parts.telemetry().approvalWaited(task, frozen.tool().profile().key(), outcome, System.nanoTime() - asked);
        return parts.write(record.event(
                        Type.APPROVAL_DECIDED,
                        parts.now(),
                        Map.of("approval", request.id(), "outcome", outcome, "decided_by", answer.by)))
                .thenCompose(written -> refusal == null ? claimed(request, answer) : Way.refuse(refusal));
    }

    /** An approval is used once, also by a store's second copy of it. */
    private CompletionStage<@Nullable Refusal> claimed(ApprovalRequest request, Answer answer) {
        Duration life = Duration.between(task.openedAt(), task.deadline());
        return parts.askState(store -> store.claim("approval/" + request.id(), Ids.next(), life))
                .thenApply(first -> {
                    record.put("approval", request.id());
                    record.put("approved_by", answer.by);
                    trace.approved(request.id(), answer.by);
                    return first ? null : refusal(request, ReasonCode.APPROVAL_EXPIRED, "already used");
                });
    }

    private static Refusal refusal(ApprovalRequest request, ReasonCode reason, String detail) {
        return new Refusal(reason, null, request.id(), request.rule(), detail);
    }

    private record Answer(String by, @Nullable Refusal refusal) {}
}
