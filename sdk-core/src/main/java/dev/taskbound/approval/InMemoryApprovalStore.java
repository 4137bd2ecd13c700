/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.HeldCall.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Held calls in one process's memory. Every stage but {@link #settled} is complete when it is returned. */
final class InMemoryApprovalStore implements ApprovalStore {
    static final int DEFAULT_CAPACITY = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, HeldCall> calls = new LinkedHashMap<>();
    private final Map<String, Grant> grants = new HashMap<>();
    private final Watchers watchers = new Watchers();
    private final int capacity;

    InMemoryApprovalStore(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public CompletionStage<Holding> hold(HeldCall call, ApprovalCaps caps) {
        return step(() -> {
            Optional<HeldCall> there = standingNow(call.callDigest(), call.heldAt());
            if (there.isPresent()) {
                return new Holding.Held(there.get(), false);
            }
            calls.values().removeIf(old -> isForgettable(old, call.heldAt()));
            if (calls.size() >= capacity) {
                return new Holding.Full("store");
            }
            String full = CapCheck.full(call, caps, waitingNow(call.heldAt()));
            if (full != null) {
                return new Holding.Full(full);
            }
            calls.put(call.id(), call);
            return new Holding.Held(call, true);
        });
    }

    /** A tool may still be running after the deadline: a claimed call waits for its outcome. */
    private static boolean isForgettable(HeldCall call, Instant now) {
        return call.status() != Status.CLAIMED && !now.isBefore(call.task().deadline());
    }

    private Stream<HeldCall> waitingNow(Instant now) {
        return calls.values().stream().map(call -> call.asOf(now)).filter(call -> call.status() == Status.WAITING);
    }

    @Override
    public CompletionStage<Optional<HeldCall>> find(String id) {
        return step(() -> Optional.ofNullable(calls.get(id)));
    }

    @Override
    public CompletionStage<Optional<HeldCall>> standing(String callDigest, Instant now) {
        return step(() -> standingNow(callDigest, now));
    }

    private Optional<HeldCall> standingNow(String callDigest, Instant now) {
        return calls.values().stream()
                .filter(call -> call.callDigest().equals(callDigest))
                .map(call -> call.asOf(now))
                .filter(call -> call.status().isOpen() || call.status() == Status.DECLINED)
                .findFirst();
    }

    @Override
    public CompletionStage<List<HeldCall>> waiting(Audience audience, Instant now, int atMost) {
        return step(
                () -> waitingNow(now).filter(audience::includes).limit(atMost).toList());
    }

    @Override
    public CompletionStage<List<HeldCall>> open(Instant now, int atMost) {
        return step(() -> calls.values().stream()
                .map(call -> call.asOf(now))
                .filter(call -> call.status().isOpen())
                .limit(atMost)
                .toList());
    }

    @Override
    public CompletionStage<Optional<HeldCall>> decide(String id, String callDigest, String by, HumanDecision decision) {
        return change(
                id,
                call -> call.asOf(decision.at()).status() == Status.WAITING
                        && call.callDigest().equals(callDigest)
                        && call.asks().stream()
                                .anyMatch(ask -> ask.isOpen() && ask.by().equals(by)),
                call -> call.decided(by, decision));
    }

    @Override
    public CompletionStage<Boolean> claim(String id, String claimant, Instant now) {
        return change(id, call -> call.asOf(now).status() == Status.APPROVED, call -> call.claimed(claimant))
                .thenApply(Optional::isPresent);
    }

    @Override
    public CompletionStage<Optional<HeldCall>> end(String id, Status end, @Nullable ReasonCode why) {
        return change(id, call -> call.status().mayBecome(end), call -> call.ended(end, why));
    }

    @Override
    public CompletionStage<List<HeldCall>> voidTask(String task, ReasonCode why) {
        CompletionStage<List<HeldCall>> changed = step(() -> {
            grants.values().removeIf(grant -> grant.task().equals(task));
            List<HeldCall> ended = new ArrayList<>();
            calls.replaceAll((id, call) -> {
                if (!call.task().id().equals(task) || !call.status().isOpen()) {
                    return call;
                }
                HeldCall over = call.ended(Status.VOID, why);
                ended.add(over);
                return over;
            });
            return ended;
        });
        return changed.thenApply(ended -> {
            ended.forEach(watchers::tell);
            return ended;
        });
    }

    @Override
    public CompletionStage<List<HeldCall>> ofTask(String task) {
        return step(() -> calls.values().stream()
                .filter(call -> call.task().id().equals(task))
                .toList());
    }

    @Override
    public CompletionStage<HeldCall> settled(String id) {
        return watchers.watch(id, () -> locked(() -> Optional.ofNullable(calls.get(id))));
    }

    @Override
    public CompletionStage<Void> remember(Grant grant) {
        return step(() -> {
            if (grants.size() >= capacity) {
                throw new IllegalStateException("no room for more than " + capacity + " grants");
            }
            grants.putIfAbsent(grant.key(), grant);
            return null;
        });
    }

    @Override
    public CompletionStage<Optional<Grant>> granted(String key, Instant now) {
        return step(() -> {
            grants.values().removeIf(grant -> !now.isBefore(grant.expiresAt()));
            return Optional.ofNullable(grants.get(key));
        });
    }

    private CompletionStage<Optional<HeldCall>> change(
            String id, Predicate<HeldCall> may, java.util.function.UnaryOperator<HeldCall> change) {
        CompletionStage<Optional<HeldCall>> changed = step(() -> {
            HeldCall call = calls.get(id);
            if (call == null || !may.test(call)) {
                return Optional.empty();
            }
            HeldCall after = change.apply(call);
            calls.put(id, after);
            return Optional.of(after);
        });
        return changed.thenApply(after -> {
            after.ifPresent(watchers::tell);
            return after;
        });
    }

    private <T extends @Nullable Object> CompletionStage<T> step(Supplier<T> step) {
        try {
            return CompletableFuture.completedFuture(locked(step));
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T extends @Nullable Object> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
