/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.internal.seal.TamperedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever waits for a call that it is decided, also where another process changed it: one thread looks for all of
 * them.
 */
final class Waiters {
    private static final Logger log = LoggerFactory.getLogger(Waiters.class);

    private final Map<String, Waiter> waiting = new ConcurrentHashMap<>();
    private final Database database;
    private final HeldCallTable table;
    private final Clock clock;
    private final ScheduledExecutorService thread;

    private static final class Waiter {
        final CompletableFuture<HeldCall> settled = new CompletableFuture<>();
        volatile Instant until = Instant.MAX;
    }

    Waiters(Database database, HeldCallTable table, Clock clock) {
        this.database = database;
        this.table = table;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread poller = new Thread(work, "taskbound-approvals-poll");
            poller.setDaemon(true);
            return poller;
        });
    }

    /** @param work must not throw; done by the same thread */
    void every(Duration pause, Runnable work) {
        thread.scheduleWithFixedDelay(work, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A stage of the caller's own, so that cancelling it stops nobody else's. */
    CompletionStage<HeldCall> watch(String id) {
        Waiter waiter = waiting.computeIfAbsent(id, key -> new Waiter());
        // Looked at after it is watched: a change in between is seen by one of the two.
        return database.read(connection -> table.find(connection, id)).thenCompose(now -> {
            if (now == null) {
                waiting.remove(id, waiter);
                return CompletableFuture.failedFuture(gone());
            }
            waiter.until = now.call().expiresAt();
            tell(now.call());
            return waiter.settled.copy();
        });
    }

    /** What somebody in this process changed or found. */
    void tell(HeldCall call) {
        HeldCall now = call.asOf(clock.instant());
        Waiter waiter = now.status() == Status.WAITING ? null : waiting.remove(now.id());
        if (waiter != null) {
            waiter.settled.complete(now);
        }
    }

    void look() {
        try {
            for (String id : settledIds()) {
                look(id);
            }
        } catch (RuntimeException e) {
            log.warn("looking for decisions failed: {}", e.getMessage());
            giveUpLate();
        }
    }

    private List<String> settledIds() {
        List<String> ids = List.copyOf(waiting.keySet());
        if (ids.isEmpty()) {
            return ids;
        }
        Set<String> still = database.run(connection -> table.waiting(connection, clock.instant()), false).stream()
                .map(Waiting::id)
                .collect(Collectors.toSet());
        return ids.stream().filter(id -> !still.contains(id)).toList();
    }

    private void look(String id) {
        Waiter waiter = waiting.get(id);
        if (waiter == null) {
            return;
        }
        try {
            Kept now = database.run(connection -> table.find(connection, id), false);
            // Never on this thread: what follows may take its time.
            database.hand(() -> {
                if (now == null) {
                    fail(id, waiter, gone());
                } else {
                    tell(now.call());
                }
            });
        } catch (TamperedException e) {
            database.hand(() -> fail(id, waiter, e));
        }
    }

    /** A database that is away keeps nobody waiting for longer than there is anything to wait for. */
    private void giveUpLate() {
        Instant now = clock.instant();
        waiting.forEach((id, waiter) -> {
            if (!now.isBefore(waiter.until)) {
                database.hand(() -> fail(id, waiter, new IllegalStateException("the approval store does not answer")));
            }
        });
    }

    private void fail(String id, Waiter waiter, RuntimeException why) {
        waiting.remove(id, waiter);
        waiter.settled.completeExceptionally(why);
    }

    private static NoSuchElementException gone() {
        return new NoSuchElementException("no such held call");
    }

    void close() {
        thread.shutdown();
        waiting.forEach((id, waiter) -> fail(id, waiter, new IllegalStateException("the approval store is closed")));
    }
}
