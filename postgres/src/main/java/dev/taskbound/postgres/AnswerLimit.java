/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** How long a borrowed connection waits for an answer: a database that falls silent keeps no thread. Undone when closed. */
final class AnswerLimit implements AutoCloseable {
    private final Connection connection;
    private final int before;

    private AnswerLimit(Connection connection, int before) {
        this.connection = connection;
        this.before = before;
    }

    static AnswerLimit of(Connection connection, long millis) throws SQLException {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) Math.min(Math.max(1, millis), Integer.MAX_VALUE));
        return new AnswerLimit(connection, before);
    }

    @Override
    public void close() {
        try {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, before);
            }
        } catch (SQLException e) {
            // It is broken, and nobody will get it again.
        }
    }
}
