/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.policy.Decision;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.TaskStateStore;
import dev.taskbound.telemetry.GuardTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every call of a guard works with.
 *
 * @param inForce the policy as of now
 * @param patience the longest wait for any part but a human
 * @param timer ends tasks at their deadline
 * @param recording what is recorded of arguments; null for nothing
 * @param here revocations that hold whatever the state store says
 * @param live the credentials that are out
 */
record GuardParts(
        Supplier<PolicyInForce> inForce,
        TaskStateStore state,
        AuditSink audit,
        ApprovalParts approvals,
        GuardTelemetry telemetry,
        Clock clock,
        Duration patience,
        ScheduledExecutorService timer,
        @Nullable ArgumentRecording recording,
        RevocationsHere here,
        LiveCredentials live) {
    Instant now() {
        return clock.instant();
    }

    CompletableFuture<AuditRecord> write(AuditEvent event) {
        return ask(ReasonCode.AUDIT_UNAVAILABLE, () -> audit.append(event));
    }

    <T> CompletableFuture<T> askState(Function<TaskStateStore, CompletionStage<T>> question) {
        return ask(ReasonCode.STATE_UNAVAILABLE, () -> question.apply(state));
    }

    <T> CompletableFuture<T> askApprovals(Function<ApprovalStore, CompletionStage<T>> question) {
        return ask(ReasonCode.APPROVAL_UNAVAILABLE, () -> question.apply(approvals.store()));
    }

    CompletableFuture<Decision> askPolicy(Supplier<CompletionStage<Decision>> question) {
        return ask(ReasonCode.POLICY_UNAVAILABLE, question);
    }

    /** Whether the task or the call may go on: null if nothing that covers it was revoked. */
    CompletableFuture<@Nullable Refusal> revoked(Collection<Revocation.Target> targets) {
        Optional<Revocation> found = here.of(targets);
        return found.isPresent()
                ? CompletableFuture.completedFuture(refusal(found.get()))
                : askState(store -> store.revoked(targets))
                        .thenApply(stored -> stored.map(GuardParts::refusal).orElse(null));
    }

    private static Refusal refusal(Revocation revocation) {
        return Refusal.of(
                ReasonCode.REVOKED, "revoked: " + revocation.target().kind().word());
    }

    /** Asks a part, for as long as there is patience. A failure is a {@link PartFailure} with the code of the part that failed. */
    <T> CompletableFuture<T> ask(ReasonCode onFailure, Supplier<CompletionStage<T>> question) {
        CompletableFuture<T> answer;
        try {
            answer = Stages.follow(question.get());
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        if (!answer.isDone()) {
            answer = answer.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        return answer.handle((value, failure) -> {
            if (failure != null) {
                throw failure(onFailure, Stages.cause(failure));
            }
            return value;
        });
    }

    private static RuntimeException failure(ReasonCode onFailure, Throwable cause) {
        return cause instanceof CredentialException || cause instanceof PartFailure
                ? (RuntimeException) cause
                : new PartFailure(onFailure, cause);
    }

    /** As {@link #ask}, waiting on this thread. */
    <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw Stages.cause(e) instanceof RuntimeException known ? known : e;
        }
    }
}
