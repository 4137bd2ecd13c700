/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.parts.Part;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server of the tests' own, started once in a test run. */
public final class PostgresServer implements Part {
    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String install() {
        return "run on Linux, macOS or Windows on amd64; as root, have unshare (util-linux) on the PATH";
    }

    @Override
    public void probe() throws IOException, SQLException {
        try (Connection connection = Holder.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    static EmbeddedPostgres server() throws IOException {
        return Holder.server();
    }

    private static final class Holder {
        private static EmbeddedPostgres started;

        static synchronized EmbeddedPostgres server() throws IOException {
            if (started == null) {
                started = EmbeddedPostgres.builder().start();
            }
            return started;
        }
    }
}
