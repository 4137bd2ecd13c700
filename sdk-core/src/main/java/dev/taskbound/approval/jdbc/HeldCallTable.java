/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.approval.HeldCall;
import dev.taskbound.internal.seal.Members;
import dev.taskbound.internal.seal.Seal;
import dev.taskbound.internal.seal.SealedStore;
import dev.taskbound.internal.seal.StoreKey;
import dev.taskbound.internal.seal.TamperedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of held calls. Every call that comes out of it was opened and compared with what stands beside it. */
final class HeldCallTable {
    private static final Logger log = LoggerFactory.getLogger(HeldCallTable.class);
    private static final String SELECT = "SELECT id, call_digest, task, status, version, waits_for, principal, owner,"
            + " held_at, expires_at, ends_at, CASE WHEN CHAR_LENGTH(sealed) <= " + Seal.LONGEST
            + " THEN sealed END FROM taskbound_held_call WHERE ";
    private static final String INSERT = "INSERT INTO taskbound_held_call (id, call_digest, task, status, version,"
            + " waits_for, principal, owner, held_at, expires_at, ends_at, sealed)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = "UPDATE taskbound_held_call SET status = ?, version = ?, waits_for = ?,"
            + " sealed = ? WHERE id = ? AND version = ? AND status = ?";
    private static final String DELETE =
            "DELETE FROM taskbound_held_call WHERE ends_at < ? AND status NOT IN ('WAITING', 'APPROVED')";

    private final Seal seal;
    private final StoreKey key;
    private final Newest newest;

    HeldCallTable(Seal seal, StoreKey key, Newest newest) {
        this.seal = seal;
        this.key = key;
        this.newest = newest;
    }

    void insert(Connection connection, HeldCall call) throws SQLException {
        RowFacts facts = RowFacts.of(call, 1, key);
        String sealed = seal.close(facts.place(), HeldCallTree.write(call));
        // What cannot be read again is not taken in.
        HeldCallTree.read(seal.open(facts.place(), sealed));
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            bind(
                    insert,
                    facts.id(),
                    facts.digest(),
                    facts.task(),
                    facts.status().name(),
                    facts.version());
            insert.setString(6, facts.waitsFor());
            insert.setString(7, facts.principal());
            insert.setString(8, facts.owner());
            insert.setObject(9, sqlTime(facts.heldAt()));
            insert.setObject(10, sqlTime(facts.expiresAt()));
            insert.setObject(11, sqlTime(facts.endsAt()));
            insert.setString(12, sealed);
            insert.executeUpdate();
        }
    }

    /** False if somebody else has changed it since it was read. */
    boolean update(Connection connection, Kept kept, Kept after) throws SQLException {
        RowFacts facts = RowFacts.of(after.call(), after.version(), key);
        String sealed = seal.close(facts.place(), HeldCallTree.write(after.call()));
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setString(1, facts.status().name());
            update.setInt(2, after.version());
            update.setString(3, facts.waitsFor());
            update.setString(4, sealed);
            update.setString(5, facts.id());
            update.setInt(6, kept.version());
            update.setString(7, kept.call().status().name());
            return update.executeUpdate() == 1;
        }
    }

    @Nullable
    Kept find(Connection connection, String id) throws SQLException {
        int atLeast = newest.of(id);
        try (PreparedStatement select = connection.prepareStatement(SELECT + "id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Kept kept = opened(row);
                if (kept.version() < atLeast) {
                    throw new TamperedException(
                            SealedStore.APPROVALS, "held call " + id, "an older version of it was put back");
                }
                newest.saw(id, kept.version());
                return kept;
            }
        }
    }

    /** All of one digest, oldest first; one that was tampered with fails them all. */
    List<HeldCall> ofDigest(Connection connection, String digest) throws SQLException {
        return all(connection, "call_digest = ? ORDER BY seq", digest);
    }

    List<HeldCall> ofTask(Connection connection, String task) throws SQLException {
        return all(connection, "task = ? ORDER BY seq", task);
    }

    private List<HeldCall> all(Connection connection, String where, String value) throws SQLException {
        List<HeldCall> calls = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT + where)) {
            select.setString(1, value);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Kept kept = opened(row);
                    calls.add(kept.version() < newest.of(kept.call().id()) ? again(connection, kept) : kept.call());
                }
            }
        }
        return calls;
    }

    /** Another may have changed it just now, or somebody has put it back: that shows when it is read once more. */
    private HeldCall again(Connection connection, Kept kept) throws SQLException {
        Kept now = find(connection, kept.call().id());
        return now == null ? kept.call() : now.call();
    }

    /** The call, or null if it is gone or was tampered with: one bad row does not hide the others. */
    @Nullable
    HeldCall findSound(Connection connection, String id) throws SQLException {
        try {
            Kept kept = find(connection, id);
            return kept == null ? null : kept.call();
        } catch (TamperedException e) {
            log.error(e.getMessage());
            return null;
        }
    }

    /** What waits, as it stands in clear: for counting and for finding, not to be believed. */
    List<Waiting> waiting(Connection connection, Instant now) throws SQLException {
        List<Waiting> waiting = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT id, task, principal, owner, waits_for"
                + " FROM taskbound_held_call WHERE status = 'WAITING' AND expires_at >= ? ORDER BY seq")) {
            select.setObject(1, sqlTime(RowFacts.micros(now)));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    waiting.add(Waiting.of(
                            row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
                }
            }
        }
        return waiting;
    }

    /** Ids of the calls with one of these statuses, oldest first. */
    List<String> ids(Connection connection, List<HeldCall.Status> statuses, @Nullable String task) throws SQLException {
        String places = String.join(", ", statuses.stream().map(each -> "?").toList());
        List<String> ids = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM taskbound_held_call WHERE status IN (" + places + ")"
                        + (task == null ? "" : " AND task = ?") + " ORDER BY seq")) {
            for (int i = 0; i < statuses.size(); i++) {
                select.setString(i + 1, statuses.get(i).name());
            }
            if (task != null) {
                select.setString(statuses.size() + 1, task);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
        }
        return ids;
    }

    /** Forgets the calls whose task was over before. */
    void forget(Connection connection, Instant endedBefore) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setObject(1, sqlTime(endedBefore));
            delete.executeUpdate();
        }
    }

    private Kept opened(ResultSet row) throws SQLException {
        RowFacts facts = facts(row);
        String sealed = row.getString(12);
        if (sealed == null) {
            throw new TamperedException(
                    SealedStore.APPROVALS, facts.place(), "it is longer than anything that is written there");
        }
        HeldCall call = read(facts, seal.open(facts.place(), sealed));
        String difference = facts.difference(RowFacts.of(call, facts.version(), key));
        if (difference != null) {
            throw new TamperedException(SealedStore.APPROVALS, facts.place(), difference + " is not what was sealed");
        }
        return new Kept(call, facts.version());
    }

    private static HeldCall read(RowFacts facts, Members tree) {
        try {
            return HeldCallTree.read(tree);
        } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException e) {
            throw new TamperedException(
                    SealedStore.APPROVALS, facts.place(), "it was sealed by another version: " + e.getMessage());
        }
    }

    private static RowFacts facts(ResultSet row) throws SQLException {
        String id = row.getString(1);
        return new RowFacts(
                id,
                row.getString(2),
                row.getString(3),
                status(id, row.getString(4)),
                row.getInt(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                time(row, 9),
                time(row, 10),
                time(row, 11));
    }

    private static HeldCall.Status status(String id, String word) {
        try {
            return HeldCall.Status.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw new TamperedException(SealedStore.APPROVALS, "held call " + id, "its status is none");
        }
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime sqlTime(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static void bind(
            PreparedStatement statement, String id, String digest, String task, String status, int version)
            throws SQLException {
        statement.setString(1, id);
        statement.setString(2, digest);
        statement.setString(3, task);
        statement.setString(4, status);
        statement.setInt(5, version);
    }
}
