/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import static dev.taskbound.internal.seal.SealedStore.APPROVALS;
import static java.util.Objects.requireNonNull;

import dev.taskbound.Secret;
import dev.taskbound.internal.seal.KeyFile;
import dev.taskbound.internal.seal.StoreKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link JdbcApprovalStore}. Not thread-safe. */
public final class JdbcApprovalStoreBuilder {
    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);

    private final @Nullable DataSource dataSource;
    private final @Nullable Path file;
    private @Nullable Secret key;
    private @Nullable Path keyFile;
    private int threads = 4;
    Duration pollEvery = Duration.ofSeconds(1);
    Duration keepEnded = Duration.ofDays(7);
    Clock clock = Clock.systemUTC();

    JdbcApprovalStoreBuilder(@Nullable DataSource dataSource, @Nullable Path file) {
        this.dataSource = dataSource;
        this.file = file;
    }

    /**
     * The key that seals: 32 random bytes in base64, as {@code openssl rand -base64 32} makes them. All processes of one
     * store have the same. With another key nothing that was held can be read.
     */
    public JdbcApprovalStoreBuilder key(Secret base64) {
        this.key = requireNonNull(base64, "base64");
        return this;
    }

    /**
     * A file that holds the key, as {@link #key} has it, readable by its owner alone. Only for an embedded store, which
     * this process has for itself, it is made if it and the store are new.
     */
    public JdbcApprovalStoreBuilder keyFile(Path path) {
        this.keyFile = requireNonNull(path, "path");
        return this;
    }

    /** Threads that wait for the database, each with at most one connection; default 4, from 1 to 64. */
    public JdbcApprovalStoreBuilder threads(int most) {
        if (most < 1 || most > 64) {
            throw new IllegalArgumentException("expected 1 to 64 threads, found " + most);
        }
        this.threads = most;
        return this;
    }

    /** How often it looks for decisions that other processes took in; default 1 s, at least 10 ms. */
    public JdbcApprovalStoreBuilder pollEvery(Duration pause) {
        if (pause.compareTo(SHORTEST_POLL) < 0) {
            throw new IllegalArgumentException("expected at least " + SHORTEST_POLL + ", found " + pause);
        }
        this.pollEvery = pause;
        return this;
    }

    /** How long a call that is over is kept after its task's deadline; default 7 days. The audit log keeps what was done. */
    public JdbcApprovalStoreBuilder keepEnded(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("expected no negative time, found " + time);
        }
        this.keepEnded = time;
        return this;
    }

    /** By which it sees that a wait is over and that a call can be forgotten; default the system's. */
    public JdbcApprovalStoreBuilder clock(Clock source) {
        this.clock = requireNonNull(source, "source");
        return this;
    }

    /**
     * Looks at tables and key.
     *
     * @throws IllegalStateException if no key is given, two are, or one of them is not right; see
     *     {@link JdbcApprovalStore#embedded}
     */
    public JdbcApprovalStore build() {
        if (key != null && keyFile != null) {
            throw new IllegalStateException("expected a key or a key file, found both");
        }
        return dataSource == null ? embedded(requireNonNull(file)) : shared(dataSource);
    }

    private JdbcApprovalStore shared(DataSource source) {
        if (key == null && keyFile == null) {
            throw new IllegalStateException("an approval store in a DataSource needs .key(…) or .keyFile(…)");
        }
        StoreKey given = key == null ? new KeyFile(APPROVALS, requireNonNull(keyFile)).read() : given(key);
        return opened(new Database(source::getConnection, threads, null), given, null);
    }

    private JdbcApprovalStore embedded(Path path) {
        EmbeddedH2 h2 = EmbeddedH2.open(path);
        try {
            Database database = new Database(h2::connection, threads, EmbeddedH2.SYNC);
            database.run(Tables::create, true);
            JdbcApprovalStore store = opened(database, embeddedKey(path, database), h2);
            store.endOrphans();
            return store;
        } catch (RuntimeException e) {
            h2.close();
            throw e;
        }
    }

    private static StoreKey given(Secret key) {
        return StoreKey.of(APPROVALS, key, APPROVALS.keyName());
    }

    private StoreKey embeddedKey(Path path, Database database) {
        if (key != null) {
            return given(key);
        }
        KeyFile beside =
                new KeyFile(APPROVALS, keyFile == null ? path.resolveSibling(path.getFileName() + ".key") : keyFile);
        if (!beside.exists()) {
            boolean begun = database.run((Connection connection) -> Tables.isBegun(connection), false);
            if (begun) {
                throw new IllegalStateException(beside + " is missing, and " + path
                        + ".mv.db holds calls that were sealed with it: put it back, or move that file away too");
            }
            beside.create();
        }
        return beside.read();
    }

    private JdbcApprovalStore opened(Database database, StoreKey given, @Nullable AutoCloseable owned) {
        return new JdbcApprovalStore(this, database, given, owned);
    }
}
