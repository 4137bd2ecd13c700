/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.Action;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One privilege on one table, as a scope of the policy writes it: {@code select:sales.orders}, or on some of its columns
 * {@code select:sales.customers(id,name)}. Names are taken as they stand, upper case included.
 *
 * @param columns empty for the whole table
 */
record TableGrant(Privilege privilege, String schema, String table, List<String> columns) {
    private static final Pattern FORM =
            Pattern.compile("([a-z]+):([^\\s:.()]{1,63})\\.([^\\s:.()]{1,63})(?:\\(([^\\s:.()]+)\\))?");
    private static final int LONGEST_NAME = 63;
    private static final Map<Action, Set<Privilege>> PERMITTED = Map.of(
            Action.READ, EnumSet.of(Privilege.SELECT),
            Action.WRITE, EnumSet.of(Privilege.SELECT, Privilege.INSERT, Privilege.UPDATE, Privilege.DELETE),
            Action.ADMIN, EnumSet.allOf(Privilege.class));

    TableGrant {
        columns = List.copyOf(columns);
    }

    /** What can be done to a table. */
    enum Privilege {
        SELECT,
        INSERT,
        UPDATE,
        DELETE,
        TRUNCATE;

        private static Privilege of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the privilege " + word + ", expected select, insert, update, delete or truncate"));
        }

        boolean isForColumns() {
            return this != DELETE && this != TRUNCATE;
        }
    }

    /**
     * Reads the scopes of one action.
     *
     * @throws IllegalArgumentException if one is no privilege on a table, or more than the action may have
     */
    static List<TableGrant> parse(Action action, String scopes) {
        return Arrays.stream(scopes.split(" "))
                .map(scope -> parse(scope, action))
                .toList();
    }

    private static TableGrant parse(String scope, Action action) {
        Matcher form = FORM.matcher(scope);
        if (!form.matches()) {
            throw new IllegalArgumentException("the scope " + scope
                    + ", expected privilege:schema.table or privilege:schema.table(column,column)");
        }
        Privilege privilege = Privilege.of(form.group(1));
        requireOrdinary(scope, form.group(2), form.group(3));
        List<String> columns =
                form.group(4) == null ? List.of() : List.of(form.group(4).split(",", -1));
        if (!Set.copyOf(PERMITTED.get(action)).contains(privilege)) {
            throw new IllegalArgumentException(
                    "the scope " + scope + ", which is more than the action " + action.word() + " may have");
        }
        if (columns.contains("") || (!columns.isEmpty() && !privilege.isForColumns())) {
            throw new IllegalArgumentException("the scope " + scope + ", expected names of columns, and none for "
                    + privilege.name().toLowerCase(Locale.ROOT));
        }
        columns.forEach(column -> requireShort(scope, column));
        return new TableGrant(privilege, form.group(2), form.group(3), columns);
    }

    /** The catalog holds everybody's rights and passwords. */
    private static void requireOrdinary(String scope, String schema, String table) {
        requireShort(scope, schema);
        requireShort(scope, table);
        if (schema.startsWith("pg_") || schema.equals("information_schema")) {
            throw new IllegalArgumentException("the scope " + scope + ", expected no schema of the system");
        }
    }

    /** PostgreSQL cuts a longer name, which then is another one. */
    private static void requireShort(String scope, String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "the scope " + scope + ", expected names of at most " + LONGEST_NAME + " bytes");
        }
    }
}
