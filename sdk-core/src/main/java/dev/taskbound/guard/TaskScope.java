/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Action;
import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.origin.TaskOrigins;
import dev.taskbound.policy.IntentLimits;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A task that is open: the handle through which every tool call of the task is made. Closing it ends the task and its
 * children, stops their calls and drops their credentials; it also ends by itself at {@link Task#deadline()}.
 * Thread-safe.
 */
public final class TaskScope implements AutoCloseable {
    private static final ContextKey<TaskScope> KEY = ContextKey.named("taskbound-task");

    private final ToolGuard guard;
    private final GuardParts parts;
    private final Task task;
    private final @Nullable TaskScope parent;
    private final TaskOrigins origins;
    private final Span span;
    private final TaskLife life;
    private final TaskEnding ending;
    private final TaskWaits waits = new TaskWaits(this::closeIfNothingIsLeft);
    private volatile boolean writesStopped;
    private volatile Instant endsBy;
    private final Proposer proposer = new Proposer();

    /** @param restored whether this is the task as a store knew it, for one held call */
    TaskScope(
            ToolGuard guard,
            GuardParts parts,
            Task task,
            IntentLimits limits,
            @Nullable TaskScope parent,
            TaskOrigins origins,
            Span span,
            boolean restored) {
        this.guard = guard;
        this.parts = parts;
        this.task = task;
        this.endsBy = task.deadline();
        this.parent = parent;
        this.origins = origins;
        this.span = span;
        this.life = new TaskLife(parts, task, limits, span, restored);
        this.ending = new TaskEnding(guard, parts, this, parent == null ? null : parent.ending, life, waits);
    }

    /** The task of this thread's OpenTelemetry context, if any; it may be over. Never read from baggage or headers. */
    public static Optional<TaskScope> current() {
        return Optional.ofNullable(Context.current().get(KEY));
    }

    public Task task() {
        return task;
    }

    /**
     * Makes a tool call: decides about it, waits on this thread where a human or a server must answer, and runs the tool
     * on this thread.
     *
     * @throws ToolCallDeniedException if the tool did not run, or its result is withheld
     * @throws X what the tool threw, as it threw it
     */
    public <R, X extends Exception> R call(ToolCall call, Tool<R, X> tool) throws X {
        return take(call, tool, null);
    }

    <R, X extends Exception> R resume(ToolCall call, Tool<R, X> tool, Resumed held) throws X {
        return take(call, tool, held);
    }

    private <R, X extends Exception> R take(ToolCall call, Tool<R, X> tool, @Nullable Resumed held) throws X {
        return Callers.await(here -> guarded(call, tool, here, held));
    }

    /**
     * Makes a tool call without parking this thread: whatever has to wait is waited for without a thread, and the tool
     * runs on the executor.
     *
     * @return completed on the executor: with the tool's result, {@link ToolCallDeniedException}, or what the tool threw
     */
    public <R> CompletionStage<R> callAsync(ToolCall call, Tool<R, ?> tool, Executor executor) {
        Objects.requireNonNull(executor, "executor");
        return Callers.handOut(guarded(call, tool, executor, null).take(), executor);
    }

    private <R> GuardedCall<R> guarded(ToolCall call, Tool<R, ?> tool, Executor executor, @Nullable Resumed held) {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(tool, "tool");
        return new GuardedCall<>(parts, this, call, tool, executor, held);
    }

    /**
     * Opens a task that is part of this one: under an intent of its own, but every call must also pass this task's rules,
     * and is charged to both. Its statement and parameters make known only what this task knew. Agent and tenant come from
     * the request; the principal is this task's.
     *
     * @throws ToolCallDeniedException if it may not be opened
     */
    public TaskScope child(TaskRequest request) {
        return guard.open(request, this);
    }

    /** More words of the person who asked, as the application received them. */
    public void addStatement(String words) {
        origins.statement(Objects.requireNonNull(words, "words"));
    }

    /** The model that proposes the calls of this task from now on, for the record. */
    public void modelUsed(String name) {
        proposer.model(Objects.requireNonNull(name, "name"));
        span.setAttribute(dev.taskbound.telemetry.Names.REQUEST_MODEL, name);
    }

    /**
     * The system prompt under which the calls of this task are proposed from now on, as the application knows it: the text
     * of the template, say. Needed only where the lock file pins the agent's prompt and what integrations see
     * ({@link #promptSent}) is not what was pinned; kept as a digest.
     */
    public void promptUsed(String text) {
        proposer.promptOfApplication(Objects.requireNonNull(text, "text"));
    }

    /**
     * The system prompt as a model was sent it, told by integrations before each call; empty where there was none. Counts
     * unless the application has told one itself; kept as a digest.
     */
    public void promptSent(String text) {
        proposer.promptOfRequest(Objects.requireNonNull(text, "text"));
    }

    /** Whether the guard wants integrations to ask the model for the purpose of each call. */
    public boolean asksForPurpose() {
        return guard.asksForPurpose();
    }

    /**
     * Whether this task could ever call the tool with this key, as far as the rules of the policy in force say. Cheap,
     * and no decision: it is not recorded, says nothing about arguments, limits or revocations, and permits nothing. Where
     * policy denials are not enforced ({@code mode: observe}), every tool that the policy lists could be called.
     */
    public boolean couldCall(String toolKey) {
        Policy policy = guard.policy();
        boolean observed = policy.observes(parts.now()) && policy.tool(toolKey).isPresent();
        return isOpen()
                && (observed || chain().stream().allMatch(each -> policy.couldAllow(each.task.intent(), toolKey)));
    }

    /** Makes this the task of this thread until the answer is closed. */
    public Scope makeCurrent() {
        return in(Context.current()).makeCurrent();
    }

    /**
     * The given context with this task and its span, for what carries contexts between threads. One that has this task
     * already is left as it is: it may have come further.
     */
    public Context in(Context context) {
        return context.get(KEY) == this ? context : context.with(span).with(KEY, this);
    }

    /** Whether calls can still be made. */
    public boolean isOpen() {
        return over() == null;
    }

    /** Ends the task. Calls in progress are stopped; what they return is withheld. Ending twice changes nothing. */
    @Override
    public void close() {
        end("closed", ReasonCode.TASK_CLOSED);
    }

    /**
     * Takes no new calls; those that wait for a human can still be approved, and resumed with
     * {@link ApprovalDesk#resume}. The task ends when none is left, and at its deadline at the latest.
     */
    public void closeWhenDecided() {
        waits.close();
    }

    private void closeIfNothingIsLeft() {
        if (ending.isIdle()) {
            close();
        }
    }

    TaskWaits waits() {
        return waits;
    }

    /** Begins the task's life: from here it is reaped at its deadline. */
    void start() {
        life.reap(task.deadline(), () -> end("expired", ReasonCode.DEADLINE_EXCEEDED));
    }

    /**
     * As {@link #close}, and waits until every credential of the task and its children is dead at its issuer, at the
     * longest for {@link ToolGuardBuilder#patience}.
     *
     * @return what was stopped, and which credentials could not be ended and live until when
     */
    public RevocationReport closeAndReport() {
        return guard.killSwitch().close(this);
    }

    /** Why calls can no longer be made, or null. */
    @Nullable
    ReasonCode over() {
        ReasonCode reason = life.over();
        return reason == null && parent != null ? parent.over() : reason;
    }

    /** Why no call may go on now, or null. */
    @Nullable
    Refusal refusal() {
        ReasonCode reason = over();
        if (reason != null) {
            return Refusal.of(reason, "the task is over");
        }
        return parts.now().isBefore(endsBy)
                ? null
                : Refusal.of(ReasonCode.DEADLINE_EXCEEDED, "the task's deadline has passed");
    }

    /** Why no new call may begin, or null. */
    @Nullable
    Refusal refusalOfNew() {
        for (TaskScope each : chain()) {
            if (each.waits.isClosing()) {
                return Refusal.of(ReasonCode.TASK_CLOSED, "the task takes no new calls");
            }
        }
        return refusal();
    }

    void end(String outcome, ReasonCode reason) {
        ending.end(outcome, reason);
    }

    /** What of this task is on its way, and how it is stopped. */
    TaskEnding ending() {
        return ending;
    }

    /** The task ends at this time at the latest: its agent expires. */
    void endBy(Instant latest) {
        if (latest.isBefore(task.deadline())) {
            endsBy = latest;
            life.reap(latest, () -> end("expired", ReasonCode.DEADLINE_EXCEEDED));
        }
    }

    /**
     * Counts a denial; a task that is denied too often is being probed, and ends.
     *
     * @param frozen null where the call was refused before it had a form
     */
    void denied(Refusal refusal, @Nullable FrozenCall frozen) {
        ReasonCode reason = refusal.reason();
        if (frozen != null && refusal.isOfWhatItDoes()) {
            unwanted(frozen.tool().profile(), frozen.arguments());
        }
        life.denied();
        // Children are no way to probe for longer: what they are refused counts for those above them too.
        chain().forEach(each -> each.life.probed(reason, () -> each.end("suspended", ReasonCode.TASK_CLOSED)));
    }

    /**
     * What a task was to write, and a rule or a person did not want, is no more to be believed when it comes back than what it
     * wrote: others may have done it.
     */
    void unwanted(ToolProfile tool, Map<String, @Nullable Object> arguments) {
        if (tool.action() != Action.READ) {
            origins.sent(arguments);
        }
    }

    void called() {
        life.called();
    }

    void stopWrites() {
        writesStopped = true;
        if (waits.hadAny()) {
            life.over(ReasonCode.AUDIT_UNAVAILABLE);
        }
    }

    boolean writesStopped() {
        return writesStopped || (parent != null && parent.writesStopped());
    }

    /** This task and its ancestors, nearest first. */
    List<TaskScope> chain() {
        List<TaskScope> chain = new ArrayList<>();
        for (TaskScope each = this; each != null; each = each.parent) {
            chain.add(each);
        }
        return chain;
    }

    TaskLife life() {
        return life;
    }

    TaskOrigins origins() {
        return origins;
    }

    Proposer proposer() {
        return proposer;
    }

    /** How long counters of this task and its ancestors must be remembered. */
    Duration longestLife() {
        Task outermost = chain().get(chain().size() - 1).task();
        return Duration.between(outermost.openedAt(), outermost.deadline());
    }

    /** Shows the task's id and whether it is open. */
    @Override
    public String toString() {
        return "TaskScope[" + task.id() + (isOpen() ? " open]" : " over]");
    }
}
