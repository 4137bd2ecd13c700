/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.DatabaseLogin;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL role for each credential: made when a call is permitted, gone when it ends. Register it under the policy's
 * name of a source of {@code type: custom}; what a role may do are the scopes of the destination for the call's action:
 *
 * <pre>{@code
 * sources:      { crm-roles: { type: custom } }
 * destinations: { crm: { hosts: ["db.example.com:5432"], source: crm-roles, audience: crm, ttl: 60s,
 *                        scopes: { read: "select:sales.orders select:sales.customers(id,name)",
 *                                  write: "select:sales.orders update:sales.orders(status)" } } }
 * }</pre>
 *
 * <p>Guaranteed: a role can log in until {@code VALID UNTIL} only, which is the destination's {@code ttl} by the
 * database's clock; has exactly the privileges that the scopes name, which is looked up before it is handed out, so that
 * what {@code PUBLIC} may do beyond them is {@code CREDENTIAL_TOO_BROAD}; and is in no statement with anything that a
 * model wrote. When it is revoked, or its time is over, its sessions are terminated and it is dropped; where that fails
 * it is tried again. Roles that a crash left are dropped by the sweeper of any process of the same installation once
 * their time is over. The server is sent a SCRAM verifier, never the password.
 *
 * <p>Not guaranteed: that a statement which was committed is undone; what functions that are not {@code SECURITY
 * DEFINER} do; anything about databases of the same cluster whose {@code PUBLIC} may connect.
 *
 * <p>Its credentials are {@link DatabaseLogin}s, whose id is the role's name. The administrator's role needs {@code CREATEROLE}, {@code pg_signal_backend}, and the tables' privileges with grant
 * option. PostgreSQL 14 or newer. Thread-safe; waits for the database on threads of its own, which are daemons.
 */
public final class PostgresRoles implements CredentialSource, AutoCloseable {
    private static final int PASSWORD_BYTES = 32;
    private static final int NAME_BYTES = 12;

    private final String source;
    private final DataSource admin;
    private final String prefix;
    private final int connections;
    private final Clock clock;
    private final RoleEnds ends;
    private final Executor executor;
    private final SecureRandom random = new SecureRandom();

    PostgresRoles(PostgresRolesBuilder builder) {
        this.source = builder.source;
        this.admin = builder.admin;
        this.prefix = builder.prefix();
        this.connections = builder.connections;
        this.clock = builder.clock;
        this.ends = new RoleEnds(admin, prefix, builder.threads, builder.sweepEvery);
        this.executor = ends.executor();
    }

    /**
     * @param source the policy's name of the source
     * @param admin connections of the administrator's role, best from a source that itself issues them for a short time;
     *     asked for one whenever a role is made or unmade, and never kept
     */
    public static PostgresRolesBuilder builder(String source, DataSource admin) {
        return new PostgresRolesBuilder(requireNonNull(source, "source"), requireNonNull(admin, "admin"));
    }

    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        requireNonNull(request, "request");
        try {
            List<TableGrant> grants = grants(request);
            return CompletableFuture.supplyAsync(() -> make(request, grants), executor);
        } catch (CredentialException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(unavailable("it is closed"));
        }
    }

    private List<TableGrant> grants(CredentialRequest request) {
        String scopes = request.destination()
                .scope(request.action())
                .orElseThrow(() -> unavailable("the destination names no scopes for the action "
                        + request.action().word()));
        try {
            return TableGrant.parse(request.action(), scopes);
        } catch (IllegalArgumentException e) {
            throw unavailable("found " + e.getMessage());
        }
    }

    private Credential make(CredentialRequest request, List<TableGrant> grants) {
        Duration left = Duration.between(clock.instant(), request.deadline());
        if (left.isNegative() || left.isZero()) {
            throw unavailable("no time is left for this call");
        }
        Duration life = request.destination().ttl();
        NewRole role = new NewRole(prefix + randomName(), password(), request.action(), life, connections);
        Instant expires = clock.instant().plus(life);
        ends.made(role.name(), life);
        try (Connection connection = admin.getConnection();
                AnswerLimit limit = AnswerLimit.of(connection, left.toMillis())) {
            connection.setAutoCommit(false);
            create(connection, role, grants, left);
            connection.commit();
        } catch (SQLException e) {
            // Whether it was committed may be unknown; unmaking a role that is not there does nothing.
            ends.end(role.name());
            throw unavailable("the role could not be made (SQLSTATE " + e.getSQLState() + ")");
        } catch (RuntimeException e) {
            ends.end(role.name());
            throw e;
        }
        return new DatabaseLogin(role.name(), role.password(), expires)
                .credential(role.name(), source, Set.of("valid_until", "privileges"));
    }

    private void create(Connection connection, NewRole role, List<TableGrant> grants, Duration left)
            throws SQLException {
        RoleStatements statements = new RoleStatements(connection);
        statements.run("SET LOCAL statement_timeout = " + Math.max(1, left.toMillis()));
        statements.create(role, grants);
        RoleReach reach = new RoleReach(connection, role.name());
        Optional<String> lacking = reach.lacking(grants);
        if (lacking.isPresent()) {
            connection.rollback();
            throw unavailable("the administrator could not grant " + lacking.get()
                    + ": make them the owner, or grant it to them WITH GRANT OPTION");
        }
        Optional<String> beyond = reach.beyond(grants);
        if (beyond.isPresent()) {
            connection.rollback();
            throw new CredentialException(
                    ReasonCode.CREDENTIAL_TOO_BROAD,
                    "source " + source + ": " + beyond.get() + ", which no scope names");
        }
    }

    private String randomName() {
        return HexFormat.of().formatHex(bytes(NAME_BYTES));
    }

    private Secret password() {
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(PASSWORD_BYTES)));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /**
     * Terminates the role's sessions and drops it: {@link CredentialEnd#REVOKED} when it is gone, {@link
     * CredentialEnd#RETRYING} where the database could not be reached, see {@link #leftovers}.
     */
    @Override
    public CompletionStage<CredentialEnd> revoke(Credential credential) {
        return revokeLeft(credential.id());
    }

    @Override
    public CompletionStage<CredentialEnd> revokeLeft(String id) {
        return id.startsWith(prefix)
                ? ends.end(id).handle(PostgresRoles::end)
                : CompletableFuture.failedFuture(unavailable("no role of this installation"));
    }

    private static CredentialEnd end(@Nullable Void gone, @Nullable Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            throw new CompletionException(failure);
        }
        return failure == null ? CredentialEnd.REVOKED : CredentialEnd.RETRYING;
    }

    /** Roles that are to be gone and are not yet, with the time at which their logins end by themselves. */
    public List<Leftover> leftovers() {
        return ends.leftovers(clock.instant());
    }

    /**
     * Unmakes what is still there, waiting some seconds for it at the longest, and ends the sweeper.
     */
    @Override
    public void close() {
        ends.close();
    }

    private CredentialException unavailable(String message) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, "source " + source + ": " + message);
    }

    /** Names the source. */
    @Override
    public String toString() {
        return "PostgresRoles[" + source + "]";
    }

    /**
     * A role that should be gone.
     *
     * @param role its name, which is the credential's id
     * @param validUntil when nobody can log in with it any more; sessions it has are terminated when the database is
     *     reached again
     */
    public record Leftover(String role, Instant validUntil) {}
}
