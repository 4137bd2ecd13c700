/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.DatabaseLogin;
import dev.taskbound.guard.CallContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A {@link DataSource} that a tool uses like any other. Make one for a database and keep it; it is thread-safe and serves
 * any number of tasks.
 *
 * <p>Guaranteed: each connection belongs to the tool call in progress where it is taken, logs in with the credential of
 * that call (a role of {@link PostgresRoles}, a lease of Vault), and is closed when the call ends, also in the middle of a statement. Without a call in progress, for a
 * call whose destination does not list the database's host and port, or whose credential is no database login, there is no
 * connection. Connections to anything but loopback use TLS and verify the server's certificate and name, unless the URL
 * says {@code sslmode} itself.
 *
 * <p>Connections are not pooled: a pool would hand one task's session to another.
 */
public final class GuardedDataSource extends PlainDataSource {
    private final DatabaseUrl url;
    private final Driver driver = new Driver();

    private GuardedDataSource(DatabaseUrl url) {
        this.url = url;
    }

    /**
     * @param url {@code jdbc:postgresql://host:port/database?settings}, without user and password
     * @throws IllegalArgumentException if it is none, or names a user or a password
     */
    public static GuardedDataSource to(String url) {
        return new GuardedDataSource(DatabaseUrl.parse(requireNonNull(url, "url")));
    }

    /**
     * A session of the call in progress on this thread.
     *
     * @throws ToolCallDeniedException {@code NO_TASK} without a call in progress, the reason of its end if it has ended,
     *     {@code DESTINATION_NOT_ALLOWED} for another database than the policy lists or a credential of another kind
     * @throws SQLException if the database cannot be reached or refuses
     */
    @Override
    public Connection getConnection() throws SQLException {
        CallContext call = CallContext.current().orElseThrow(() -> new ToolCallDeniedException(ReasonCode.NO_TASK));
        requireListed(call);
        DatabaseLogin login = login(call);
        Connection connection = connect(call, properties(call, login));
        if (connection == null) {
            throw new SQLException("the driver does not take this URL");
        }
        // Its sockets are closed by then; this lets whoever still has the session know at once.
        call.onEnd(() -> abort(connection));
        if (!call.isLive()) {
            throw new ToolCallDeniedException(ReasonCode.CANCELLED);
        }
        return connection;
    }

    private @Nullable Connection connect(CallContext call, Properties properties) throws SQLException {
        try (CallContext.Registration login = CallSockets.login(call, properties)) {
            return driver.connect(url.text(), properties);
        } catch (SQLException e) {
            // Cut off in the middle of the login: the call has ended, not the database failed.
            if (!call.isLive()) {
                throw new ToolCallDeniedException(ReasonCode.CANCELLED);
            }
            throw e;
        }
    }

    private void requireListed(CallContext call) {
        List<String> hosts = call.destination()
                .orElseThrow(() -> call.refuse(ReasonCode.DESTINATION_NOT_ALLOWED, "the tool has no destination"))
                .hosts();
        for (String host : url.hosts()) {
            if (!hosts.contains(host)) {
                throw call.refuse(ReasonCode.DESTINATION_NOT_ALLOWED, "the database " + host);
            }
        }
    }

    private static DatabaseLogin login(CallContext call) {
        return call.credential()
                .flatMap(DatabaseLogin::of)
                .orElseThrow(() -> call.refuse(
                        ReasonCode.DESTINATION_NOT_ALLOWED, "the destination's credential is no database login"));
    }

    private Properties properties(CallContext call, DatabaseLogin login) {
        Duration left = Duration.between(Instant.now(), call.deadline());
        String seconds = Long.toString(Math.max(1, Math.min(left.toSeconds(), 3_600)));
        Properties properties = url.properties(login, seconds);
        properties.setProperty("ApplicationName", "taskbound " + call.task().id());
        return properties;
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException("a session could not be closed (SQLSTATE " + e.getSQLState() + ")");
        }
    }

    /** Refused: a password of the tool's own is a static secret. */
    @Override
    public Connection getConnection(String username, String password) {
        throw CallContext.current()
                .map(call -> call.refuse(ReasonCode.DESTINATION_NOT_ALLOWED, "a database password of the tool's own"))
                .orElseGet(() -> new ToolCallDeniedException(ReasonCode.NO_TASK));
    }

    /** Names hosts and ports. */
    @Override
    public String toString() {
        return "GuardedDataSource" + url.hosts();
    }
}
