/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.approval.Grant;
import dev.taskbound.internal.seal.Members;
import dev.taskbound.internal.seal.Seal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of decisions that hold for the rest of a task. */
final class GrantTable {
    private static final int MOST = 10_000;

    private final Seal seal;

    GrantTable(Seal seal) {
        this.seal = seal;
    }

    /** The first stays. The store's lock is held. */
    void insertIfAbsent(Connection connection, Grant grant) throws SQLException {
        if (has(connection, grant.key())) {
            return;
        }
        if (count(connection) >= MOST) {
            throw new IllegalStateException("no room for more than " + MOST + " grants");
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO taskbound_grant (grant_key, task, expires_at, sealed) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, grant.key());
            insert.setString(2, grant.task());
            insert.setObject(3, HeldCallTable.sqlTime(RowFacts.micros(grant.expiresAt())));
            insert.setString(4, seal.close(place(grant.key(), grant.task()), tree(grant)));
            insert.executeUpdate();
        }
    }

    private static boolean has(Connection connection, String key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT grant_key FROM taskbound_grant WHERE grant_key = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM taskbound_grant");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Nullable
    Grant find(Connection connection, String key, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT task, CASE WHEN CHAR_LENGTH(sealed) <= "
                + Seal.LONGEST + " THEN sealed ELSE '' END FROM taskbound_grant WHERE grant_key = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Grant grant = opened(key, row.getString(1), row.getString(2));
                return now.isBefore(grant.expiresAt()) ? grant : null;
            }
        }
    }

    private Grant opened(String key, String task, String sealed) {
        Seal.Place place = place(key, task);
        Members tree = seal.open(place, sealed);
        return new Grant(key, task, tree.text("approval"), tree.text("by"), tree.time("expiresAt"));
    }

    void forgetTask(Connection connection, String task) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM taskbound_grant WHERE task = ?")) {
            delete.setString(1, task);
            delete.executeUpdate();
        }
    }

    void forget(Connection connection, Instant expiredBefore) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM taskbound_grant WHERE expires_at < ?")) {
            delete.setObject(1, HeldCallTable.sqlTime(RowFacts.micros(expiredBefore)));
            delete.executeUpdate();
        }
    }

    /** The task stands where a call has its digest: a grant is good for no other. */
    private static Seal.Place place(String key, String task) {
        return new Seal.Place("grant", key, task, 1);
    }

    private static Map<String, @Nullable Object> tree(Grant grant) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("approval", grant.approval());
        tree.put("by", grant.by());
        tree.put("expiresAt", grant.expiresAt().toString());
        return tree;
    }
}
