/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of one process, lost with it: budgets and revocations of a task do not outlive its process either.
 * Thread-safe; every stage is complete when it is returned. The clock is monotonic, so that setting the wall clock
 * neither renews a budget nor ends a revocation.
 */
final class InMemoryTaskStateStore implements TaskStateStore {
    static final int DEFAULT_CAPACITY = 100_000;

    // A policy names the counters of a task, a handful for each rule.
    private static final int MOST_COUNTERS_OF_A_TASK = 10_000;
    /** In no name of a counter, so that what counts members is nobody's counter. */
    private static final char MEMBER = '\0';

    private static final CompletionStage<Optional<Revocation>> NOT_REVOKED =
            CompletableFuture.completedStage(Optional.empty());

    private final ReentrantLock lock = new ReentrantLock();
    private final Lives<Map<String, BigDecimal>> counters;
    private final Lives<List<Taken>> reservations;
    private final Lives<String> claims;
    private final Map<String, Instant> lastUses = new ConcurrentHashMap<>();
    /** By target, those of different owners beside each other; the lists are never changed and never empty. */
    private final Map<Revocation.Target, List<Revocation>> revocations = new ConcurrentHashMap<>();

    private final int capacity;

    /**
     * What a reservation took; of a forgotten task, it is given back to a map that nobody reads any more.
     *
     * @param members the counter of how many charges stand that have the same member; null where every charge counts
     */
    private record Taken(
            Map<String, BigDecimal> counters,
            String counter,
            BigDecimal amount,
            @Nullable String members) {
        void giveBack() {
            if (members == null
                    || counters.merge(members, BigDecimal.ONE, BigDecimal::subtract)
                                    .signum()
                            == 0) {
                counters.merge(counter, amount, BigDecimal::subtract);
            }
        }
    }

    /** @param capacity how much of each kind it holds: tasks with counters, open reservations, claims, revocations */
    InMemoryTaskStateStore(int capacity, LongSupplier nanos) {
        if (capacity < 1) {
            throw new IllegalArgumentException("expected a capacity of at least 1, found " + capacity);
        }
        counters = new Lives<>("tasks with counters", capacity, nanos);
        reservations = new Lives<>("open reservations", capacity, nanos);
        claims = new Lives<>("claims", capacity, nanos);
        this.capacity = capacity;
    }

    @Override
    public CompletionStage<Optional<String>> reserve(String reservation, List<Charge> charges, Duration life) {
        requireNonNull(reservation, "reservation");
        requireNonNull(life, "life");
        List<Charge> all = List.copyOf(charges);
        return step(() -> reservations.get(reservation) == null ? take(reservation, all, life) : Optional.empty());
    }

    private Optional<String> take(String reservation, List<Charge> charges, Duration life) {
        List<Taken> taken = new ArrayList<>(charges.size());
        boolean complete = false;
        try {
            Optional<String> refused = charges.stream()
                    .filter(charge -> !take(charge, life, taken))
                    .map(Charge::counter)
                    .findFirst();
            if (refused.isEmpty()) {
                reservations.keep(reservation, taken, life);
                complete = true;
            }
            return refused;
        } finally {
            if (!complete) {
                taken.forEach(Taken::giveBack);
            }
        }
    }

    private boolean take(Charge charge, Duration life, List<Taken> taken) {
        Map<String, BigDecimal> ofTask = counters.keep(charge.task(), new HashMap<>(), life);
        String members = charge.member() == null ? null : charge.counter() + MEMBER + charge.member();
        BigDecimal standing = members == null ? BigDecimal.ZERO : ofTask.getOrDefault(members, BigDecimal.ZERO);
        BigDecimal amount = standing.signum() == 0 ? charge.amount() : BigDecimal.ZERO;
        BigDecimal after =
                ofTask.getOrDefault(charge.counter(), BigDecimal.ZERO).add(amount);
        if (after.compareTo(charge.limit()) > 0) {
            return false;
        }
        boolean isNew = !ofTask.containsKey(charge.counter()) || (members != null && !ofTask.containsKey(members));
        if (ofTask.size() >= MOST_COUNTERS_OF_A_TASK && isNew) {
            throw new IllegalStateException("no room for more than " + MOST_COUNTERS_OF_A_TASK + " counters of a task");
        }
        ofTask.put(charge.counter(), after);
        if (members != null) {
            ofTask.put(members, standing.add(BigDecimal.ONE));
        }
        taken.add(new Taken(ofTask, charge.counter(), charge.amount(), members));
        return true;
    }

    @Override
    public CompletionStage<Void> release(String reservation) {
        requireNonNull(reservation, "reservation");
        return change(() -> {
            List<Taken> taken = reservations.remove(reservation);
            if (taken != null) {
                taken.forEach(Taken::giveBack);
            }
        });
    }

    @Override
    public CompletionStage<Void> settle(String reservation) {
        requireNonNull(reservation, "reservation");
        return change(() -> reservations.remove(reservation));
    }

    @Override
    public CompletionStage<BigDecimal> count(String counter) {
        String task = Charge.taskOf(counter);
        return step(() -> {
            Map<String, BigDecimal> ofTask = counters.get(task);
            return ofTask == null ? BigDecimal.ZERO : ofTask.getOrDefault(counter, BigDecimal.ZERO);
        });
    }

    @Override
    public CompletionStage<Boolean> claim(String key, String by, Duration life) {
        requireNonNull(key, "key");
        requireNonNull(by, "by");
        requireNonNull(life, "life");
        return step(() -> {
            String claimant = claims.get(key);
            return (claimant == null ? claims.keep(key, by, life) : claimant).equals(by);
        });
    }

    @Override
    public CompletionStage<Void> revoke(Revocation revocation) {
        Revocation.Target target = revocation.target();
        return change(() -> {
            boolean room = target.equals(Revocation.Target.EVERYTHING) || revocations.size() < capacity;
            if (!room && !revocations.containsKey(target)) {
                throw new IllegalStateException("no room for more than " + capacity + " revocations");
            }
            revocations.merge(target, List.of(revocation), InMemoryTaskStateStore::beside);
        });
    }

    private static List<Revocation> beside(List<Revocation> there, List<Revocation> one) {
        String owner = one.get(0).owner();
        return there.stream().anyMatch(each -> each.owner().equals(owner))
                ? there
                : Stream.concat(there.stream(), one.stream()).toList();
    }

    @Override
    public CompletionStage<Boolean> lift(Revocation.Target target, String owner) {
        requireNonNull(target, "target");
        requireNonNull(owner, "owner");
        return step(() -> {
            List<Revocation> there = revocations.getOrDefault(target, List.of());
            List<Revocation> left =
                    there.stream().filter(each -> !each.owner().equals(owner)).toList();
            if (left.isEmpty()) {
                revocations.remove(target);
            } else {
                revocations.put(target, left);
            }
            return left.size() < there.size();
        });
    }

    // On the way of every call, so without the lock.
    @Override
    public CompletionStage<Optional<Revocation>> revoked(Collection<Revocation.Target> targets) {
        List<Revocation> found = null;
        if (!revocations.isEmpty()) {
            found = revocations.get(Revocation.Target.EVERYTHING);
            for (Iterator<Revocation.Target> each = targets.iterator(); found == null && each.hasNext(); ) {
                found = revocations.get(each.next());
            }
        }
        return found == null ? NOT_REVOKED : CompletableFuture.completedFuture(Optional.of(found.get(0)));
    }

    @Override
    public CompletionStage<List<Revocation>> revocations() {
        return CompletableFuture.completedFuture(
                revocations.values().stream().flatMap(List::stream).toList());
    }

    @Override
    public CompletionStage<Void> used(String agent, Instant at) {
        return change(() -> {
            if (lastUses.size() >= capacity && !lastUses.containsKey(agent)) {
                throw new IllegalStateException("no room for more than " + capacity + " agents");
            }
            lastUses.merge(agent, at, (before, now) -> now.isAfter(before) ? now : before);
        });
    }

    @Override
    public CompletionStage<Optional<Instant>> lastUse(String agent) {
        return CompletableFuture.completedFuture(Optional.ofNullable(lastUses.get(agent)));
    }

    @Override
    public CompletionStage<Void> forget(String task) {
        requireNonNull(task, "task");
        return change(() -> counters.remove(task));
    }

    private CompletionStage<Void> change(Runnable step) {
        return step(() -> {
            step.run();
            return null;
        });
    }

    private <T> CompletionStage<T> step(Supplier<T> step) {
        lock.lock();
        try {
            return CompletableFuture.completedFuture(step.get());
        } catch (IllegalStateException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        } finally {
            lock.unlock();
        }
    }
}
