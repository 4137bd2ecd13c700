/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Secret;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.jdbc.JdbcApprovalStore;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The stores that come with the core. */
enum ApprovalStores {
    MEMORY {
        @Override
        ApprovalStore open(Clock clock) {
            return ApprovalStore.inMemory();
        }
    },
    JDBC {
        @Override
        ApprovalStore open(Clock clock) {
            DataSource database = database();
            JdbcApprovalStore.createTables(database);
            return open(database, KEY, clock);
        }
    };

    /** 32 bytes of zero: for tests. */
    static final Secret KEY = Secret.of("A".repeat(43));

    abstract ApprovalStore open(Clock clock);

    /** A new database in memory, without tables. */
    static DataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000");
        return database;
    }

    static JdbcApprovalStore open(DataSource database, Secret key, Clock clock) {
        return JdbcApprovalStore.builder(database)
                .key(key)
                .clock(clock)
                .pollEvery(Duration.ofMillis(50))
                .build();
    }
}
