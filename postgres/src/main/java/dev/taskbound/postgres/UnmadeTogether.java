/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Unmakes roles, as many at once as wait for it: whoever changes grants is alone in the database, so that two hundred roles
 * one by one would keep a kill waiting for seconds. First all of them are shut out, then all are dropped.
 */
final class UnmadeTogether {
    /** Within the locks that a transaction of a server with its default settings may hold. */
    private static final int MOST = 100;

    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);
    private static final String IN_USE = "55006";

    private final DataSource admin;
    private final int longestMillis;
    private final Executor executor;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

    private record Waiting(String role, CompletableFuture<Void> gone) {}

    /** @param longestMillis for one answer of the database */
    UnmadeTogether(DataSource admin, int longestMillis, Executor executor) {
        this.admin = admin;
        this.longestMillis = longestMillis;
        this.executor = executor;
    }

    /**
     * @return complete when the role is no more; fails with an IllegalStateException that names it
     * @throws RejectedExecutionException if the executor takes no more
     */
    CompletableFuture<Void> unmake(String role) {
        Waiting mine = new Waiting(role, new CompletableFuture<>());
        queue.add(mine);
        try {
            executor.execute(this::unmakeWaiting);
        } catch (RejectedExecutionException e) {
            queue.remove(mine);
            throw e;
        }
        return mine.gone();
    }

    private void unmakeWaiting() {
        List<Waiting> batch = new ArrayList<>();
        for (Waiting next = queue.poll(); next != null; next = batch.size() < MOST ? queue.poll() : null) {
            batch.add(next);
        }
        if (!batch.isEmpty()) {
            unmake(batch);
        }
    }

    private void unmake(List<Waiting> batch) {
        SQLException failure = tried(batch);
        if (failure == null) {
            batch.forEach(each -> each.gone().complete(null));
        } else if (batch.size() == 1 || !isOfOne(failure)) {
            batch.forEach(each -> each.gone().completeExceptionally(notUnmade(each.role(), failure)));
        } else {
            // One that cannot be unmade keeps no other alive.
            batch.forEach(each -> unmake(List.of(each)));
        }
    }

    private @Nullable SQLException tried(List<Waiting> batch) {
        try {
            unmakeRoles(batch.stream().map(Waiting::role).toList());
            return null;
        } catch (SQLException e) {
            return e;
        } catch (RuntimeException e) {
            return new SQLException(
                    "the administrator's data source failed: " + e.getClass().getName(), e);
        }
    }

    /** Not of the connection, nor of the server as a whole, which fail all alike. */
    private static boolean isOfOne(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && !state.startsWith("08") && !state.startsWith("57") && !state.startsWith("28");
    }

    private static IllegalStateException notUnmade(String role, SQLException failure) {
        return new IllegalStateException(
                "role " + role + " could not be unmade (SQLSTATE " + failure.getSQLState() + ")");
    }

    private void unmakeRoles(List<String> wanted) throws SQLException {
        try (Connection connection = admin.getConnection();
                AnswerLimit limit = AnswerLimit.of(connection, longestMillis)) {
            connection.setAutoCommit(true);
            RoleStatements statements = new RoleStatements(connection);
            List<String> roles = statements.existing(wanted);
            if (!roles.isEmpty()) {
                shutOut(statements, roles);
                connection.setAutoCommit(false);
                statements.drop(roles);
                connection.commit();
            }
        }
    }

    /** A session that was about to begin when logins were closed appears a moment later. */
    private static void shutOut(RoleStatements statements, List<String> roles) throws SQLException {
        statements.closeLogins(roles);
        long from = System.nanoTime();
        while (statements.endSessions(roles)) {
            if (System.nanoTime() - from > LONGEST_FAREWELL.toNanos()) {
                throw new SQLException("sessions remain", IN_USE);
            }
            statements.pause();
        }
    }
}
