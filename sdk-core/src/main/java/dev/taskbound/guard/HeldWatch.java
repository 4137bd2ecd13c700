/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Ask;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.approval.HumanDecision;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after one call that this process holds: asks over the channel, ends the wait when it is too late, and takes down
 * both when it is decided, here or elsewhere. Goes on when the caller no longer waits.
 */
final class HeldWatch {
    private final GuardParts parts;
    private final TaskScope scope;
    private final HeldCall held;
    private final Map<String, @Nullable Object> arguments;
    private final Decider decider;
    private final CompletableFuture<HeldCall> settled;

    HeldWatch(GuardParts parts, TaskScope scope, HeldCall held, Map<String, @Nullable Object> arguments) {
        this.parts = parts;
        this.scope = scope;
        this.held = held;
        this.arguments = arguments;
        this.decider = new Decider(parts);
        this.settled = Stages.follow(parts.approvals().store().settled(held.id()));
    }

    /** @param tool what the call was made with */
    void begin(HeldTool tool) {
        scope.waits().add(held.id(), tool);
        long left = Duration.between(parts.now(), held.expiresAt()).toNanos();
        Future<?> alarm = parts.timer().schedule(this::expire, Math.max(0, left), TimeUnit.NANOSECONDS);
        settled.whenComplete((after, failure) -> {
            alarm.cancel(false);
            if (failure == null && after.status() == Status.DECLINED) {
                scope.unwanted(held.tool(), arguments);
            }
            if (failure != null || after.status() != Status.APPROVED) {
                scope.waits().remove(held.id());
            }
        });
        parts.approvals().changed(held);
        held.asks().forEach(this::ask);
    }

    private void expire() {
        Stages.quietly(
                "ending a wait for approval", () -> decider.end(held, Status.EXPIRED, ReasonCode.APPROVAL_EXPIRED));
    }

    private void ask(Ask ask) {
        if (settled.isDone()) {
            return;
        }
        CompletionStage<ApprovalOutcome> theirs = answer(ApprovalRequest.of(held, ask, arguments));
        settled.whenComplete((after, failure) -> theirs.toCompletableFuture().cancel(true));
        theirs.whenComplete((outcome, failure) -> {
            if (!settled.isDone()) {
                Stages.quietly("taking in a decision", () -> take(ask, outcome));
            }
        });
    }

    private CompletionStage<ApprovalOutcome> answer(ApprovalRequest request) {
        try {
            return Objects.requireNonNull(parts.approvals().approver().ask(request), "the approver's stage");
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** @param outcome null where the channel failed */
    private CompletionStage<?> take(Ask ask, @Nullable ApprovalOutcome outcome) {
        if (outcome instanceof ApprovalOutcome.Declined declined) {
            return decide(ask, Answer.DENY, declined.by(), declined.reason());
        }
        return outcome != null && Decider.mayDecide(held, ask, outcome.by())
                ? decide(ask, Answer.APPROVE, outcome.by(), "")
                : decider.end(held, Status.VOID, ReasonCode.APPROVAL_UNAVAILABLE);
    }

    private CompletionStage<?> decide(Ask ask, Answer answer, String by, String reason) {
        HumanDecision decision = new HumanDecision(answer, by, "channel", reason, false, parts.now());
        return decider.decide(held, ask, decision).handle((effect, failure) -> {
            if (failure != null) {
                Stages.quietly(
                        "ending a wait for approval",
                        () -> decider.end(
                                held,
                                Status.VOID,
                                Refusal.failure(Stages.cause(failure)).reason()));
            } else if (effect == Effect.TOO_LATE) {
                expire();
            }
            return effect;
        });
    }
}
