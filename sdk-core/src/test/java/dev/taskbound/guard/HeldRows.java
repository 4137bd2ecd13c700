/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** What somebody does who can write the database of held calls. */
record HeldRows(DataSource database) {
    private static final List<String> COLUMNS = List.of(
            "id",
            "call_digest",
            "task",
            "status",
            "version",
            "waits_for",
            "principal",
            "owner",
            "held_at",
            "expires_at",
            "ends_at",
            "sealed");

    int update(String sql, Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    String sealed(String id) throws SQLException {
        return (String) row(id).get(COLUMNS.size() - 1);
    }

    void reseal(String id, UnaryOperator<String> change) throws SQLException {
        update("UPDATE taskbound_held_call SET sealed = ? WHERE id = ?", change.apply(sealed(id)), id);
    }

    /** The row as it is, to be put back later. */
    List<Object> row(String id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT " + String.join(", ", COLUMNS) + " FROM taskbound_held_call WHERE id = ?")) {
            select.setString(1, id);
            try (ResultSet found = select.executeQuery()) {
                found.next();
                List<Object> row = new ArrayList<>();
                for (int i = 1; i < COLUMNS.size(); i++) {
                    row.add(found.getObject(i));
                }
                row.add(found.getString(COLUMNS.size()));
                return row;
            }
        }
    }

    void putBack(List<Object> row) throws SQLException {
        update("DELETE FROM taskbound_held_call WHERE id = ?", row.get(0));
        String places = String.join(", ", COLUMNS.stream().map(each -> "?").toList());
        update(
                "INSERT INTO taskbound_held_call (" + String.join(", ", COLUMNS) + ") VALUES (" + places + ")",
                row.toArray());
    }
}
