/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.Action;
import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.policy.Destination;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a shop, administered by a role that is no superuser, and the calls that reach it. */
final class Shop {
    static final String READ = "select:sales.orders select:sales.customers(id,name)";
    static final String WRITE = "select:sales.orders insert:sales.orders update:sales.orders(status)";

    private final EmbeddedPostgres server;
    private final String name;

    private Shop(EmbeddedPostgres server, String name) {
        this.server = server;
        this.name = name;
    }

    static Shop open(String name) throws IOException, SQLException {
        Shop shop = new Shop(PostgresServer.server(), name);
        run(
                shop.server.getPostgresDatabase(),
                "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)",
                "CREATE DATABASE " + name);
        run(
                shop.superuser(),
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shop_admin') THEN"
                        + " CREATE ROLE shop_admin LOGIN CREATEROLE PASSWORD 'admin'; END IF; END $$",
                "GRANT pg_signal_backend TO shop_admin",
                "GRANT ALL ON DATABASE " + name + " TO shop_admin WITH GRANT OPTION",
                "CREATE SCHEMA sales AUTHORIZATION shop_admin",
                "CREATE TABLE sales.orders (id int PRIMARY KEY, status text, total numeric)",
                "CREATE TABLE sales.customers (id int PRIMARY KEY, name text, iban text)",
                "CREATE TABLE sales.\"odd \"\"; DROP TABLE sales.orders; --\" (id int)",
                "INSERT INTO sales.orders VALUES (1, 'open', 10), (2, 'open', 20)",
                "INSERT INTO sales.customers VALUES (1, 'Ada', 'DE89')",
                "ALTER TABLE sales.orders OWNER TO shop_admin",
                "ALTER TABLE sales.customers OWNER TO shop_admin");
        return shop;
    }

    DataSource superuser() {
        return server.getDatabase("postgres", name);
    }

    DataSource admin() {
        PGSimpleDataSource admin = new PGSimpleDataSource();
        admin.setUrl(url());
        admin.setUser("shop_admin");
        admin.setPassword("admin");
        return admin;
    }

    String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
    }

    int port() {
        return server.getPort();
    }

    static void run(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    static List<String> query(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return query(connection, sql);
        }
    }

    static List<String> query(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** Our roles that are there now. */
    List<String> roles() throws SQLException {
        return query(superuser(), "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tb\\_%'");
    }

    CredentialRequest request(Action action, String scopes, Duration ttl) {
        return request(action, Map.of(action, scopes), ttl, Map.of());
    }

    CredentialRequest request(Action action, Map<Action, String> scopes, Duration ttl, Map<String, Object> control) {
        return request(action, scopes, ttl, control, port());
    }

    static CredentialRequest request(Action action, String scopes, Duration ttl, int port) {
        return request(action, Map.of(action, scopes), ttl, Map.of(), port);
    }

    private static CredentialRequest request(
            Action action, Map<Action, String> scopes, Duration ttl, Map<String, Object> control, int port) {
        List<String> hosts = List.of("localhost:" + port);
        Destination destination = new Destination(
                "shop",
                hosts,
                "shop-roles",
                "shop",
                null,
                null,
                scopes,
                ttl,
                Destination.Trace.NONE,
                true,
                Destination.Proof.NONE,
                Destination.Reuse.NONE);
        Principal alice = Principal.verified("test", "alice");
        Instant now = Instant.now();
        Task task = new Task(
                "task-1", "look-up", "bot", "acme", alice, Map.of(), Set.of(), null, now, now.plusSeconds(600));
        return new CredentialRequest(task, "find", action, destination, control, "sha-256:digest", now.plusSeconds(30));
    }
}
