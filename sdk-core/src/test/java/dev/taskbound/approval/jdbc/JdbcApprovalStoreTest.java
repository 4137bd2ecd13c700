/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.Secret;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.SharedApprovalStoreKit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;

/** The kit of every store, on H2: a database in memory, which several may have. */
class JdbcApprovalStoreTest extends SharedApprovalStoreKit {
    private static final Secret KEY = Secret.of("A".repeat(43));

    private final List<JdbcApprovalStore> opened = new ArrayList<>();
    private final JdbcDataSource database = new JdbcDataSource();

    @Override
    protected ApprovalStore newStore() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000");
        JdbcApprovalStore.createTables(database);
        return elsewhere();
    }

    @Override
    protected ApprovalStore elsewhere() {
        JdbcApprovalStore store = JdbcApprovalStore.builder(database)
                .key(KEY)
                .pollEvery(Duration.ofMillis(50))
                .clock(Clock.fixed(Instant.parse("2026-11-01T12:00:02Z"), ZoneOffset.UTC))
                .build();
        opened.add(store);
        return store;
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcApprovalStore::close);
    }
}
