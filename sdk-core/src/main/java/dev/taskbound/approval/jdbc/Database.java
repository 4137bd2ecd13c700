/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions on threads of the store's own: no caller is parked, none of its transactions is joined, and nobody
 * interrupts a thread that is writing a database file.
 */
final class Database {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int TRIES = 5;
    private static final int MOST_QUEUED = 10_000;
    /** Because of another transaction: serialization failure, deadlock, the same row made; H2: concurrent update. */
    private static final Set<String> AGAIN = Set.of("40001", "40P01", "23505", "90131");

    private final Connections connections;
    private final @Nullable String afterWrite;
    private final ThreadPoolExecutor threads;

    /** Where connections come from; each is closed after one transaction. */
    interface Connections {
        Connection open() throws SQLException;
    }

    /** What is done in one transaction. May be done anew from its beginning after a rollback. */
    interface Work<T extends @Nullable Object> {
        T in(Connection connection) throws SQLException;
    }

    /** @param afterWrite a statement after each transaction that may have written; null for none */
    Database(Connections connections, int threads, @Nullable String afterWrite) {
        this.connections = connections;
        this.afterWrite = afterWrite;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_QUEUED), work -> {
                    Thread thread = new Thread(work, "taskbound-approvals-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
    }

    <T extends @Nullable Object> CompletionStage<T> read(Work<T> work) {
        return onThread(work, false);
    }

    <T extends @Nullable Object> CompletionStage<T> write(Work<T> work) {
        return onThread(work, true);
    }

    private <T extends @Nullable Object> CompletionStage<T> onThread(Work<T> work, boolean writes) {
        try {
            return CompletableFuture.supplyAsync(() -> run(work, writes), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new IllegalStateException("the approval store is closed or overrun"));
        }
    }

    /** On this thread. */
    <T extends @Nullable Object> T run(Work<T> work, boolean writes) {
        for (int tries = 1; ; tries++) {
            try {
                return once(work, writes);
            } catch (SQLException e) {
                if (tries == TRIES || !AGAIN.contains(String.valueOf(e.getSQLState()))) {
                    log.warn("the approval store's database failed: SQLSTATE {}", e.getSQLState());
                    // Without cause: a database's message may quote what was written.
                    throw new IllegalStateException(
                            "the approval store's database failed (SQLSTATE " + e.getSQLState() + ")");
                }
            }
        }
    }

    private <T extends @Nullable Object> T once(Work<T> work, boolean writes) throws SQLException {
        try (Connection connection = connections.open()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                T answer = inTransaction(connection, work);
                if (writes && afterWrite != null) {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(afterWrite);
                    }
                }
                return answer;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    /** Each statement sees what was committed before it, whatever the pool's default is. */
    private static <T extends @Nullable Object> T inTransaction(Connection connection, Work<T> work)
            throws SQLException {
        try {
            if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            T answer = work.in(connection);
            connection.commit();
            return answer;
        } catch (SQLException | RuntimeException | Error e) {
            connection.rollback();
            throw e;
        }
    }

    /** Hands something over to these threads, or does it here once they are closed. */
    void hand(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }

    /** Lets what is under way come to its end, for some seconds at the longest. */
    void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("the approval store was closed while its database was still at work");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
