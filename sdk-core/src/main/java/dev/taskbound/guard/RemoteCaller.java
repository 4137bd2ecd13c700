/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.credential.CallingTask;
import dev.taskbound.credential.VerifiedCall;
import dev.taskbound.origin.TaskOrigins;
import dev.taskbound.policy.Intent;
import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of another process, as a verified credential names them: what stands above the task of a called agent. Their
 * limits are those of this process's policy; what has been used of them is in the store, and where each process has its own,
 * each counts what happens in it. Their parameters are not known here, so a rule of theirs that looks at one denies.
 */
final class RemoteCaller {
    private final ToolGuard guard;
    private final GuardParts parts;
    private final VerifiedCall call;
    private final Instant now;

    RemoteCaller(ToolGuard guard, GuardParts parts, VerifiedCall call) {
        this.guard = guard;
        this.parts = parts;
        this.call = call;
        this.now = parts.now();
    }

    /** Why nothing may be opened for it, or null. */
    @Nullable
    Refusal refusal() {
        if (!call.expiresAt().isAfter(now)) {
            return Refusal.of(ReasonCode.DEADLINE_EXCEEDED, "the credential of the calling task has expired");
        }
        for (CallingTask task : call.tasks()) {
            if (intent(task) == null) {
                return Refusal.of(ReasonCode.UNKNOWN_INTENT, "the policy has no such intent as that of a calling task");
            }
        }
        return null;
    }

    /** The scope of the calling task, below those of its ancestors. */
    TaskScope scope() {
        TaskScope above = null;
        List<CallingTask> tasks = call.tasks();
        for (int i = tasks.size() - 1; i >= 0; i--) {
            above = scope(tasks.get(i), above);
        }
        return Objects.requireNonNull(above);
    }

    private TaskScope scope(CallingTask calling, @Nullable TaskScope above) {
        Intent intent = Objects.requireNonNull(intent(calling));
        String agent = calling.agent();
        Task task = new Task(
                calling.id(),
                calling.intent(),
                agent == null ? call.agent() : agent,
                call.tenant(),
                call.principal(),
                Map.of(),
                Set.of(),
                above == null ? null : above.task(),
                now,
                now.plus(intent.limits().duration()));
        TaskOrigins origins = new TaskOrigins(above == null ? null : above.origins());
        return new TaskScope(guard, parts, task, intent.limits(), above, origins, Span.current(), true);
    }

    private @Nullable Intent intent(CallingTask task) {
        return parts.inForce().get().policy().intent(task.intent()).orElse(null);
    }
}
