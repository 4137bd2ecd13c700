/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.IntentLimits;
import dev.taskbound.state.Charge;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** When a task ends, and what it counted until then. */
final class TaskLife {
    /** Faults of the guard's own parts are no sign that somebody probes the policy. */
    private static final Set<ReasonCode> NO_PROBE = EnumSet.of(
            ReasonCode.TASK_CLOSED,
            ReasonCode.DEADLINE_EXCEEDED,
            ReasonCode.CANCELLED,
            ReasonCode.DUPLICATE_CALL,
            ReasonCode.REVOKED,
            ReasonCode.APPROVAL_PENDING,
            ReasonCode.APPROVAL_EXPIRED,
            ReasonCode.APPROVAL_UNAVAILABLE,
            ReasonCode.CREDENTIAL_UNAVAILABLE,
            ReasonCode.CREDENTIAL_TOO_BROAD,
            ReasonCode.POLICY_UNAVAILABLE,
            ReasonCode.AUDIT_UNAVAILABLE,
            ReasonCode.STATE_UNAVAILABLE,
            ReasonCode.INTERNAL_ERROR);

    private final GuardParts parts;
    private final Task task;
    private final IntentLimits limits;
    private final Span span;
    private final boolean restored;
    private final AtomicReference<@Nullable ReasonCode> over = new AtomicReference<>();
    private final RateWindow rate;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong denials = new AtomicLong();
    private volatile @Nullable Future<?> reaper;

    TaskLife(GuardParts parts, Task task, IntentLimits limits, Span span, boolean restored) {
        this.parts = parts;
        this.task = task;
        this.limits = limits;
        this.span = span;
        this.restored = restored;
        this.rate = new RateWindow(limits.rate(), System::nanoTime);
    }

    IntentLimits limits() {
        return limits;
    }

    /** Whether this is the task as a store knew it, for one held call. */
    boolean isRestored() {
        return restored;
    }

    RateWindow rate() {
        return rate;
    }

    @Nullable
    ReasonCode over() {
        return over.get();
    }

    /** Sees to it that the task ends at a time, on a monotonic clock. */
    synchronized void reap(Instant end, Runnable expire) {
        Future<?> earlier = reaper;
        if (earlier != null) {
            earlier.cancel(false);
        }
        Duration left = Duration.between(parts.now(), end);
        reaper = parts.timer().schedule(expire, Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** True for the first end, which is the one that counts; {@link #ended} follows it. */
    boolean end(ReasonCode reason) {
        return over.compareAndSet(null, reason);
    }

    /** What there is to be done about an end. */
    void ended(String outcome) {
        Future<?> pending = reaper;
        if (pending != null) {
            pending.cancel(false);
        }
        if (restored) {
            return;
        }
        parts.telemetry().endTask(span, task, outcome, calls.get(), denials.get());
        Stages.quietly("recording the end of a task", () -> parts.write(closed(outcome)));
        Stages.quietly("forgetting a task", () -> parts.askState(store -> store.forget(task.id())));
    }

    void release() {
        if (!restored) {
            parts.inForce().get().sources().release(task);
        }
    }

    /** What waits for a human is void, also where only this process' own memory can still say so. */
    void over(ReasonCode reason) {
        Duration life = Duration.between(task.openedAt(), task.deadline());
        Stages.quietly(
                "remembering the end of a task",
                () -> parts.askState(store -> store.claim(overKey(task), "over", life)));
        Stages.quietly("voiding what waits", () -> new Decider(parts).voidTask(task.id(), reason));
    }

    static String overKey(Task task) {
        return "over/" + task.id();
    }

    private AuditEvent closed(String outcome) {
        Map<String, Object> details =
                Map.of("outcome", outcome, "calls", calls.get(), "denials", denials.get(), "intent", task.intent());
        return new AuditEvent(Type.TASK_CLOSED, parts.now(), task.id(), "", details);
    }

    void called() {
        calls.incrementAndGet();
    }

    void denied() {
        denials.incrementAndGet();
    }

    /** A refusal of a call of this task, or of one below it. */
    void probed(ReasonCode reason, Runnable suspend) {
        if (NO_PROBE.contains(reason) || over.get() != null) {
            return;
        }
        Charge charge = Budgets.ofDenial(task, limits);
        Duration life = Duration.between(task.openedAt(), task.deadline());
        Reservations denial = new Reservations(parts, Ids.next());
        Stages.onValue(denial.reserve("denial", List.of(charge), life), full -> {
            denial.settle();
            if (full != null && full.isPresent()) {
                suspend.run();
            }
        });
    }
}
