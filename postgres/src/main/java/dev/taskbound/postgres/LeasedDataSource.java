/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static java.util.Objects.requireNonNull;

import dev.taskbound.credential.DatabaseLogin;
import dev.taskbound.credential.DatabaseLogins;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/**
 * Connections of this process itself, with a login that lives for a short time: for the administrator of {@link
 * PostgresRoles}, say from {@code Vault.logins}. A new login is taken before the old one dies, when two thirds of its life
 * are over or when the database refuses it; whoever asks meanwhile waits for it. An old login lives its seconds out,
 * because connections of it may be in use.
 *
 * <p>Everything is done as one role that stays ({@code SET ROLE}), of which each login is a member: roles and grants that a
 * login made under its own name could not be taken back by the next one.
 *
 * <p>Connections are not pooled; each is the caller's to close. Connections to anything but loopback use TLS and verify the
 * server, unless the URL says {@code sslmode} itself. Thread-safe.
 */
public final class LeasedDataSource extends PlainDataSource implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String REFUSED = "28";

    private final DatabaseUrl url;
    private final String role;
    private final DatabaseLogins logins;
    private final Clock clock;
    private final Driver driver = new Driver();
    private final AtomicReference<@Nullable Current> current = new AtomicReference<>();

    LeasedDataSource(DatabaseUrl url, String role, DatabaseLogins logins, Clock clock) {
        this.url = url;
        this.role = role;
        this.logins = logins;
        this.clock = clock;
    }

    /**
     * Asks for nothing yet.
     *
     * @param url {@code jdbc:postgresql://host:port/database?settings}, without user and password
     * @param role that each login is a member of, and that owns what is done
     * @throws IllegalArgumentException if the URL is none, or names a user or a password
     */
    public static LeasedDataSource to(String url, String role, DatabaseLogins logins) {
        return new LeasedDataSource(
                DatabaseUrl.parse(requireNonNull(url, "url")),
                requireNonNull(role, "role"),
                requireNonNull(logins, "logins"),
                Clock.systemUTC());
    }

    /** @throws SQLException if no login can be had within some seconds, or the database cannot be reached or refuses */
    @Override
    public Connection getConnection() throws SQLException {
        Current used = current();
        try {
            return connect(used.login());
        } catch (SQLException e) {
            if (e.getSQLState() == null || !e.getSQLState().startsWith(REFUSED)) {
                throw e;
            }
            current.compareAndSet(used, null);
            return connect(current().login());
        }
    }

    private Connection connect(DatabaseLogin login) throws SQLException {
        Connection connection = driver.connect(url.text(), url.properties(login, String.valueOf(PATIENCE.toSeconds())));
        if (connection == null) {
            throw new SQLException("the driver does not take this URL");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET ROLE " + connection.unwrap(PGConnection.class).escapeIdentifier(role));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Current current() {
        Instant now = clock.instant();
        Current seen = current.get();
        if (seen != null && seen.isGood(now)) {
            return seen;
        }
        Current next = new Current(new CompletableFuture<>(), now);
        if (!current.compareAndSet(seen, next)) {
            return current();
        }
        ask(next.answer);
        return next;
    }

    private void ask(CompletableFuture<DatabaseLogin> promise) {
        try {
            logins.next().whenComplete((login, failure) -> {
                if (failure == null) {
                    promise.complete(login);
                } else {
                    promise.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            promise.completeExceptionally(e);
        }
    }

    /** Refused: the login comes from its issuer. */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("a login comes from its issuer");
    }

    /** Gives the login back. Connections that are open may end with it. */
    @Override
    public void close() {
        Current last = current.getAndSet(null);
        if (last != null) {
            last.answer.thenAccept(logins::giveBack);
        }
    }

    /** Names hosts, ports and the role. */
    @Override
    public String toString() {
        return "LeasedDataSource" + url.hosts() + " as " + role;
    }

    /** A login that is there or on its way. */
    private record Current(CompletableFuture<DatabaseLogin> answer, Instant asked) {
        DatabaseLogin login() throws SQLException {
            try {
                return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while waiting for a login", "08001");
            } catch (ExecutionException | TimeoutException e) {
                // Without cause: what an issuer answered is nobody's business.
                throw new SQLException("no login could be had", "08001");
            }
        }

        /** A failure is not kept, nor an answer that does not come. */
        boolean isGood(Instant now) {
            if (!answer.isDone()) {
                return now.isBefore(asked.plus(PATIENCE));
            }
            if (answer.isCompletedExceptionally()) {
                return false;
            }
            Duration life = Duration.between(asked, answer.join().expiresAt());
            return now.isBefore(asked.plus(life.multipliedBy(2).dividedBy(3)));
        }
    }
}
