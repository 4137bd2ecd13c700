/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Action;
import dev.taskbound.Secret;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.GuardedCalls;
import dev.taskbound.credential.vault.FakeVault;
import dev.taskbound.credential.vault.Vault;
import dev.taskbound.identity.ClientAssertion;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Database leases of a Vault, in a real database: it makes its users there and drops them. */
@NeedsPart({PostgresServer.class, Loopback.class})
@Timeout(120)
class VaultLeasesTest {
    private static final String SCOPES = "{ read: crm-reader, write: crm-writer }";

    private Shop shop;
    private FakeVault server;
    private Vault vault;

    @BeforeEach
    void open() throws Exception {
        shop = Shop.open("shop_vault");
        server = new FakeVault();
        server.made = this::make;
        server.dropped = user -> drop(quoted(user));
        vault = Vault.at(server.address())
                .login(
                        "taskbound",
                        (client, audience) -> new ClientAssertion(ClientAssertion.JWT_BEARER, Secret.of(FakeVault.JWT)))
                .build();
    }

    private static String quoted(String user) {
        return "\"" + user + "\"";
    }

    private void make(String user, String role, String password, long seconds) throws SQLException {
        String privilege = role.equals("crm-writer") ? "SELECT, UPDATE" : "SELECT";
        Shop.run(
                shop.superuser(),
                "CREATE ROLE " + quoted(user) + " LOGIN PASSWORD '" + password + "' VALID UNTIL '"
                        + Instant.now().plusSeconds(seconds) + "'",
                role.equals("admin")
                        ? "GRANT shop_admin TO " + quoted(user)
                        : "GRANT USAGE ON SCHEMA sales TO " + quoted(user),
                role.equals("admin") ? "SELECT 1" : "GRANT " + privilege + " ON sales.orders TO " + quoted(user));
    }

    private void drop(String user) {
        try {
            Shop.run(shop.superuser(), "DROP OWNED BY " + user, "DROP ROLE " + user);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!users().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(users()).as("nothing is left in the database").isEmpty();
        server.close();
    }

    private List<String> users() throws SQLException {
        return Shop.query(shop.superuser(), "SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-jwt-%'");
    }

    private GuardedCalls calls() {
        return GuardedCalls.of(vault.database("own", "database"), SCOPES)
                .host("localhost:" + shop.port())
                .open();
    }

    private List<String> query(GuardedCalls calls, String tool, String sql) {
        GuardedDataSource database = GuardedDataSource.to(shop.url());
        return calls.call(tool, call -> query(database, sql));
    }

    private static List<String> query(GuardedDataSource database, String sql) {
        try (Connection session = database.getConnection()) {
            return Shop.query(session, sql);
        } catch (SQLException e) {
            return List.of("SQLSTATE " + e.getSQLState());
        }
    }

    @Test
    void aToolUsesTheDatabaseWithTheLeaseOfItsCall() {
        try (GuardedCalls calls = calls()) {
            String update = "UPDATE sales.orders SET status = 'paid' WHERE id = 1 RETURNING status";
            assertThat(query(calls, "find", "SELECT current_user"))
                    .singleElement()
                    .asString()
                    .startsWith("v-jwt-crm-reader-");
            assertThat(query(calls, "find", update)).containsExactly("SQLSTATE 42501");
            assertThat(query(calls, "mark", update)).containsExactly("paid");
            assertThat(calls.bodies).hasValue(3);
        }
    }

    @Test
    void aSessionKeptBeyondItsCallIsClosedAndItsUserGone() throws Exception {
        GuardedDataSource database = GuardedDataSource.to(shop.url());
        try (GuardedCalls calls = calls()) {
            Connection kept = calls.call("find", call -> {
                try {
                    return database.getConnection();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> Shop.query(kept, "SELECT 1")).isInstanceOf(SQLException.class);
        }
    }

    /** Issue 6: the administrator's connection is itself a vaulted credential. */
    @Test
    void rolesAreMadeByAnAdministratorWhosePasswordIsALease() throws Exception {
        try (LeasedDataSource admin = LeasedDataSource.to(shop.url(), "shop_admin", vault.logins("database", "admin"));
                PostgresRoles roles = PostgresRoles.builder("shop-roles", admin)
                        .installation("vaulted")
                        .build()) {
            Credential role = roles.issue(shop.request(Action.READ, Shop.READ, Duration.ofSeconds(60)))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(shop.roles()).contains(role.id());
            assertThat(users()).hasSize(1);
            roles.revoke(role).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(shop.roles()).doesNotContain(role.id());
        }
    }
}
