/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.state.Charge;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.TaskStateStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store shared with other processes: a test revokes in it behind the guard's back, and acts between its answers. */
final class FakeStore implements TaskStateStore {
    private final TaskStateStore memory = TaskStateStore.inMemory();
    private final AtomicInteger checks = new AtomicInteger();
    private volatile int hookedCheck;
    private volatile Runnable hook = () -> {};
    private volatile boolean claimed;
    private volatile boolean readOnly;
    private volatile boolean silent;
    private volatile boolean lastUsesAway;
    final Set<String> settled = ConcurrentHashMap.newKeySet();
    final Set<String> forgotten = ConcurrentHashMap.newKeySet();

    /** Runs this once the n-th check of revocations from now on has been answered, and before the answer is used. */
    void afterCheck(int number, Runnable action) {
        checks.set(0);
        hook = action;
        hookedCheck = number;
    }

    /** Another process uses everything that can be used once. */
    void claimedElsewhere() {
        claimed = true;
    }

    /** Revocations can no longer be stored. */
    void readOnly() {
        readOnly = true;
    }

    /** They can be stored again. */
    void writable() {
        readOnly = false;
    }

    /** It is not known when agents were used. */
    void lastUsesAway() {
        lastUsesAway = true;
    }

    /** Revocations are never answered. */
    void silent() {
        silent = true;
    }

    void revokeElsewhere(Revocation.Target target) {
        memory.revoke(new Revocation(target, "another process", "drill", Instant.EPOCH));
    }

    @Override
    public CompletionStage<Optional<Revocation>> revoked(Collection<Revocation.Target> targets) {
        CompletionStage<Optional<Revocation>> answer = memory.revoked(targets);
        if (checks.incrementAndGet() == hookedCheck) {
            hook.run();
        }
        return answer;
    }

    @Override
    public CompletionStage<Boolean> claim(String key, String by, Duration life) {
        return claimed ? CompletableFuture.completedFuture(false) : memory.claim(key, by, life);
    }

    @Override
    public CompletionStage<Optional<String>> reserve(String reservation, List<Charge> charges, Duration life) {
        return memory.reserve(reservation, charges, life);
    }

    @Override
    public CompletionStage<Void> release(String reservation) {
        return memory.release(reservation);
    }

    @Override
    public CompletionStage<Void> settle(String reservation) {
        settled.add(reservation);
        return memory.settle(reservation);
    }

    @Override
    public CompletionStage<BigDecimal> count(String counter) {
        return memory.count(counter);
    }

    @Override
    public CompletionStage<Void> revoke(Revocation revocation) {
        if (silent) {
            return new CompletableFuture<>();
        }
        return readOnly
                ? CompletableFuture.failedFuture(new IllegalStateException("read only"))
                : memory.revoke(revocation);
    }

    @Override
    public CompletionStage<Boolean> lift(Revocation.Target target, String owner) {
        return readOnly
                ? CompletableFuture.failedFuture(new IllegalStateException("read only"))
                : memory.lift(target, owner);
    }

    @Override
    public CompletionStage<List<Revocation>> revocations() {
        return readOnly ? CompletableFuture.failedFuture(new IllegalStateException("away")) : memory.revocations();
    }

    @Override
    public CompletionStage<Void> used(String agent, Instant at) {
        return memory.used(agent, at);
    }

    @Override
    public CompletionStage<Optional<Instant>> lastUse(String agent) {
        return lastUsesAway ? CompletableFuture.failedFuture(new IllegalStateException("away")) : memory.lastUse(agent);
    }

    @Override
    public CompletionStage<Void> forget(String task) {
        forgotten.add(task);
        return memory.forget(task);
    }
}
