/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Ask;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.approval.Grant;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.approval.HumanDecision;
import dev.taskbound.audit.AuditEvent.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes decisions in, wherever they come from: on record first, then in the store, then told to whoever waits. */
final class Decider {
    private final GuardParts parts;

    Decider(GuardParts parts) {
        this.parts = parts;
    }

    /**
     * Whether somebody of this name can decide at all: an agent decides nothing, a group's decision is never the
     * principal's own, and the principal's is nobody else's.
     */
    static boolean mayDecide(HeldCall held, Ask ask, String subject) {
        for (Task each = held.task(); each != null; each = each.parent()) {
            if (each.agent().equals(subject)) {
                return false;
            }
        }
        boolean isPrincipal = held.task().subject().equals(Optional.of(subject));
        return !subject.isBlank() && isPrincipal == ask.isOfPrincipal();
    }

    CompletionStage<Effect> decide(HeldCall held, Ask ask, HumanDecision decision) {
        boolean approves = decision.answer() == Answer.APPROVE;
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("by", ask.by());
        details.put("outcome", approves ? "approved" : ReasonCode.APPROVAL_DENIED.name());
        details.put("decided_by", decision.by());
        details.put("verified_by", decision.verifiedBy());
        details.put("decided_reason", decision.reason());
        if (approves && decision.remember() && ask.rememberable()) {
            details.put("remember", "task");
        }
        return parts.write(HeldRecord.event(held, Type.APPROVAL_DECIDED, decision.at(), details))
                .thenCompose(written ->
                        parts.askApprovals(store -> store.decide(held.id(), held.callDigest(), ask.by(), decision)))
                .thenCompose(
                        after -> after.isPresent() ? effective(after.get(), ask, decision) : withoutEffect(held, ask));
    }

    private CompletionStage<Effect> effective(HeldCall after, Ask ask, HumanDecision decision) {
        CompletionStage<?> remembered = CompletableFuture.completedFuture(null);
        if (decision.answer() == Answer.APPROVE && decision.remember() && ask.rememberable()) {
            Grant grant = new Grant(
                    ask.grantKey(),
                    after.task().id(),
                    after.id(),
                    decision.by(),
                    after.task().deadline());
            // It holds for this call in any case; what cannot be remembered is asked again.
            remembered = parts.askApprovals(store -> store.remember(grant)).exceptionally(failure -> null);
        }
        return remembered.thenApply(done -> {
            changed(after);
            return switch (after.status()) {
                case APPROVED -> Effect.APPROVED;
                case DECLINED -> Effect.DECLINED;
                default -> Effect.OTHERS_TO_BE_HEARD;
            };
        });
    }

    private CompletionStage<Effect> withoutEffect(HeldCall held, Ask ask) {
        Map<String, Object> details = Map.of("by", ask.by(), "outcome", "no_effect");
        return parts.write(HeldRecord.event(held, Type.APPROVAL_DECIDED, parts.now(), details))
                .thenApply(written -> Effect.TOO_LATE);
    }

    /** Ends the wait without a decision. */
    CompletionStage<Optional<HeldCall>> end(HeldCall held, Status status, ReasonCode why) {
        return parts.askApprovals(store -> store.end(held.id(), status, why)).thenCompose(after -> {
            if (after.isEmpty()) {
                return CompletableFuture.completedFuture(after);
            }
            changed(after.get());
            Map<String, Object> details = Map.of("outcome", why.name(), "decided_by", "");
            return parts.write(HeldRecord.event(held, Type.APPROVAL_DECIDED, parts.now(), details))
                    .thenApply(written -> after);
        });
    }

    /** Makes void all that waits for a task that is over. */
    CompletionStage<?> voidTask(String task, ReasonCode why) {
        return parts.askApprovals(store -> store.voidTask(task, why)).thenAccept(ended -> ended.forEach(this::changed));
    }

    private void changed(HeldCall after) {
        if (after.status() != Status.WAITING) {
            Duration waited = Duration.between(after.heldAt(), parts.now());
            parts.telemetry().approvalWaited(after.task(), after.tool().key(), outcome(after), waited.toNanos());
            if (after.status() != Status.APPROVED) {
                Reservations.releaseOf(parts, after.callId());
            }
        }
        parts.approvals().changed(after);
    }

    private static String outcome(HeldCall after) {
        ReasonCode reason = after.reason();
        return reason == null ? "approved" : reason.name();
    }
}
