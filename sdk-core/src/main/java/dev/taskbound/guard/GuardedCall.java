/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static dev.taskbound.ReasonCode.AUDIT_UNAVAILABLE;
import static dev.taskbound.ReasonCode.RATE_LIMITED;

import dev.taskbound.Action;
import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.ToolCall;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.ToolProfile;
import dev.taskbound.state.Charge;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The way of one call, from a model's proposal to a recorded outcome. {@link #take} is the whole of it; the order is
 * fixed. What the steps find out is kept in fields: one step runs at a time, and each sees what those before it wrote.
 */
final class GuardedCall<R> {
    private final GuardParts parts;
    private final TaskScope scope;
    private final Task task;
    private final ToolCall call;
    private final Tool<R, ?> tool;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final Way way;
    private final PolicyInForce policy;
    private final CallTrace trace;
    private final CallRecord record;

    private final StoppableCall stoppable;

    private @Nullable FrozenCall frozen;
    private Verdict verdict = Verdict.empty();
    private Reservations reservations;
    private @Nullable Resumed resumed;
    private boolean started;
    private @Nullable CallRun<R> run;
    private @Nullable CallAccess access;
    private @Nullable ApprovalStep approval;

    /**
     * @param executor runs the tool, and whatever follows a part that did not answer at once
     * @param resumed the held call that this is, if it is one
     */
    GuardedCall(
            GuardParts parts,
            TaskScope scope,
            ToolCall call,
            Tool<R, ?> tool,
            Executor executor,
            @Nullable Resumed resumed) {
        this.parts = parts;
        this.scope = scope;
        this.task = scope.task();
        this.call = call;
        this.tool = tool;
        this.resumed = resumed;
        this.policy = parts.inForce().get();
        String id = Ids.next();
        this.reservations =
                new Reservations(parts, resumed == null ? id : resumed.held().callId());
        Context here = scope.in(Context.current());
        this.trace = CallTrace.start(parts, scope, call, policy, resumed == null ? here : resumed.in(here));
        this.record = new CallRecord(scope, parts.recording(), id, call, policy.policy(), trace.spanContext());
        this.way = new Way(executor, this::refused);
        this.stoppable = new StoppableCall(task, way, record);
    }

    /** Its caller has been interrupted. */
    void cancel() {
        stoppable.stop(parts, ReasonCode.CANCELLED);
    }

    /** The way of one call. Any step may refuse, and the rest is then not taken; docs/design.md has the states. */
    CompletableFuture<R> take() {
        way.then(this::resolveTask) // 1
                .then(this::parseAndFreeze) // 2
                .then(this::joinHeld)
                .then(this::checkRevocations) // 3
                .then(this::reserveTaskBudgets)
                .then(this::decide) // 4
                .then(this::reserveRuleLimits)
                .then(this::approve) // 5
                .then(this::writeStarted) // 6
                .then(this::obtainCredential) // 7
                .hop()
                .then(this::checkOnceMore) // 8
                .thenAlways(this::runTool)
                .thenAlways(this::observe) // 9
                .go();
        return result;
    }

    // 1

    private CompletionStage<@Nullable Refusal> resolveTask() {
        scope.ending().underWay(stoppable);
        return Way.unless(resumed == null ? scope.refusalOfNew() : scope.refusal());
    }

    // 2

    private CompletionStage<@Nullable Refusal> parseAndFreeze() {
        Freezing freezing = Freezing.of(policy, scope, call);
        FrozenCall now = freezing.frozen();
        if (now == null) {
            return Way.unless(freezing.refusal());
        }
        frozen = now;
        stoppable.is(now);
        record.frozen(now, scope.proposer().model());
        trace.frozen(now);
        return Way.unless(resumed == null ? null : resumed.differs(now));
    }

    /** The same call once more is the held one. */
    private CompletionStage<@Nullable Refusal> joinHeld() {
        if (resumed != null || !scope.waits().hadAny()) {
            return Way.ON;
        }
        return parts.askApprovals(store -> store.standing(frozen().digest(), parts.now()))
                .thenApply(there -> {
                    there.ifPresent(held -> {
                        resumed = Resumed.byCaller(parts, held);
                        reservations = new Reservations(parts, held.callId());
                    });
                    return null;
                });
    }

    // 3

    private CompletionStage<@Nullable Refusal> checkRevocations() {
        return parts.revoked(Targets.of(task, profile()));
    }

    private CompletionStage<@Nullable Refusal> reserveTaskBudgets() {
        if (profile().action() != Action.READ && scope.writesStopped()) {
            return Way.refuse(Refusal.of(AUDIT_UNAVAILABLE, "an earlier outcome could not be written"));
        }
        boolean tooFast = resumed == null && !Budgets.admit(scope);
        Refusal refusal = tooFast ? soften(Refusal.of(RATE_LIMITED, "the calls follow each other too fast")) : null;
        return refusal == null
                ? reserve(Reservations.BUDGET, Budgets.ofTasks(policy.policy(), scope, frozen()))
                : Way.refuse(refusal);
    }

    private CompletionStage<@Nullable Refusal> reserve(String what, List<Charge> charges) {
        return reservations
                .reserve(what, charges, scope.longestLife())
                .thenApply(full -> full.map(counter -> soften(FullBudget.refusal(counter, charges, task.id())))
                        .orElse(null));
    }

    // 4

    private CompletionStage<@Nullable Refusal> decide() {
        return Decisions.ask(parts, policy, scope, frozen()).thenApply(found -> {
            Refusal refusal = found.refusal() == null ? null : soften(found.refusal());
            verdict = found.refusal() == null ? found : Verdict.empty();
            record.put("rules", verdict.rules().isEmpty() ? null : verdict.rules());
            trace.decided(verdict);
            return refusal;
        });
    }

    private CompletionStage<@Nullable Refusal> reserveRuleLimits() {
        return reserve(Reservations.RULES, Budgets.ofRules(verdict, frozen()));
    }

    /** Under {@code mode: observe} a refusal by the policy is recorded and not enforced. */
    private @Nullable Refusal soften(Refusal refusal) {
        if (!refusal.isOfPolicy() || !policy.policy().observes(parts.now())) {
            return refusal;
        }
        record.observed(refusal);
        trace.observed(refusal);
        return null;
    }

    // 5

    private CompletionStage<@Nullable Refusal> approve() {
        Resumed held = resumed;
        if (held == null && verdict.approvals().isEmpty()) {
            return Way.ON;
        }
        if (held == null && policy.policy().observes(parts.now())) {
            record.put("observed", "approval");
            return Way.ON;
        }
        ApprovalStep step = new ApprovalStep(parts, scope, call, frozen(), policy, reservations, record, trace);
        approval = step;
        stoppable.waitsIn(step);
        return held == null ? step.take(verdict, tool) : step.join(held);
    }

    // 6

    private CompletionStage<@Nullable Refusal> writeStarted() {
        return parts.write(record.event(Type.STARTED, parts.now(), Map.of())).thenApply(written -> {
            started = true;
            trace.recorded(written.seq());
            return null;
        });
    }

    // 7

    private CompletionStage<@Nullable Refusal> obtainCredential() {
        CallAccess mine = new CallAccess(parts, policy, task, call, frozen(), record.call(), record, trace);
        access = mine;
        stoppable.presents(mine);
        Refusal stopped = way.stopped();
        return stopped == null ? mine.obtain() : Way.refuse(stopped);
    }

    // 8

    private CompletionStage<@Nullable Refusal> checkOnceMore() {
        return parts.revoked(access().targets())
                .thenCompose(revoked -> revoked != null ? Way.refuse(revoked) : enter());
    }

    private CompletionStage<@Nullable Refusal> enter() {
        Refusal lost = stoppable.refusalToEnter(parts, policy);
        Refusal over = lost == null ? scope.refusal() : lost;
        return Way.unless(over == null ? access().refusalToEnter() : over);
    }

    private CompletionStage<@Nullable Refusal> runTool() {
        Refusal stopped = way.enter();
        if (stopped != null) {
            return Way.refuse(stopped);
        }
        reservations.settle();
        scope.origins().sent(frozen().arguments());
        scope.called();
        CallRun<R> running = new CallRun<>(tool, access().context(), result, parts.clock());
        run = running;
        stoppable.runs(running);
        Context context = access().context().in(trace.in(scope.in(Context.current())));
        try (Scope current = context.makeCurrent()) {
            return running.go();
        }
    }

    // 9

    private CompletionStage<@Nullable Refusal> observe() {
        CallRun<R> ran = Objects.requireNonNull(run);
        Refusal stopped = way.finish();
        access().end(stopped, ran.outcome() == Type.SUCCEEDED);
        scope.ending().leave(stoppable);
        ran.learn(scope.origins(), profile());
        if (scope.origins().hasFilled()) {
            record.put("origins", "full");
            trace.originsFull();
        }
        if (stopped != null) {
            record.put("withheld", stopped.reason().name());
        }
        ApprovalStep approved = approval;
        if (approved != null) {
            approved.ended(ran.outcome());
        }
        return parts.write(record.event(ran.outcome(), parts.now(), ran.details()))
                .handle((written, failure) -> {
                    if (failure != null) {
                        scope.stopWrites();
                    }
                    Refusal withheld = failure != null
                            ? Refusal.of(AUDIT_UNAVAILABLE, "the outcome could not be written")
                            : stopped != null ? stopped : ran.refusal();
                    trace.ran(withheld == null ? ran.error() : withheld.reason().name());
                    ran.release(withheld);
                    return null;
                });
    }

    /** The way ends before the tool: all is given back, and the denial is a record too. */
    private void refused(Refusal refusal) {
        try {
            giveBack(refusal.reason());
            record.put("rule", refusal.rule());
            Map<String, Object> details = refusal.details(started);
            parts.write(record.event(Type.DENIED, parts.now(), details)).whenComplete((written, failure) -> {
                if (failure == null) {
                    trace.recorded(written.seq());
                }
                tell(failure == null ? refusal : refusal.unrecorded());
            });
        } catch (RuntimeException | Error e) {
            tell(refusal.unrecorded());
        }
    }

    private void giveBack(ReasonCode laterUse) {
        CallAccess held = access;
        if (held != null) {
            held.end(way.stopped(), false);
        }
        scope.ending().leave(stoppable);
        if (!staysHeld(laterUse)) {
            reservations.release();
        }
    }

    private boolean staysHeld(ReasonCode reason) {
        ApprovalStep step = approval;
        Resumed held = resumed;
        return (step != null && step.refused(reason))
                || (held != null && (step == null || !step.isUsed()) && held.refused(scope, reason));
    }

    /** Whatever fails on the way out, the caller is told. */
    private void tell(Refusal refusal) {
        try {
            scope.denied(refusal, frozen);
            trace.refused(refusal);
        } finally {
            CallRun<R> ran = run;
            if (ran == null) {
                result.completeExceptionally(refusal.exception());
            } else {
                ran.release(refusal);
            }
        }
    }

    private FrozenCall frozen() {
        return Objects.requireNonNull(frozen);
    }

    private ToolProfile profile() {
        return frozen().tool().profile();
    }

    private CallAccess access() {
        return Objects.requireNonNull(access);
    }
}
