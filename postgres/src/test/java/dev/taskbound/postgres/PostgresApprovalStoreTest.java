/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Secret;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.SharedApprovalStoreKit;
import dev.taskbound.approval.jdbc.JdbcApprovalStore;
import dev.taskbound.parts.NeedsPart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kit of every store of held calls, on a real server. */
@NeedsPart(PostgresServer.class)
class PostgresApprovalStoreTest extends SharedApprovalStoreKit {
    private static final Secret KEY = Secret.of("A".repeat(43));

    private final List<JdbcApprovalStore> opened = new ArrayList<>();
    private DataSource database;

    @Override
    protected ApprovalStore newStore() throws Exception {
        database = PostgresServer.server().getPostgresDatabase();
        Shop.run(database, "DROP TABLE IF EXISTS taskbound_approval_store, taskbound_held_call, taskbound_grant");
        JdbcApprovalStore.createTables(database);
        JdbcApprovalStore.createTables(database);
        return open();
    }

    @Override
    protected ApprovalStore elsewhere() {
        return open();
    }

    private JdbcApprovalStore open() {
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

    @Test
    void tablesThatAreNotThereAreNamed() throws Exception {
        Shop.run(database, "DROP TABLE taskbound_approval_store");
        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("JdbcApprovalStore.createTables(dataSource)");
    }
}
