/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that every role comes to its end: when it is told to, when its time is over, and again where that fails. */
final class RoleEnds {
    private static final Logger log = LoggerFactory.getLogger(RoleEnds.class);
    /** Unmaking goes on while as many roles as may be are being made, and one session that does not end holds up half. */
    private static final int UNMAKERS = 2;
    /** Of one answer. A database that is silent must not keep a thread for ever. */
    private static final int LONGEST_MILLIS = 30_000;

    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final DataSource admin;
    private final String prefix;
    private final ScheduledExecutorService timer = daemons(1, "taskbound-postgres-timer");
    private final ScheduledExecutorService workers;
    private final ScheduledExecutorService unmakers = daemons(UNMAKERS, "taskbound-postgres-unmaker");
    private final UnmadeTogether unmaking;
    private final Map<String, Life> lives = new ConcurrentHashMap<>();

    RoleEnds(DataSource admin, String prefix, int threads, Duration sweepEvery) {
        this.admin = admin;
        this.prefix = prefix;
        this.workers = daemons(threads, "taskbound-postgres");
        this.unmaking = new UnmadeTogether(admin, LONGEST_MILLIS, unmakers);
        timer.scheduleWithFixedDelay(this::sweep, 0, sweepEvery.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledExecutorService daemons(int threads, String name) {
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }

    Executor executor() {
        return workers;
    }

    /** From here on the role is unmade when its time is over, whatever becomes of its call. */
    void made(String role, Duration life) {
        Life made = new Life(System.nanoTime() + life.toNanos());
        lives.put(role, made);
        timer.schedule(() -> end(role), life.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Unmakes the role; the same answer to everybody who asks while it is under way. */
    CompletableFuture<Void> end(String role) {
        Life life = lives.computeIfAbsent(role, unknown -> new Life(System.nanoTime()));
        return life.begin(() -> unmaking.unmake(role).thenRun(() -> lives.remove(role)));
    }

    /** What nobody here knows of was left by a process that is no more. */
    private void sweep() {
        lives.forEach((role, life) -> {
            if (life.failed()) {
                end(role);
            }
        });
        try {
            unmakers.execute(this::sweepDatabase);
        } catch (RuntimeException e) {
            log.debug("not swept: closed");
        }
    }

    private void sweepDatabase() {
        try (Connection connection = admin.getConnection();
                AnswerLimit limit = AnswerLimit.of(connection, LONGEST_MILLIS)) {
            connection.setAutoCommit(true);
            new RoleStatements(connection).expired(prefix).forEach(this::end);
        } catch (SQLException e) {
            log.warn("roles could not be swept (SQLSTATE {})", e.getSQLState());
        }
    }

    List<PostgresRoles.Leftover> leftovers(Instant now) {
        long instant = System.nanoTime();
        return lives.entrySet().stream()
                .filter(each -> each.getValue().failed())
                .map(each -> new PostgresRoles.Leftover(
                        each.getKey(), now.plusNanos(Math.max(0, each.getValue().end - instant))))
                .toList();
    }

    void close() {
        timer.shutdownNow();
        CompletableFuture<?>[] last = lives.keySet().stream().map(this::end).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(last)
                    .orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            log.warn("{} roles are left to live out their time", lives.size());
        }
        workers.shutdownNow();
        unmakers.shutdownNow();
    }

    /** One role's life, and the attempt to end it: one at a time, another one only after a failure. */
    private static final class Life {
        private final long end;
        private final AtomicReference<@Nullable CompletableFuture<Void>> ending = new AtomicReference<>();
        private volatile boolean failed;

        Life(long end) {
            this.end = end;
        }

        CompletableFuture<Void> begin(Supplier<CompletableFuture<Void>> unmake) {
            CompletableFuture<Void> earlier = ending.get();
            if (earlier != null && !earlier.isCompletedExceptionally()) {
                return earlier;
            }
            CompletableFuture<Void> mine = new CompletableFuture<>();
            if (!ending.compareAndSet(earlier, mine)) {
                return begin(unmake);
            }
            try {
                unmake.get().whenComplete((gone, failure) -> answer(mine, failure));
            } catch (RejectedExecutionException e) {
                failed = true;
                mine.completeExceptionally(e);
            }
            return mine;
        }

        private void answer(CompletableFuture<Void> mine, @Nullable Throwable failure) {
            if (failure == null) {
                mine.complete(null);
                return;
            }
            Throwable why =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            log.warn("{}; it is tried again", why.getMessage());
            failed = true;
            mine.completeExceptionally(why);
        }

        /** Whether an attempt has failed, also while another is under way: it is left over until one succeeds. */
        boolean failed() {
            return failed;
        }
    }
}
