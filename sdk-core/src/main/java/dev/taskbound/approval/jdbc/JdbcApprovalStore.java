/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.ApprovalCaps;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.Grant;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.approval.HumanDecision;
import dev.taskbound.internal.seal.Seal;
import dev.taskbound.internal.seal.StoreKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Held calls in a database, so that they can be decided and resumed after a restart, and by any of several processes: a
 * file of H2, or PostgreSQL.
 *
 * <pre>{@code
 * ApprovalStore store = JdbcApprovalStore.embedded(Path.of("data/approvals"));
 *
 * JdbcApprovalStore.createTables(dataSource);
 * ApprovalStore store = JdbcApprovalStore.builder(dataSource).key(Secret.of(key)).build();
 * }</pre>
 *
 * <p>Guaranteed: whatever says what a call would do, for whom and who decided is encrypted and authenticated with one key
 * (JWE, RFC 7516, {@code dir} and {@code A256GCM}), bound to the row's id, the call digest, the store and the row's
 * version; in clear stand only ids, digests, keyed pseudonyms, group names, status and times, and they are compared with
 * what is sealed whenever a call is used. A row that was written by somebody without the key, changed, cut, relabelled,
 * moved, or put back to an older version that this process has seen a newer one of, is refused: the operation fails, the
 * call that needed it is denied with {@code APPROVAL_UNAVAILABLE}, and nothing runs. A change is a conditional update:
 * an approval is used once, however many processes try.
 *
 * <p>Not guaranteed, against somebody who can write the tables: that a row is still there (the call is then not known,
 * and asked for anew), that caps count right, or that a row has not been put back to an older version while no process
 * that knew the newer one was running. A guard therefore also asks its audit log and its state store whether an approval
 * was used; see {@code docs/approval-store.md}. Whoever has the key can write anything.
 *
 * <p>Thread-safe. Waits for the database on threads of its own, which are daemons; takes part in no transaction of the
 * caller. A call that is over is forgotten some days after its task's deadline. Close it after the guard that uses it.
 */
public final class JdbcApprovalStore implements ApprovalStore, AutoCloseable {
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private final Database database;
    private final @Nullable AutoCloseable owned;
    private final StoreKey key;
    private final Newest newest = new Newest();
    private final HeldCallTable calls;
    private final Changes changes;
    private final Inbox inbox;
    private final GrantTable grants;
    private final Waiters waiters;
    private final Clock clock;
    private final Duration keepEnded;

    JdbcApprovalStore(
            JdbcApprovalStoreBuilder builder, Database database, StoreKey key, @Nullable AutoCloseable owned) {
        Seal seal = database.run(connection -> Tables.open(connection, key), true);
        this.database = database;
        this.owned = owned;
        this.key = key;
        this.calls = new HeldCallTable(seal, key, newest);
        this.changes = new Changes(calls);
        this.inbox = new Inbox(calls, key);
        this.grants = new GrantTable(seal);
        this.clock = builder.clock;
        this.keepEnded = builder.keepEnded;
        this.waiters = new Waiters(database, calls, clock);
        waiters.every(builder.pollEvery, waiters::look);
        waiters.every(FORGET_EVERY, () -> forget());
    }

    /**
     * A file of H2 that this process has for itself, and beside it a key that is made, for its owner only, when the file
     * is. Every change is on the device before it has an effect. H2 must be on the class path.
     *
     * @param file without suffix: {@code data/approvals} makes {@code data/approvals.mv.db} and {@code data/approvals.key}
     * @throws IllegalStateException if H2 is missing, another process has the file, the key is missing while the file is
     *     not empty, is open to others, or is not the one that the file was sealed with
     */
    public static JdbcApprovalStore embedded(Path file) {
        return embeddedBuilder(file).build();
    }

    /** As {@link #embedded}, with other settings. */
    public static JdbcApprovalStoreBuilder embeddedBuilder(Path file) {
        return new JdbcApprovalStoreBuilder(null, requireNonNull(file, "file"));
    }

    /**
     * The tables must be there; see {@link #createTables}. A key must be given.
     *
     * @param dataSource H2, or PostgreSQL 14 or newer; asked for a connection for each operation, best from a pool
     */
    public static JdbcApprovalStoreBuilder builder(DataSource dataSource) {
        return new JdbcApprovalStoreBuilder(requireNonNull(dataSource, "dataSource"), null);
    }

    /**
     * Creates the tables that are not there yet, in the schema where the connection is.
     *
     * @throws IllegalStateException if the database refuses
     */
    public static void createTables(DataSource dataSource) {
        Database database = new Database(requireNonNull(dataSource, "dataSource")::getConnection, 1, null);
        database.run(Tables::create, true);
    }

    // holding

    @Override
    public CompletionStage<Holding> hold(HeldCall call, ApprovalCaps caps) {
        return database.write(connection -> inbox.hold(connection, call, caps));
    }

    @Override
    public CompletionStage<Optional<HeldCall>> find(String id) {
        return database.read(
                connection -> Optional.ofNullable(calls.find(connection, id)).map(Kept::call));
    }

    @Override
    public CompletionStage<Optional<HeldCall>> standing(String callDigest, Instant now) {
        return database.read(connection -> inbox.standing(connection, callDigest, now));
    }

    @Override
    public CompletionStage<List<HeldCall>> waiting(Audience audience, Instant now, int atMost) {
        return database.read(connection -> inbox.waiting(connection, audience, now, atMost));
    }

    @Override
    public CompletionStage<List<HeldCall>> open(Instant now, int atMost) {
        return database.read(connection -> inbox.open(connection, now, atMost));
    }

    // deciding and using

    @Override
    public CompletionStage<Optional<HeldCall>> decide(String id, String callDigest, String by, HumanDecision decision) {
        return change(
                id,
                call -> call.asOf(decision.at()).status() == Status.WAITING
                        && call.callDigest().equals(callDigest)
                        && call.asks().stream()
                                .anyMatch(ask -> ask.isOpen() && ask.by().equals(by)),
                call -> call.decided(by, decision));
    }

    @Override
    public CompletionStage<Boolean> claim(String id, String claimant, Instant now) {
        return change(id, call -> call.asOf(now).status() == Status.APPROVED, call -> call.claimed(claimant))
                .thenApply(Optional::isPresent);
    }

    @Override
    public CompletionStage<Optional<HeldCall>> end(String id, Status end, @Nullable ReasonCode why) {
        return change(id, call -> call.status().mayBecome(end), call -> call.ended(end, why));
    }

    private CompletionStage<Optional<HeldCall>> change(
            String id, Predicate<HeldCall> may, UnaryOperator<HeldCall> change) {
        CompletionStage<@Nullable Kept> changed =
                database.write(connection -> changes.change(connection, id, may, change));
        return changed.thenApply(after -> {
            if (after == null) {
                return Optional.empty();
            }
            tell(after);
            return Optional.of(after.call());
        });
    }

    private void tell(Kept after) {
        newest.saw(after.call().id(), after.version());
        waiters.tell(after.call());
    }

    @Override
    public CompletionStage<List<HeldCall>> voidTask(String task, ReasonCode why) {
        return endAll(List.of(Status.WAITING, Status.APPROVED), task, Status.VOID, why);
    }

    private CompletionStage<List<HeldCall>> endAll(
            List<Status> from, @Nullable String task, Status end, @Nullable ReasonCode why) {
        CompletionStage<List<Kept>> ended = database.write(connection -> {
            if (task != null) {
                grants.forgetTask(connection, task);
            }
            return changes.end(connection, from, task, end, why);
        });
        return ended.thenApply(all -> {
            all.forEach(this::tell);
            return all.stream().map(Kept::call).toList();
        });
    }

    /** What a process that is gone had used and not ended: nobody knows whether it acted. */
    void endOrphans() {
        endAll(List.of(Status.CLAIMED), null, Status.UNKNOWN, null)
                .toCompletableFuture()
                .join();
    }

    @Override
    public CompletionStage<List<HeldCall>> ofTask(String task) {
        return database.read(connection -> calls.ofTask(connection, task));
    }

    @Override
    public CompletionStage<HeldCall> settled(String id) {
        return waiters.watch(id);
    }

    // remembering and forgetting

    @Override
    public CompletionStage<Void> remember(Grant grant) {
        CompletionStage<Boolean> written = database.write(connection -> {
            Tables.lock(connection);
            grants.insertIfAbsent(connection, grant);
            return true;
        });
        return written.thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Optional<Grant>> granted(String grantKey, Instant now) {
        return database.read(connection -> Optional.ofNullable(grants.find(connection, grantKey, now)));
    }

    private boolean forget(Connection connection) throws SQLException {
        Instant now = clock.instant();
        calls.forget(connection, now.minus(keepEnded));
        grants.forget(connection, now);
        return true;
    }

    /** Done every hour; what fails is done by the next. */
    CompletionStage<Boolean> forget() {
        return database.write(this::forget).exceptionally(failure -> false);
    }

    @Override
    public boolean outlivesProcess() {
        return true;
    }

    /** Ends its threads, after what is under way; what waits goes on waiting in the database. A file is let go. */
    @Override
    public void close() {
        waiters.close();
        database.close();
        if (owned != null) {
            try {
                owned.close();
            } catch (Exception e) {
                throw new IllegalStateException("the approval store's file could not be closed", e);
            }
        }
    }

    /** Names the key's id; nothing of what is held. */
    @Override
    public String toString() {
        return "JdbcApprovalStore[key " + key.id() + "]";
    }
}
