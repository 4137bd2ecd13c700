/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.state.Revocation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What of one task is on its way, its calls and its children, and how it ends. Thread-safe. */
final class TaskEnding {
    private final ToolGuard guard;
    private final GuardParts parts;
    private final TaskScope scope;
    private final Task task;
    private final @Nullable TaskEnding above;
    private final TaskLife life;
    private final TaskWaits waits;
    private final Set<StoppableCall> calls = ConcurrentHashMap.newKeySet();
    private final Set<TaskEnding> children = ConcurrentHashMap.newKeySet();

    TaskEnding(
            ToolGuard guard,
            GuardParts parts,
            TaskScope scope,
            @Nullable TaskEnding above,
            TaskLife life,
            TaskWaits waits) {
        this.guard = guard;
        this.parts = parts;
        this.scope = scope;
        this.task = scope.task();
        this.above = above;
        this.life = life;
        this.waits = waits;
        if (above != null) {
            above.children.add(this);
        }
    }

    Task task() {
        return task;
    }

    /** The calls that are on their way. */
    Set<StoppableCall> calls() {
        return calls;
    }

    void underWay(StoppableCall call) {
        calls.add(call);
    }

    void leave(StoppableCall call) {
        calls.remove(call);
        waits.look();
    }

    boolean isIdle() {
        return calls.isEmpty() && children.isEmpty();
    }

    void end(String outcome, ReasonCode reason) {
        Cut cut = new Cut(outcome, reason);
        cut(cut);
        cut.end(parts);
    }

    /** First pass. True if the task ends by this; calls are cut in any case. */
    boolean cut(Cut cut) {
        boolean first = life.end(cut.reason());
        if (first) {
            cut.ends(this);
        }
        children.forEach(child -> child.cut(cut));
        calls.forEach(call -> call.cut(cut));
        return first;
    }

    /** First pass over what a revocation covers. */
    void cut(Revocation.Target target, Cut cut) {
        if (Targets.of(task, null).contains(target)) {
            cut(cut);
        } else {
            calls.stream().filter(call -> call.isCoveredBy(target)).forEach(call -> call.cut(cut));
        }
    }

    /** Second pass of a task that ends. */
    void ended(String outcome, ReasonCode reason) {
        life.ended(outcome);
        if (waits.hadAny()) {
            life.over(reason);
        }
        gone();
    }

    void endIfRevoked() {
        Stages.onValue(parts.revoked(Targets.of(task, null)), revoked -> {
            if (revoked != null) {
                end("revoked", ReasonCode.REVOKED);
            }
        });
    }

    /** The process ends, not what the task is for: what waits for a human is left as it is. */
    void shutDown() {
        if (!life.end(ReasonCode.TASK_CLOSED)) {
            return;
        }
        life.ended("shutdown");
        children.forEach(TaskEnding::shutDown);
        calls.forEach(call -> call.shutDown(parts));
        release();
        gone();
    }

    /** A restored task is of no more use. */
    void leave() {
        life.end(ReasonCode.TASK_CLOSED);
        life.ended("left");
        calls.forEach(call -> call.stop(parts, ReasonCode.TASK_CLOSED));
        guard.ended(scope);
    }

    /** Whatever sources keep for the task is of no more use. */
    void release() {
        parts.live().ofTask(task.id()).forEach(LiveCredential::leave);
        life.release();
    }

    private void gone() {
        if (above != null) {
            above.children.remove(this);
            above.waits.look();
        }
        guard.ended(scope);
    }
}
