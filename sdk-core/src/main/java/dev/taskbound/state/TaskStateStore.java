/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What must be counted or remembered across calls, and across processes where they share a store. Each operation is one
 * atomic step inside the store, never a read and a write by its client, and idempotent under the id it is given, so that
 * a caller who lost the answer can ask again. What has a life, positive and counted from now, is remembered at least that
 * long and dropped some time after: nothing stays for ever because somebody crashed. Arithmetic is exact.
 *
 * <p>Implementations are thread-safe, may answer on any thread, and bound their memory: where there is no room they
 * refuse what is new and never drop what is alive. A stage that fails denies the call with {@code STATE_UNAVAILABLE};
 * whether the step was taken is then unknown, and asking again under the same id is safe.
 */
public interface TaskStateStore {
    /**
     * Takes all charges or none.
     *
     * @param reservation id of the reservation, never used for another one; asking again while it is open takes nothing
     *     more
     * @param charges of one call, on counters of its task and of the task's ancestors; a counter may occur twice. Those with
     *     a member count different members: {@link Charge#member()}
     * @param life until the last of these tasks must have ended: so long counters and reservation are remembered
     * @return empty if all were taken, else the first counter that would have gone over its limit
     */
    CompletionStage<Optional<String>> reserve(String reservation, List<Charge> charges, Duration life);

    /** Gives a reservation back: for a call that never entered the tool. Unknown or settled ids change nothing. */
    CompletionStage<Void> release(String reservation);

    /** Makes a reservation final, so that it can no longer be given back. Unknown ids change nothing. */
    CompletionStage<Void> settle(String reservation);

    /** What a counter stands at; zero if it was never charged or is forgotten. */
    CompletionStage<BigDecimal> count(String counter);

    /**
     * Claims a key for a single use.
     *
     * @param by id of the claimant
     * @return true for the first claimant within the key's life, however often it asks, and false for everybody else
     */
    CompletionStage<Boolean> claim(String key, String by, Duration life);

    /**
     * Remembers a revocation until it is lifted, at the longest as long as the store itself lives; in force when the stage
     * completes. Of several for one target and one owner the first stays; those of different owners stay beside each other.
     * For {@link Revocation.Target#EVERYTHING} there is always room.
     */
    CompletionStage<Void> revoke(Revocation revocation);

    /**
     * Forgets the revocation of a target that was made for this owner, and none that was made for another; what another
     * revocation covers stays revoked.
     *
     * @param owner as in {@link Revocation#owner}; empty for what was revoked for nobody in particular
     * @return whether there was one
     */
    CompletionStage<Boolean> lift(Revocation.Target target, String owner);

    /** A revocation that covers one of these targets, or that of {@link Revocation.Target#EVERYTHING}. */
    CompletionStage<Optional<Revocation>> revoked(Collection<Revocation.Target> targets);

    /** All revocations, in no particular order. */
    CompletionStage<List<Revocation>> revocations();

    /**
     * Remembers that an agent was used, as long as the store itself lives. Of several times the latest counts.
     *
     * @param agent one of the policy's, so there are few
     */
    CompletionStage<Void> used(String agent, Instant at);

    /** When an agent was last used; empty if this store knows of no use. */
    CompletionStage<Optional<Instant>> lastUse(String agent);

    /** Drops the counters of a task that is over. Revocations and open reservations are kept. */
    CompletionStage<Void> forget(String task);

    /**
     * The state of one process, lost with it. Every stage is complete when it is returned. The clock is monotonic, so that
     * setting the wall clock neither renews a budget nor ends a revocation.
     */
    static TaskStateStore inMemory() {
        return inMemory(InMemoryTaskStateStore.DEFAULT_CAPACITY);
    }

    /**
     * As {@link #inMemory()}.
     *
     * @param capacity how many tasks with counters, open reservations, claims and revocations it holds, of each this many
     *     (100,000 unless told otherwise); where that is reached, what is new is refused
     */
    static TaskStateStore inMemory(int capacity) {
        return new InMemoryTaskStateStore(capacity, System::nanoTime);
    }
}
