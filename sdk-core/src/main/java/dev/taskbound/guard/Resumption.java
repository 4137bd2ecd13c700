/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.approval.PlainText;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.origin.TaskOrigins;
import dev.taskbound.policy.Intent;
import dev.taskbound.state.Charge;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes a held call up again: under its task where that is open here, else under the task as the store knows it. */
final class Resumption {
    private static final BigDecimal UNLIMITED = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final int LONGEST_ID = 100;

    private final ToolGuard guard;
    private final GuardParts parts;

    Resumption(ToolGuard guard, GuardParts parts) {
        this.guard = guard;
        this.parts = parts;
    }

    <R, X extends Exception> R run(String id, ToolDescriptor descriptor, Tool<R, X> tool) throws X {
        HeldCall held = orDenied(id, () -> approved(id, descriptor));
        ToolCall call = ToolCall.of(descriptor, held.arguments()).withPurpose(held.purpose());
        Optional<TaskScope> open = guard.scope(held.task().id());
        if (open.isPresent()) {
            return open.get().resume(call, tool, Resumed.byApplication(parts, held));
        }
        TaskScope restored = orDenied(id, () -> restored(held));
        try {
            return restored.resume(call, tool, Resumed.byApplication(parts, held));
        } finally {
            restored.ending().leave();
        }
    }

    /** A part that fails where there is no call yet to be recorded denies all the same, and that is on record. */
    private <T> T orDenied(String id, Supplier<T> step) {
        try {
            return step.get();
        } catch (PartFailure failure) {
            Refusal refusal = Refusal.failure(failure);
            Map<String, Object> details = Map.of(
                    "approval", PlainText.printable(id, LONGEST_ID),
                    "reason", refusal.reason().name(),
                    "detail", refusal.detail());
            Stages.quietly(
                    "recording a refusal",
                    () -> parts.write(new AuditEvent(Type.DENIED, parts.now(), "", "", details)));
            throw refusal.exception();
        }
    }

    private HeldCall approved(String id, ToolDescriptor descriptor) {
        HeldCall held = parts.await(parts.askApprovals(store -> store.find(id)))
                .orElseThrow(() -> Refusal.of(ReasonCode.APPROVAL_EXPIRED, "there is no such held call")
                        .exception())
                .asOf(parts.now());
        if (!held.id().equals(id)) {
            throw Refusal.of(ReasonCode.APPROVAL_UNAVAILABLE, "the store answered another call")
                    .exception();
        }
        if (held.status() != Status.APPROVED) {
            throw ApprovalStep.refusal(held).exception();
        }
        if (!held.tool().key().equals(descriptor.key())) {
            throw Refusal.of(ReasonCode.TOOL_CHANGED, "the held call is for another tool")
                    .exception();
        }
        return held;
    }

    /** The task and its ancestors, good for this one call: no model gets hold of them. */
    private TaskScope restored(HeldCall held) {
        Task task = held.task();
        // A task that was closed here stays closed, even where the store could not be told.
        Duration life = Duration.between(task.openedAt(), task.deadline());
        if (!parts.await(parts.askState(store -> store.claim(TaskLife.overKey(task), "resumed", life)))) {
            throw Refusal.of(ReasonCode.TASK_CLOSED, "the task was closed").exception();
        }
        TaskScope scope = scope(task, held);
        restoreCounters(held, scope.longestLife());
        guard.restored(scope);
        return scope;
    }

    private TaskScope scope(Task task, HeldCall held) {
        Task above = task.parent();
        TaskScope parent = above == null ? null : scope(above, held);
        Intent intent = parts.inForce()
                .get()
                .policy()
                .intent(task.intent())
                .orElseThrow(() -> Refusal.of(ReasonCode.UNKNOWN_INTENT, "the policy has no such intent")
                        .exception());
        return new TaskScope(
                guard,
                parts,
                task,
                intent.limits(),
                parent,
                TaskOrigins.restored(held.trail()),
                TraceParent.span(held.traceparent()),
                true);
    }

    /**
     * Where the counters are gone with the process that kept them, they are raised to what the store knows of the task, so
     * that a restart gives nothing back: to the highest that any held call of it saw, without what those that can still
     * run will reserve themselves.
     */
    private void restoreCounters(HeldCall held, Duration life) {
        Map<String, BigDecimal> wanted = new HashMap<>();
        Map<String, BigDecimal> pending = new HashMap<>();
        for (HeldCall each :
                parts.await(parts.askApprovals(store -> store.ofTask(held.task().id())))) {
            each.counts().forEach((counter, count) -> wanted.merge(counter, count, BigDecimal::max));
            if (each.status().isOpen()) {
                each.charges().forEach((counter, charge) -> pending.merge(counter, charge, BigDecimal::add));
            }
        }
        List<Charge> missing = new ArrayList<>();
        wanted.forEach((counter, count) -> {
            BigDecimal used = count.subtract(pending.getOrDefault(counter, BigDecimal.ZERO));
            BigDecimal there = parts.await(parts.askState(store -> store.count(counter)));
            if (used.compareTo(there) > 0) {
                missing.add(new Charge(counter, used.subtract(there), UNLIMITED));
            }
        });
        Reservations restored = new Reservations(parts, "restored/" + Ids.next());
        @Nullable
        String full = parts.await(restored.reserve("counters", missing, life)).orElse(null);
        if (full != null) {
            throw Refusal.of(ReasonCode.BUDGET_EXCEEDED, full).exception();
        }
        restored.settle();
    }
}
