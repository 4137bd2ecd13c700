/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.ReasonCode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls that wait for a human, what was decided, and what became of them. Each operation is one atomic step inside
 * the store. A call's status changes only as {@link HeldCall.Status#mayBecome} says, whoever asks, in whatever process:
 * so an approval is used at most once. What was tampered with outside is never answered as if it were sound.
 *
 * <p>Implementations are thread-safe, may answer on any thread, and bound their memory. A call that is over is kept at
 * least until its task's deadline; a grant as long as it is good. A stage that fails leaves unknown whether the step was
 * taken; a call that needed it is denied with {@code APPROVAL_UNAVAILABLE}.
 */
public interface ApprovalStore {
    /**
     * Takes a call in. Where one of the same digest waits, is approved and not yet used, or was declined, that one is
     * answered instead and nothing is taken in.
     *
     * @param call a waiting one, at {@link HeldCall#heldAt()}
     */
    CompletionStage<Holding> hold(HeldCall call, ApprovalCaps caps);

    CompletionStage<Optional<HeldCall>> find(String id);

    /** The call that {@link #hold} would answer for this digest instead of taking a new one in. */
    CompletionStage<Optional<HeldCall>> standing(String callDigest, Instant now);

    /** Calls that wait for somebody of this audience, those that waited longest first. */
    CompletionStage<List<HeldCall>> waiting(Audience audience, Instant now, int atMost);

    /** Calls that wait, or are approved and not yet used; those that were held first, first. */
    CompletionStage<List<HeldCall>> open(Instant now, int atMost);

    /**
     * Takes a decision in, if the call waits, has this digest, asks this group and has not expired at the time of the
     * decision.
     *
     * @return the call as it is now; empty if nothing was changed
     */
    CompletionStage<Optional<HeldCall>> decide(String id, String callDigest, String by, HumanDecision decision);

    /**
     * Uses an approval.
     *
     * @param claimant id of the call that will run
     * @return true for the first claimant of an approved call whose task has not passed its deadline, false for everybody
     *     else
     */
    CompletionStage<Boolean> claim(String id, String claimant, Instant now);

    /**
     * Notes the end of a call, if it may end so.
     *
     * @return the call as it is now; empty if nothing was changed
     */
    CompletionStage<Optional<HeldCall>> end(String id, HeldCall.Status end, @Nullable ReasonCode why);

    /** Makes void every call of the task that is still open, and forgets its grants; answers those that it changed. */
    CompletionStage<List<HeldCall>> voidTask(String task, ReasonCode why);

    /** All calls of a task that the store still has, whatever became of them. */
    CompletionStage<List<HeldCall>> ofTask(String task);

    /** Completes with the call once it no longer waits, whoever changed that; fails if there is no such call. */
    CompletionStage<HeldCall> settled(String id);

    /** Remembers a decision; of several for one key the first stays. */
    CompletionStage<Void> remember(Grant grant);

    /** A decision that was remembered under this key and is still good. */
    CompletionStage<Optional<Grant>> granted(String key, Instant now);

    /** Whether what it holds is still there when this process is gone. */
    default boolean outlivesProcess() {
        return false;
    }

    /** Keeps everything in this process's memory, at most 10,000 calls and as many grants; lost with the process. */
    static ApprovalStore inMemory() {
        return new InMemoryApprovalStore(InMemoryApprovalStore.DEFAULT_CAPACITY);
    }

    /** What {@link #hold} comes to. A closed set. */
    sealed interface Holding {
        /**
         * The call is in the store.
         *
         * @param call the new one, or the one that stood there for its digest
         * @param fresh whether it is the new one
         */
        record Held(HeldCall call, boolean fresh) implements Holding {
            public Held {
                Objects.requireNonNull(call, "call");
            }
        }

        /**
         * Too many wait already.
         *
         * @param of what is full: {@code task}, {@code principal}, {@code group} or {@code store}
         */
        record Full(String of) implements Holding {
            public Full {
                Objects.requireNonNull(of, "of");
            }
        }
    }

    /**
     * Whom a call may wait for.
     *
     * @param groups their groups
     * @param subject who they are, for calls that wait for the principal
     */
    record Audience(Set<String> groups, String subject) {
        public Audience {
            groups = Set.copyOf(groups);
            Objects.requireNonNull(subject, "subject");
        }

        /** Whether a call waits for somebody of this audience. */
        public boolean includes(HeldCall call) {
            return call.asks().stream()
                    .filter(Ask::isOpen)
                    .anyMatch(ask -> ask.isOfPrincipal()
                            ? call.task().subject().equals(Optional.of(subject))
                            : groups.contains(ask.by()));
        }
    }
}
