/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.Action;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.util.PasswordUtil;

/**
 * The statements that make a role and unmake it. Everything that is not fixed text passes {@link #name} or {@link #text},
 * the driver's own quoting. Nothing here comes from a tool's arguments.
 */
final class RoleStatements {
    /** One lock for whoever makes and unmakes roles in this database: "taskb" in ASCII. */
    private static final long GRANTS = 0x7461736B62L;

    private final Connection admin;
    private final PGConnection quoting;

    RoleStatements(Connection admin) throws SQLException {
        this.admin = admin;
        this.quoting = admin.unwrap(PGConnection.class);
    }

    /** Until the transaction ends: two that change the grants of one table at once fail each other ("tuple concurrently updated"). */
    private void alone() throws SQLException {
        query("SELECT pg_advisory_xact_lock(" + GRANTS + ")");
    }

    /** Makes the role and all it may do, or nothing: the caller commits. The server is never sent the password itself. */
    void create(NewRole role, List<TableGrant> grants) throws SQLException {
        alone();
        char[] password = role.password().reveal().toCharArray();
        String verifier = PasswordUtil.encodeScramSha256(password);
        run("CREATE ROLE " + name(role.name()) + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION"
                + " NOBYPASSRLS CONNECTION LIMIT " + role.connections() + " PASSWORD " + text(verifier)
                + " VALID UNTIL " + text(databaseTimeAfter(role.life())));
        settings(role);
        run("GRANT CONNECT ON DATABASE " + name(admin.getCatalog()) + " TO " + name(role.name()));
        for (String schema : schemas(grants)) {
            run("GRANT USAGE ON SCHEMA " + name(schema) + " TO " + name(role.name()));
        }
        for (TableGrant grant : grants) {
            run("GRANT " + grant.privilege().name() + columns(grant) + " ON TABLE " + name(grant.schema()) + "."
                    + name(grant.table()) + " TO " + name(role.name()));
        }
    }

    /** A session may change these; what it may do is held by the grants, and when it must be over by its end. */
    private void settings(NewRole role) throws SQLException {
        long millis = role.life().toMillis();
        String alter = "ALTER ROLE " + name(role.name()) + " SET ";
        run(alter + "statement_timeout = " + millis);
        run(alter + "idle_in_transaction_session_timeout = " + millis);
        if (role.action() == Action.READ) {
            run(alter + "default_transaction_read_only = on");
        }
    }

    private static Set<String> schemas(List<TableGrant> grants) {
        Set<String> schemas = new LinkedHashSet<>();
        grants.forEach(grant -> schemas.add(grant.schema()));
        return schemas;
    }

    private String columns(TableGrant grant) throws SQLException {
        if (grant.columns().isEmpty()) {
            return "";
        }
        List<String> names = new ArrayList<>();
        for (String column : grant.columns()) {
            names.add(name(column));
        }
        return " (" + String.join(", ", names) + ")";
    }

    /** By the database's clock, which is the one that judges. */
    private String databaseTimeAfter(Duration life) throws SQLException {
        return query("SELECT clock_timestamp() + make_interval(secs => " + life.toMillis() / 1000.0 + ")")
                .get(0);
    }

    /** No new session can begin, and those there are end. */
    void shutOut(String role) throws SQLException {
        run("ALTER ROLE " + name(role) + " NOLOGIN");
        query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = " + text(role));
    }

    boolean hasSessions(String role) throws SQLException {
        return !query("SELECT pid FROM pg_stat_activity WHERE usename = " + text(role))
                .isEmpty();
    }

    /** Membership is what lets one who is no superuser take back what belongs to the role. */
    void drop(String role) throws SQLException {
        alone();
        run("GRANT " + name(role) + " TO CURRENT_USER");
        run("DROP OWNED BY " + name(role));
        run("DROP ROLE " + name(role));
    }

    boolean exists(String role) throws SQLException {
        return !query("SELECT rolname FROM pg_roles WHERE rolname = " + text(role))
                .isEmpty();
    }

    /** Roles of this prefix whose time is over by the database's clock. */
    List<String> expired(String prefix) throws SQLException {
        return query("SELECT rolname FROM pg_roles WHERE starts_with(rolname, " + text(prefix)
                + ") AND rolvaliduntil < clock_timestamp()");
    }

    List<String> query(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private String name(String identifier) throws SQLException {
        return quoting.escapeIdentifier(identifier);
    }

    /** Quoted as the server's own settings ask for. */
    private String text(String value) throws SQLException {
        return "'" + quoting.escapeLiteral(value) + "'";
    }
}
