/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.Credential;
import dev.taskbound.guard.CallContext;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A {@link DataSource} that a tool uses like any other. Make one for a database and keep it; it is thread-safe and serves
 * any number of tasks.
 *
 * <p>Guaranteed: each connection belongs to the tool call in progress where it is taken, logs in as the role that was made
 * for that call, and is closed when the call ends, also in the middle of a statement. Without a call in progress, for a
 * call whose destination does not list the database's host and port, or whose credential is no database role, there is no
 * connection. Connections to anything but loopback use TLS and verify the server's certificate and name, unless the URL
 * says {@code sslmode} itself.
 *
 * <p>Connections are not pooled: a pool would hand one task's session to another.
 */
public final class GuardedDataSource implements DataSource {
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
        Credential role = role(call);
        Connection connection = driver.connect(url.text(), login(call, role));
        if (connection == null) {
            throw new SQLException("the driver does not take this URL");
        }
        // Runs at once if the call ended while the session was being opened.
        call.onEnd(() -> abort(connection));
        if (!call.isLive()) {
            throw new ToolCallDeniedException(ReasonCode.CANCELLED);
        }
        return connection;
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

    private static Credential role(CallContext call) {
        return call.credential()
                .filter(credential -> credential.scheme().equals(PostgresRoles.SCHEME))
                .orElseThrow(() -> call.refuse(
                        ReasonCode.DESTINATION_NOT_ALLOWED, "the destination's credential is no database role"));
    }

    private Properties login(CallContext call, Credential role) {
        Duration left = Duration.between(Instant.now(), call.deadline());
        String seconds = Long.toString(Math.max(1, Math.min(left.toSeconds(), 3_600)));
        Properties login = new Properties();
        login.setProperty("user", role.id());
        login.setProperty("password", role.token().reveal());
        login.setProperty("loginTimeout", seconds);
        login.setProperty("socketTimeout", seconds);
        login.setProperty("ApplicationName", "taskbound " + call.task().id());
        if (url.wantsTls()) {
            login.setProperty("sslmode", "verify-full");
        }
        return login;
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

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    /** Not supported: the driver's log may hold arguments. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("no log writer");
    }

    /** Not supported: the call's deadline is the limit. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the call's deadline is the limit");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("java.util.logging is not used");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper of " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** Names hosts and ports. */
    @Override
    public String toString() {
        return "GuardedDataSource" + url.hosts();
    }
}
