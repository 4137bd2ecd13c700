/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What must be counted or remembered across calls, and across processes where they share a store. Every operation is
 * atomic and idempotent under its id, so that a caller who lost the answer can ask again. Implementations are
 * thread-safe, may answer on any thread, and bound their memory; a stage that fails denies the call with
 * {@code STATE_UNAVAILABLE}.
 */
public interface TaskStateStore {
    /**
     * Takes all charges or none.
     *
     * @param reservation id of the reservation; asking again with the same id takes nothing more
     * @param task the task that pays; {@link #forget} of it drops the counters that start with its id
     * @param life how long the counters must be remembered, from now
     * @return empty if all were taken, else the first counter that would have gone over its limit
     */
    CompletionStage<Optional<String>> reserve(String reservation, String task, List<Charge> charges, Duration life);

    /** Gives a reservation back: for a call that never entered the tool. Unknown or settled ids change nothing. */
    CompletionStage<Void> release(String reservation);

    /** Makes a reservation final, so that it can no longer be given back. */
    CompletionStage<Void> settle(String reservation);

    /** What a counter stands at; zero if it was never charged. */
    CompletionStage<BigDecimal> count(String counter);

    /** Claims a key for a single use: true for the first who asks within its life, false for everybody else. */
    CompletionStage<Boolean> claim(String key, Duration life);

    /** Remembers a revocation; in force when the stage completes. */
    CompletionStage<Void> revoke(Revocation revocation);

    /** The first revocation in force that covers one of these targets. */
    CompletionStage<Optional<Revocation>> revoked(Collection<Revocation.Target> targets);

    /** Drops the counters of a task that is over. Its revocation, if any, is kept. */
    CompletionStage<Void> forget(String task);
}
