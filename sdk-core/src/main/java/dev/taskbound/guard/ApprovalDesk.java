/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalStore.Audience;
import dev.taskbound.approval.Ask;
import dev.taskbound.approval.ChannelDecision;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.Decided;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.approval.HumanDecision;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where people decide about calls that wait, whatever page or device they sit at: the one place that checks who may. An
 * agent decides nothing; a group's decision is never that of the principal the task is for; {@code principal} is that very
 * person. A decision is on record before it has an effect. Every method waits for store and audit log. Thread-safe.
 */
public final class ApprovalDesk {
    private static final int MOST_SHOWN = 500;
    private static final int MOST_OPEN = 10_000;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ToolGuard guard;
    private final GuardParts parts;
    private final Decider decider;

    ApprovalDesk(ToolGuard guard, GuardParts parts) {
        this.guard = guard;
        this.parts = parts;
        this.decider = new Decider(parts);
    }

    /**
     * What waits for this person, at most 500 calls, those that waited longest first.
     *
     * @throws IllegalStateException if the store fails
     */
    public List<HeldCall> waitingFor(Principal approver) {
        Audience audience = new Audience(parts.approvals().directory().groupsOf(approver), approver.subject());
        return answer(() -> parts.await(parts.askApprovals(store -> store.waiting(audience, parts.now(), MOST_SHOWN))))
                .stream()
                .filter(held -> held.asks().stream().anyMatch(ask -> ask.isOpen() && isFor(held, ask, approver)))
                .toList();
    }

    /**
     * A call that this person was asked about, whatever became of it.
     *
     * @throws IllegalStateException if the store fails
     */
    public Optional<HeldCall> find(String id, Principal approver) {
        return find(id).filter(held -> held.asks().stream().anyMatch(ask -> isFor(held, ask, approver)));
    }

    /**
     * A call, whatever became of it: for the application itself, which answers for whom it shows it to.
     *
     * @throws IllegalStateException if the store fails
     */
    public Optional<HeldCall> find(String id) {
        return answer(() -> parts.await(parts.askApprovals(store -> store.find(id))))
                .map(held -> held.asOf(parts.now()))
                .filter(held -> held.id().equals(id));
    }

    /**
     * Calls that were approved and that nobody in this process waits for: what can be resumed. Those that were held first,
     * first.
     *
     * @throws IllegalStateException if the store fails
     */
    public List<HeldCall> approved() {
        return openNow().stream()
                .filter(held -> held.status() == Status.APPROVED && !isAwaited(held))
                .toList();
    }

    /** What waits or is approved, of everybody. */
    List<HeldCall> openNow() {
        return answer(() -> parts.await(parts.askApprovals(store -> store.open(parts.now(), MOST_OPEN))));
    }

    /** Whether whoever made the call waits for it: here, or for all that is known in another process. */
    boolean isAwaited(HeldCall held) {
        if (isHere(held)) {
            return parts.approvals().attendance().isAttended(held.id());
        }
        Duration longest = parts.approvals().pendingAfter();
        return longest != null
                && parts.now().isBefore(held.heldAt().plus(longest).plus(GRACE));
    }

    /** Whether its task is open in this process, where then its caller is too. */
    boolean isHere(HeldCall held) {
        return guard.scope(held.task().id()).isPresent();
    }

    /** What the call was made with, where that was in this process. */
    Optional<HeldTool> toolOf(HeldCall held) {
        return guard.scope(held.task().id()).flatMap(scope -> scope.waits().tool(held.id()));
    }

    /** Notes that nobody decided about a call or used its approval in time, where no process has. */
    void expire(String id) {
        find(id).filter(held -> held.status() == Status.EXPIRED)
                .ifPresent(held -> parts.await(new Decider(parts)
                        .end(held, Status.EXPIRED, ReasonCode.APPROVAL_EXPIRED)
                        .toCompletableFuture()));
    }

    /** As {@link #onChange}, of calls that nobody in this process waits for. */
    CallContext.Registration onUnattended(Consumer<HeldCall> listener) {
        parts.approvals().unattended().add(listener);
        return () -> parts.approvals().unattended().remove(listener);
    }

    /**
     * Decides about calls, each on its own: of several, some may come too late.
     *
     * @param reason what the person says about it; goes to the audit log, bounded and printable
     * @param rememberForTask whether an approval holds for the rest of the task, where the policy lets it
     * @return what came of each choice, in their order
     */
    public List<Decided> decide(
            Principal approver, List<Choice> choices, Answer answer, String reason, boolean rememberForTask) {
        Objects.requireNonNull(approver, "approver");
        HumanDecision decision = new HumanDecision(
                answer, approver.subject(), approver.verifiedBy(), reason, rememberForTask, parts.now());
        return List.copyOf(choices).stream()
                .map(choice ->
                        new Decided(choice.id(), decide(choice, (held, ask) -> isFor(held, ask, approver), decision)))
                .toList();
    }

    /**
     * Takes in what somebody decided elsewhere: only for the one group that is named, and only if they may for that one.
     */
    public Effect decide(ChannelDecision made) {
        Principal approver = made.approver();
        HumanDecision decision = new HumanDecision(
                made.answer(),
                approver.subject(),
                approver.verifiedBy(),
                made.reason(),
                made.rememberForTask(),
                parts.now());
        return decide(made.choice(), (held, ask) -> ask.by().equals(made.by()) && isFor(held, ask, approver), decision);
    }

    private Effect decide(Choice choice, BiPredicate<HeldCall, Ask> mayAnswer, HumanDecision decision) {
        try {
            HeldCall held = parts.await(parts.askApprovals(store -> store.find(choice.id())))
                    .orElse(null);
            Effect refusal = refusal(held, mayAnswer, choice);
            if (held == null || refusal != null) {
                return refusal == null ? Effect.NOT_FOUND : refusal;
            }
            Effect effect = null;
            for (Ask ask : held.asks()) {
                // Once the call is decided there is nothing left to say, also for another group of the same person.
                boolean isDecided = effect != null && effect != Effect.OTHERS_TO_BE_HEARD;
                if (!isDecided && ask.isOpen() && mayAnswer.test(held, ask)) {
                    effect = parts.await(decider.decide(held, ask, decision).toCompletableFuture());
                }
            }
            return effect == null ? Effect.TOO_LATE : effect;
        } catch (RuntimeException e) {
            return Effect.UNAVAILABLE;
        }
    }

    private @Nullable Effect refusal(@Nullable HeldCall held, BiPredicate<HeldCall, Ask> mayAnswer, Choice choice) {
        if (held == null
                || !held.id().equals(choice.id())
                || held.asks().stream().noneMatch(ask -> mayAnswer.test(held, ask))) {
            return Effect.NOT_FOUND;
        }
        if (!held.callDigest().equals(choice.callDigest())) {
            return Effect.NOT_AS_SHOWN;
        }
        return held.asOf(parts.now()).status() == Status.WAITING ? null : Effect.TOO_LATE;
    }

    private boolean isFor(HeldCall held, Ask ask, Principal approver) {
        Principal principal = held.task().principal();
        boolean asked = ask.isOfPrincipal()
                ? principal != null && parts.approvals().directory().isSame(approver, principal)
                : parts.approvals().directory().groupsOf(approver).contains(ask.by());
        return asked
                && Decider.mayDecide(held, ask, approver.subject())
                && parts.approvals().directory().mayDecide(approver, held);
    }

    /**
     * Runs exactly the call that was held and approved, once, under its task and in its trace, without asking the model
     * again; also after a restart, where the store outlives the process. Everything is checked again before. Waits on this
     * thread, and runs the tool there.
     *
     * @param tool the tool's own description, as it was when the call was made
     * @throws ToolCallDeniedException if the tool did not run, or its result is withheld: {@code APPROVAL_PENDING} while
     *     nobody has decided, {@code DUPLICATE_CALL} if the approval was used
     * @throws X what the tool threw, as it threw it
     */
    public <R, X extends Exception> R resume(String id, ToolDescriptor tool, Tool<R, X> body) throws X {
        Objects.requireNonNull(body, "body");
        return new Resumption(guard, parts).run(Objects.requireNonNull(id, "id"), tool, body);
    }

    /**
     * Tells of every change of a held call that this process makes, from now until the answer is closed. On the thread that
     * made the change: must be quick.
     */
    public CallContext.Registration onChange(Consumer<HeldCall> listener) {
        Objects.requireNonNull(listener, "listener");
        // One of its own, so that a listener that is registered twice is told twice and let go once.
        Consumer<HeldCall> mine = held -> listener.accept(held);
        parts.approvals().listeners().add(mine);
        return () -> parts.approvals().listeners().remove(mine);
    }

    private static <T> T answer(java.util.function.Supplier<T> question) {
        try {
            return question.get();
        } catch (PartFailure e) {
            throw new IllegalStateException("the approval store failed: " + ReasonCode.APPROVAL_UNAVAILABLE, e);
        }
    }
}
