/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Looks at what a role can really do, which is what it was granted, as far as that was possible, and whatever {@code PUBLIC}
 * may: a database that gives everybody a table gives it to every task.
 */
final class RoleReach {
    private static final String OUTSIDE_SYSTEM =
            "n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' AND has_schema_privilege(?, n.oid, 'USAGE')";
    private static final String TABLES = "SELECT n.nspname, c.relname, p.privilege,"
            + " has_table_privilege(?, c.oid, p.privilege) AS whole"
            + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS p(privilege)"
            + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND " + OUTSIDE_SYSTEM
            + " AND (has_table_privilege(?, c.oid, p.privilege) OR (p.privilege IN ('SELECT', 'INSERT', 'UPDATE')"
            + " AND has_any_column_privilege(?, c.oid, p.privilege)))";
    private static final String FUNCTIONS = "SELECT n.nspname, f.proname FROM pg_proc f"
            + " JOIN pg_namespace n ON n.oid = f.pronamespace"
            + " WHERE f.prosecdef AND " + OUTSIDE_SYSTEM + " AND has_function_privilege(?, f.oid, 'EXECUTE')";
    private static final String SCHEMAS = "SELECT n.nspname FROM pg_namespace n"
            + " WHERE n.nspname NOT LIKE 'pg\\_%' AND has_schema_privilege(?, n.oid, 'CREATE')";

    private static final String TABLE = "SELECT has_table_privilege(?, c.oid, ?) FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?";
    private static final String COLUMN = "SELECT has_column_privilege(?, c.oid, ?, ?) FROM pg_class c"
            + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?";

    private final Connection admin;
    private final String role;

    RoleReach(Connection admin, String role) {
        this.admin = admin;
        this.role = role;
    }

    /** The first thing that the role can do beyond its grants, in words; empty if there is none. */
    Optional<String> beyond(List<TableGrant> grants) throws SQLException {
        Optional<String> table = first(TABLES, 4, row -> table(row, grants));
        if (table.isPresent()) {
            return table;
        }
        Optional<String> function = first(
                FUNCTIONS,
                2,
                row -> Optional.of("PUBLIC may execute the SECURITY DEFINER function " + row.getString(1) + "."
                        + row.getString(2)));
        return function.isPresent()
                ? function
                : first(SCHEMAS, 1, row -> Optional.of("PUBLIC may create objects in the schema " + row.getString(1)));
    }

    /**
     * The first of its grants that the role does not have, in words; empty if it has all: where an administrator has a
     * privilege and may not hand it on, PostgreSQL only warns.
     */
    Optional<String> lacking(List<TableGrant> grants) throws SQLException {
        for (TableGrant grant : grants) {
            boolean has = !grant.columns().isEmpty()
                    || has(TABLE, role, grant.privilege().name(), grant.schema(), grant.table());
            for (String column : grant.columns()) {
                has &= has(COLUMN, role, column, grant.privilege().name(), grant.schema(), grant.table());
            }
            if (!has) {
                return Optional.of(grant.privilege() + " on " + grant.schema() + "." + grant.table());
            }
        }
        return Optional.empty();
    }

    private boolean has(String sql, String... values) throws SQLException {
        try (PreparedStatement query = admin.prepareStatement(sql)) {
            for (int place = 1; place <= values.length; place++) {
                query.setString(place, values[place - 1]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private static Optional<String> table(ResultSet row, List<TableGrant> grants) throws SQLException {
        String schema = row.getString(1);
        String table = row.getString(2);
        String privilege = row.getString(3);
        boolean whole = row.getBoolean(4);
        boolean granted = grants.stream()
                .filter(grant -> grant.schema().equals(schema)
                        && grant.table().equals(table)
                        && grant.privilege().name().equals(privilege))
                .anyMatch(grant -> !whole || grant.columns().isEmpty());
        return granted ? Optional.empty() : Optional.of("PUBLIC has " + privilege + " on " + schema + "." + table);
    }

    private Optional<String> first(String sql, int places, Finding finding) throws SQLException {
        try (PreparedStatement query = admin.prepareStatement(sql)) {
            for (int place = 1; place <= places; place++) {
                query.setString(place, role);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Optional<String> found = finding.in(rows);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private interface Finding {
        Optional<String> in(ResultSet row) throws SQLException;
    }
}
