/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.Action;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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

    /**
     * Makes the role and all it may do, or nothing: the caller commits. The server is never sent the password itself. What
     * others cannot be disturbed by comes first, so that each is alone for a short time only.
     */
    void create(NewRole role, List<TableGrant> grants) throws SQLException {
        char[] password = role.password().reveal().toCharArray();
        String verifier = PasswordUtil.encodeScramSha256(password);
        run("CREATE ROLE " + name(role.name()) + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION"
                + " NOBYPASSRLS CONNECTION LIMIT " + role.connections() + " PASSWORD " + text(verifier)
                + " VALID UNTIL " + text(databaseTimeAfter(role.life())) + settings(role));
        StringBuilder all = new StringBuilder("GRANT CONNECT ON DATABASE " + name(admin.getCatalog()) + to(role));
        for (String schema : schemas(grants)) {
            all.append("GRANT USAGE ON SCHEMA ").append(name(schema)).append(to(role));
        }
        for (TableGrant grant : grants) {
            all.append("GRANT " + grant.privilege().name() + columns(grant) + " ON TABLE " + name(grant.schema()) + "."
                    + name(grant.table()) + to(role));
        }
        alone();
        run(all.toString());
    }

    private String to(NewRole role) throws SQLException {
        return " TO " + name(role.name()) + ";";
    }

    /** A session may change these; what it may do is held by the grants, and when it must be over by its end. */
    private String settings(NewRole role) throws SQLException {
        long millis = role.life().toMillis();
        String alter = ";ALTER ROLE " + name(role.name()) + " SET ";
        return alter + "statement_timeout = " + millis
                + alter + "idle_in_transaction_session_timeout = " + millis
                + (role.action() == Action.READ ? alter + "default_transaction_read_only = on" : "");
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
        return " (" + names(grant.columns()) + ")";
    }

    /** By the database's clock, which is the one that judges. */
    private String databaseTimeAfter(Duration life) throws SQLException {
        return query("SELECT clock_timestamp() + make_interval(secs => " + life.toMillis() / 1000.0 + ")")
                .get(0);
    }

    /** No new session of any of them can begin: all or none, in one request. */
    void closeLogins(List<String> roles) throws SQLException {
        StringBuilder all = new StringBuilder();
        for (String role : roles) {
            all.append("ALTER ROLE ").append(name(role)).append(" NOLOGIN;");
        }
        run(all.toString());
    }

    /** Tells all of their sessions to end, and waits for none; false if there are no more. */
    boolean endSessions(List<String> roles) throws SQLException {
        return !query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN (" + texts(roles) + ")")
                .isEmpty();
    }

    /** Gives sessions the time to end. */
    void pause() throws SQLException {
        query("SELECT pg_sleep(0.01)");
    }

    /** Membership is what lets one who is no superuser take back what belongs to the roles. */
    void drop(List<String> roles) throws SQLException {
        alone();
        String names = names(roles);
        run("GRANT " + names + " TO CURRENT_USER");
        run("DROP OWNED BY " + names);
        run("DROP ROLE " + names);
    }

    /** Those of them that are there, in one order for all, so that two who change them do not wait for each other. */
    List<String> existing(List<String> roles) throws SQLException {
        return query("SELECT rolname FROM pg_roles WHERE rolname IN (" + texts(roles) + ") ORDER BY rolname");
    }

    private String names(Collection<String> identifiers) throws SQLException {
        List<String> names = new ArrayList<>();
        for (String identifier : identifiers) {
            names.add(name(identifier));
        }
        return String.join(", ", names);
    }

    private String texts(List<String> roles) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (String role : roles) {
            texts.add(text(role));
        }
        return String.join(", ", texts);
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
