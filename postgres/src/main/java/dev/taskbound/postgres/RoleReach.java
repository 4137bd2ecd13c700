/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** One question for all grants: others wait until it is answered. Without a column, the whole table is meant. */
    private static final String LACKING = "SELECT g.privilege || ' on ' || g.spot || '.' || g.name"
            + " FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]) AS g(privilege, spot, name, part)"
            + " WHERE NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = g.spot AND c.relname = g.name AND CASE WHEN g.part IS NULL"
            + " THEN has_table_privilege(?, c.oid, g.privilege)"
            + " ELSE has_column_privilege(?, c.oid, g.part, g.privilege) END) LIMIT 1";

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
        List<String> privileges = new ArrayList<>();
        List<String> schemas = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        List<@Nullable String> columns = new ArrayList<>();
        for (TableGrant grant : grants) {
            List<@Nullable String> parts = new ArrayList<>(grant.columns());
            if (parts.isEmpty()) {
                parts.add(null);
            }
            for (String part : parts) {
                privileges.add(grant.privilege().name());
                schemas.add(grant.schema());
                tables.add(grant.table());
                columns.add(part);
            }
        }
        try (PreparedStatement query = admin.prepareStatement(LACKING)) {
            query.setArray(1, texts(privileges));
            query.setArray(2, texts(schemas));
            query.setArray(3, texts(tables));
            query.setArray(4, texts(columns));
            query.setString(5, role);
            query.setString(6, role);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private Array texts(List<? extends @Nullable String> values) throws SQLException {
        return admin.createArrayOf("text", values.toArray());
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
