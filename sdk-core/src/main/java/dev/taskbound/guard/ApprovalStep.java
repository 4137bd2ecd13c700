/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalStore.Holding;
import dev.taskbound.approval.Ask;
import dev.taskbound.approval.Grant;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.Obligation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Step 5 of one call: humans are asked, what they say is waited for, and what they approved is used once. */
final class ApprovalStep {
    private final GuardParts parts;
    private final TaskScope scope;
    private final ToolCall call;
    private final FrozenCall frozen;
    private final PolicyInForce policy;
    private final Reservations reservations;
    private final CallRecord record;
    private final CallTrace trace;
    private volatile @Nullable HeldCall mine;
    private volatile @Nullable String used;
    private volatile boolean left;
    private final AtomicReference<@Nullable String> attended = new AtomicReference<>();

    ApprovalStep(
            GuardParts parts,
            TaskScope scope,
            ToolCall call,
            FrozenCall frozen,
            PolicyInForce policy,
            Reservations reservations,
            CallRecord record,
            CallTrace trace) {
        this.parts = parts;
        this.scope = scope;
        this.call = call;
        this.frozen = frozen;
        this.policy = policy;
        this.reservations = reservations;
        this.record = record;
        this.trace = trace;
    }

    CompletionStage<@Nullable Refusal> take(Verdict verdict, Tool<?, ?> tool) {
        String basis = Basis.of(policy, frozen, verdict);
        return notGranted(verdict.approvals().values())
                .thenCompose(open -> open.isEmpty() ? Way.ON : hold(open, basis, new HeldTool(call.tool(), tool)));
    }

    /** Waits for what others are asked about this very call already, and uses it. */
    CompletionStage<@Nullable Refusal> join(Resumed resumed) {
        HeldCall held = resumed.held();
        if (resumed.isAttended()) {
            attend(held);
        }
        return held.status() == Status.WAITING ? await(held) : judge(held);
    }

    // what was remembered

    private CompletionStage<List<Obligation.Approval>> notGranted(Collection<Obligation.Approval> wanted) {
        CompletionStage<List<Obligation.Approval>> open = CompletableFuture.completedFuture(new ArrayList<>());
        for (Obligation.Approval each : wanted) {
            open = open.thenCombine(granted(each), (sofar, grant) -> {
                grant.ifPresentOrElse(this::use, () -> sofar.add(each));
                return sofar;
            });
        }
        return open;
    }

    private CompletionStage<Optional<Grant>> granted(Obligation.Approval wanted) {
        if (!wanted.remember()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String key = new CallToHold(scope, call, frozen, policy).grantKey(wanted);
        return parts.askApprovals(store -> store.granted(key, parts.now()))
                .thenApply(found -> found.filter(grant -> grant.key().equals(key)
                        && grant.task().equals(scope.task().id())));
    }

    private void use(Grant grant) {
        record.put("approval", grant.approval());
        record.put("approved_by", grant.by());
        record.put("remembered", true);
        trace.approved(grant.approval(), grant.by());
    }

    // holding

    private CompletionStage<@Nullable Refusal> hold(List<Obligation.Approval> wanted, String basis, HeldTool tool) {
        return counts().thenCompose(counts -> {
            HeldCall held = new CallToHold(scope, call, frozen, policy)
                    .held(
                            record.call(),
                            wanted,
                            basis,
                            reservations.charged(),
                            counts,
                            TraceParent.of(trace.spanContext()),
                            parts.now());
            return requested(held)
                    .thenCompose(written -> parts.askApprovals(
                            store -> store.hold(held, parts.approvals().caps())))
                    .thenCompose(holding -> taken(holding, tool));
        });
    }

    private CompletionStage<Map<String, BigDecimal>> counts() {
        CompletionStage<Map<String, BigDecimal>> all = CompletableFuture.completedFuture(new HashMap<>());
        for (String counter : reservations.charged().keySet()) {
            all = all.thenCombine(parts.askState(store -> store.count(counter)), (sofar, count) -> {
                sofar.put(counter, count);
                return sofar;
            });
        }
        return all;
    }

    private CompletionStage<?> requested(HeldCall held) {
        CompletionStage<?> written = CompletableFuture.completedFuture(null);
        for (Ask ask : held.asks()) {
            Map<String, Object> details = Map.of("approval", held.id(), "by", ask.by(), "rule", ask.rule());
            written = written.thenCompose(
                    before -> parts.write(record.event(Type.APPROVAL_REQUESTED, held.heldAt(), details)));
        }
        return written;
    }

    private CompletionStage<@Nullable Refusal> taken(Holding holding, HeldTool tool) {
        if (holding instanceof Holding.Held held) {
            attend(held.call());
            if (held.fresh()) {
                mine = held.call();
                new HeldWatch(parts, scope, held.call(), frozen.arguments()).begin(tool);
            }
            return await(held.call());
        }
        return Way.refuse(Refusal.of(
                ReasonCode.APPROVAL_UNAVAILABLE, "too many calls wait already: " + ((Holding.Full) holding).of()));
    }

    // waiting

    private CompletionStage<@Nullable Refusal> await(HeldCall held) {
        CompletableFuture<HeldCall> settled =
                Stages.follow(parts.approvals().store().settled(held.id()));
        Duration patience = parts.approvals().pendingAfter();
        if (patience != null && !settled.isDone()) {
            settled.completeOnTimeout(held, patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        return settled.handle((now, failure) -> failure == null
                        ? judge(now)
                        : Way.refuse(Refusal.of(ReasonCode.APPROVAL_UNAVAILABLE, "the approval store failed")))
                .thenCompose(judged -> judged);
    }

    private CompletionStage<@Nullable Refusal> judge(HeldCall now) {
        // Whoever has left must not use up what somebody else can still resume.
        return now.status() == Status.APPROVED && !left ? use(now) : Way.refuse(refusal(now));
    }

    /** Why a held call does not run, as it stands. */
    static Refusal refusal(HeldCall held) {
        ReasonCode reason = held.reason();
        ReasonCode shown = switch (held.status()) {
            case WAITING -> ReasonCode.APPROVAL_PENDING;
            case DECLINED -> ReasonCode.APPROVAL_DENIED;
            case EXPIRED -> ReasonCode.APPROVAL_EXPIRED;
            case VOID -> reason == null ? ReasonCode.APPROVAL_EXPIRED : reason;
            default -> ReasonCode.DUPLICATE_CALL;
        };
        String rule = held.asks().get(0).rule();
        return new Refusal(shown, null, held.id(), rule, "the held call is " + held.status());
    }

    // using

    /** Uses an approved call, if what was approved is still what would happen. */
    private CompletionStage<@Nullable Refusal> use(HeldCall approved) {
        if (!isApprovedByAll(approved)) {
            return Way.refuse(Refusal.of(ReasonCode.APPROVAL_UNAVAILABLE, "not everybody who was asked has approved"));
        }
        return AfterTheWait.check(parts, scope, call, frozen, approved.basis())
                .thenCompose(refusal -> refusal == null ? claim(approved) : Way.refuse(refusal));
    }

    private static boolean isApprovedByAll(HeldCall held) {
        return held.asks().stream()
                .map(Ask::decision)
                .allMatch(decision -> decision != null && decision.answer() == Answer.APPROVE);
    }

    private CompletionStage<@Nullable Refusal> claim(HeldCall approved) {
        if (parts.audit().hasStarted(approved.id())) {
            // Somebody has put back what was used, or a database has lost it; our own log knows better.
            return Way.refuse(refusal(approved.claimed("")));
        }
        return parts.askApprovals(store -> store.claim(approved.id(), record.call(), parts.now()))
                .thenCompose(first -> first ? claimed(approved) : Way.refuse(refusal(approved.claimed(""))));
    }

    /** An approval is used once, also by a store's second copy of it. */
    private CompletionStage<@Nullable Refusal> claimed(HeldCall approved) {
        used = approved.id();
        if (left) {
            ended(Status.NOT_RUN, ReasonCode.CANCELLED);
            return Way.refuse(refusal(approved));
        }
        Duration life =
                Duration.between(approved.task().openedAt(), approved.task().deadline());
        return parts.askState(store -> store.claim("approval/" + approved.id(), Ids.next(), life))
                .thenApply(first -> {
                    if (!first) {
                        return refusal(approved.ended(Status.EXPIRED, null));
                    }
                    String by = approvers(approved);
                    record.put("approval", approved.id());
                    record.put("approved_by", by);
                    trace.approved(approved.id(), by);
                    takeOver(approved);
                    return null;
                });
    }

    private static String approvers(HeldCall approved) {
        return approved.asks().stream()
                .map(Ask::decision)
                .map(decision -> decision == null ? "" : decision.by())
                .distinct()
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    }

    /** From here on this is the call that was held; what a repetition of it had reserved beside is given back. */
    private void takeOver(HeldCall approved) {
        if (!reservations.isFor(approved.callId())) {
            Reservations.releaseOf(parts, approved.callId());
        } else if (mine == null) {
            record.continues(approved.callId());
        }
    }

    // the end

    /** What the caller is told if this process ends while the call waits; null where it must be given up. */
    @Nullable
    Refusal pending() {
        HeldCall held = mine;
        return held == null || used != null || !parts.approvals().store().outlivesProcess() ? null : refusal(held);
    }

    void ended(Type outcome) {
        ended(
                switch (outcome) {
                    case SUCCEEDED -> Status.SUCCEEDED;
                    case FAILED -> Status.FAILED;
                    default -> Status.UNKNOWN;
                },
                null);
    }

    /** What became of the call, for the store; nothing where no approval was used. */
    private void ended(Status outcome, @Nullable ReasonCode why) {
        String approval = used;
        if (approval != null) {
            scope.waits().remove(approval);
            Stages.quietly(
                    "noting the end of a held call",
                    () -> parts.askApprovals(store -> store.end(approval, outcome, why))
                            .thenAccept(after -> after.ifPresent(parts.approvals()::changed)));
        }
        leave(why);
    }

    private void attend(HeldCall held) {
        attended.set(held.id());
        parts.approvals().attendance().come(held.id());
    }

    /** Nobody waits here any more; what was decided at that very moment must not go unseen. */
    private void leave(@Nullable ReasonCode told) {
        String id = attended.getAndSet(null);
        if (id == null || !parts.approvals().attendance().leave(id)) {
            return;
        }
        if (told == ReasonCode.APPROVAL_PENDING || told == ReasonCode.CANCELLED) {
            Stages.onValue(parts.askApprovals(store -> store.find(id)), found -> {
                if (found != null) {
                    found.filter(held -> held.status() != Status.WAITING)
                            .ifPresent(parts.approvals()::changedUnattended);
                }
            });
        }
    }

    boolean isUsed() {
        return used != null;
    }

    /** Ended before the tool. True if the call is still held, and what it reserved with it. */
    boolean refused(ReasonCode reason) {
        left = true;
        ended(Status.NOT_RUN, reason);
        HeldCall held = mine;
        if (held == null || used != null) {
            return false;
        }
        if (reason == ReasonCode.APPROVAL_PENDING) {
            return true;
        }
        scope.waits().remove(held.id());
        Stages.quietly("giving a held call up", () -> new Decider(parts).end(held, Status.VOID, reason));
        return false;
    }
}
