/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.parts.Part;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

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
        private static final String HBA =
                "host all postgres all trust\nlocal all postgres trust\nhost all all all scram-sha-256\n";
        private static EmbeddedPostgres started;

        static synchronized EmbeddedPostgres server() throws IOException {
            if (started == null) {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .start();
                wantPasswords(server);
                started = server;
            }
            return started;
        }

        /** As brought, it believes everybody; then no password and no VALID UNTIL would be looked at. */
        private static void wantPasswords(EmbeddedPostgres server) throws IOException {
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                ResultSet file = statement.executeQuery("SHOW hba_file");
                file.next();
                Files.writeString(Path.of(file.getString(1)), HBA);
                statement.execute("SELECT pg_reload_conf()");
            } catch (SQLException e) {
                throw new IOException(e);
            }
            awaitPasswords(server);
        }

        /** The server reads the file again when it comes to it. */
        private static void awaitPasswords(EmbeddedPostgres server) throws IOException {
            Instant end = Instant.now().plusSeconds(60);
            while (believes(server)) {
                if (Instant.now().isAfter(end)) {
                    throw new IOException("the server still wants no passwords");
                }
            }
        }

        private static boolean believes(EmbeddedPostgres server) {
            try (Connection nobody = DriverManager.getConnection(
                    "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "nobody", "wrong")) {
                return true;
            } catch (SQLException e) {
                // As long as everybody is believed, nobody's name is all that is wrong.
                return !"28P01".equals(e.getSQLState());
            }
        }
    }
}
