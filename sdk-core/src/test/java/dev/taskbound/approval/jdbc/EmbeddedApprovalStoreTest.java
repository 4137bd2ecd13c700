/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.ApprovalStoreKit;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The kit of every store, on a file of H2. */
class EmbeddedApprovalStoreTest extends ApprovalStoreKit {
    @TempDir
    Path directory;

    private JdbcApprovalStore store;

    @Override
    protected ApprovalStore newStore() {
        store = JdbcApprovalStore.embeddedBuilder(directory.resolve("approvals"))
                .clock(Clock.fixed(Instant.parse("2026-11-01T12:00:02Z"), ZoneOffset.UTC))
                .build();
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
