/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.Approver;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.state.TaskStateStore;
import dev.taskbound.telemetry.GuardTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What every call of a guard works with.
 *
 * @param inForce the policy as of now
 * @param sources the credential source of that name; every name in the policy has one
 * @param patience the longest wait for any part but a human
 * @param timer ends tasks at their deadline
 */
record GuardParts(
        Supplier<PolicyInForce> inForce,
        TaskStateStore state,
        AuditSink audit,
        Approver approver,
        Function<String, CredentialSource> sources,
        GuardTelemetry telemetry,
        Clock clock,
        Duration patience,
        ScheduledExecutorService timer) {
    Instant now() {
        return clock.instant();
    }

    /** Writes a record; fails with the code for the log, whoever asked. */
    CompletableFuture<AuditRecord> write(AuditEvent event) {
        return guarded(ReasonCode.AUDIT_UNAVAILABLE, () -> audit.append(event));
    }

    /** Asks a part whose failure denies with a code of its own. */
    static <T> CompletableFuture<T> guarded(ReasonCode onFailure, Supplier<CompletionStage<T>> asking) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            asking.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(new PartFailure(onFailure, Stages.cause(failure)));
                }
            });
        } catch (RuntimeException e) {
            answer.completeExceptionally(new PartFailure(onFailure, e));
        }
        return answer;
    }
}
