/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.guard.RevocationReport.StoppedCall;
import dev.taskbound.state.Revocation;
import dev.taskbound.telemetry.Names;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that is on its way, as those see it who stop it from outside: as much of it as there is by now. Thread-safe. */
final class StoppableCall {
    private final Task task;
    private final Way way;
    private final CallRecord record;
    private volatile @Nullable FrozenCall frozen;
    private volatile @Nullable ApprovalStep approval;
    private volatile @Nullable CallAccess access;
    private volatile @Nullable CallRun<?> run;

    StoppableCall(Task task, Way way, CallRecord record) {
        this.task = task;
        this.way = way;
        this.record = record;
    }

    /** The guard's own id of the call. */
    String id() {
        return record.call();
    }

    void is(FrozenCall call) {
        frozen = call;
    }

    void waitsIn(ApprovalStep step) {
        approval = step;
    }

    void presents(CallAccess what) {
        access = what;
    }

    void runs(CallRun<?> what) {
        run = what;
    }

    /** The guard shuts down: what waits for a human can still be decided where the store outlives the process. */
    void shutDown(GuardParts parts) {
        ApprovalStep step = approval;
        Refusal pending = step == null ? null : step.pending();
        if (pending == null) {
            stop(parts, ReasonCode.TASK_CLOSED);
        } else {
            way.stop(pending);
        }
    }

    /** Stops the call wherever it is. Any thread. */
    void stop(GuardParts parts, ReasonCode reason) {
        Cut cut = new Cut("stopped", reason);
        cut(cut);
        cut.end(parts);
    }

    /** First pass: no later step is taken, and nothing of the call begins to leave any more. Any thread. */
    void cut(Cut cut) {
        boolean first = way.close(Refusal.of(cut.reason(), "stopped from outside"));
        CallAccess held = access;
        if (held != null) {
            held.context().over(cut.reason());
        }
        cut.covers(this);
        if (first) {
            FrozenCall known = frozen;
            String key =
                    known == null ? Names.UNKNOWN_TOOL : known.tool().profile().key();
            cut.stops(this, new StoppedCall(id(), task.id(), key, way.isEntered()));
        }
    }

    /** Second pass: whoever waits for the call goes on. */
    void tell() {
        CallAccess held = access;
        if (held != null) {
            held.context().tell();
        }
        way.wake();
        CallRun<?> running = run;
        Refusal stopped = way.stopped();
        if (running != null && stopped != null) {
            running.abandon(stopped.reason());
        }
    }

    /** What it may present, once that was looked for. */
    Optional<CallAccess> access() {
        return Optional.ofNullable(access);
    }

    /** Why it has no place under a later policy, as far as the call is known by now; null if it has. */
    @Nullable
    String lost(Standing later) {
        FrozenCall known = frozen;
        String lostTask = later.lost(task);
        return lostTask != null || known == null
                ? lostTask
                : later.lost(task, known.tool().profile(), known.tool().digest());
    }

    /** Why it may not enter its tool under the policy as it is now, or null. */
    @Nullable
    Refusal refusalToEnter(GuardParts parts, PolicyInForce began) {
        PolicyInForce now = parts.inForce().get();
        return now == began || lost(new Standing(now, parts.now())) == null
                ? null
                : Refusal.of(ReasonCode.REVOKED, "the policy in force has no place for it any more");
    }

    /** Whether a revocation of this target covers the call, as far as the call is known by now. */
    boolean isCoveredBy(Revocation.Target target) {
        FrozenCall known = frozen;
        CallAccess held = access;
        return Targets.of(task, known == null ? null : known.tool().profile()).contains(target)
                || (held != null && held.targets().contains(target));
    }
}
