/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.Action;
import dev.taskbound.ReasonCode;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.parts.NeedsPart;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A role for each call: what it may do, how long, and that it is gone afterwards. On a real server. */
@NeedsPart(PostgresServer.class)
@Timeout(120)
class PostgresRolesTest {
    private static final Duration TTL = Duration.ofSeconds(60);

    private Shop shop;
    private PostgresRoles roles;

    @BeforeEach
    void open() throws Exception {
        shop = Shop.open("shop_roles");
        roles = PostgresRoles.builder("shop-roles", shop.admin())
                .installation("test")
                .build();
    }

    @AfterEach
    void close() throws Exception {
        roles.close();
        assertThat(shop.roles()).as("nothing is left in the database").isEmpty();
    }

    @Test
    void aRoleReadsTheTablesAndColumnsThatItsScopesNameAndNoOthers() throws Exception {
        try (Connection session = login(issue(Action.READ, Shop.READ))) {
            assertThat(Shop.query(session, "SELECT total FROM sales.orders WHERE id = 1"))
                    .containsExactly("10");
            assertThat(Shop.query(session, "SELECT name FROM sales.customers")).containsExactly("Ada");
            assertRefused(session, "SELECT iban FROM sales.customers");
            assertRefused(session, "SELECT * FROM sales.customers");
        }
    }

    @Test
    void aRoleForReadingWritesNothingWhateverItSetsItsSessionTo() throws Exception {
        try (Connection session = login(issue(Action.READ, Shop.READ))) {
            Shop.query(session, "SELECT set_config('default_transaction_read_only', 'off', false)");
            assertRefused(session, "UPDATE sales.orders SET status = 'paid' RETURNING status");
        }
        assertThat(Shop.query(shop.superuser(), "SELECT DISTINCT status FROM sales.orders"))
                .containsExactly("open");
    }

    @Test
    void aRoleForWritingWritesTheColumnsThatItsScopesNameAndNoOthers() throws Exception {
        try (Connection session = login(issue(Action.WRITE, Shop.WRITE))) {
            assertThat(Shop.query(session, "UPDATE sales.orders SET status = 'paid' WHERE id = 1 RETURNING status"))
                    .containsExactly("paid");
            assertRefused(session, "UPDATE sales.orders SET total = 0 RETURNING total");
            assertRefused(session, "DELETE FROM sales.orders RETURNING id");
        }
    }

    @Test
    void aRoleIsNoAdministratorOfAnything() throws Exception {
        try (Connection session = login(issue(Action.WRITE, Shop.WRITE))) {
            for (String statement : List.of(
                    "CREATE ROLE friend LOGIN",
                    "SET ROLE shop_admin",
                    "CREATE TABLE sales.mine (id int)",
                    "GRANT SELECT ON sales.orders TO PUBLIC",
                    "ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'",
                    "ALTER ROLE CURRENT_USER CONNECTION LIMIT 100")) {
                assertRefused(session, statement);
            }
        }
    }

    @Test
    void twoCallsNeverShareARole() throws Exception {
        List<CompletableFuture<Credential>> issued = IntStream.range(0, 20)
                .mapToObj(i ->
                        roles.issue(shop.request(Action.READ, Shop.READ, TTL)).toCompletableFuture())
                .toList();
        assertThat(issued.stream().map(CompletableFuture::join).map(Credential::id))
                .doesNotHaveDuplicates();
        assertThat(issued.stream().map(each -> each.join().token())).doesNotHaveDuplicates();
    }

    @Test
    void aRoleHasNoMoreSessionsThanAllowed() throws Exception {
        Credential role = issue(Action.READ, Shop.READ);
        try (Connection one = login(role);
                Connection two = login(role)) {
            assertThatThrownBy(() -> login(role)).isInstanceOf(SQLException.class);
            assertThat(one.isValid(30) && two.isValid(30)).isTrue();
        }
    }

    @Test
    void aRevokedRoleLosesItsSessionsAndIsGone() throws Exception {
        Credential role = issue(Action.READ, Shop.READ);
        Connection session = login(role);
        roles.revoke(role).toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertRefused(session, "SELECT 1");
        assertThatThrownBy(() -> login(role)).isInstanceOf(SQLException.class);
        assertThat(shop.roles()).doesNotContain(role.id());
    }

    @Test
    void aStatementInTheMiddleIsStoppedByTheRevocation() throws Exception {
        Credential role = issue(Action.WRITE, Shop.WRITE);
        Connection session = login(role);
        CompletableFuture<Throwable> running = CompletableFuture.supplyAsync(() -> catchThrowable(() -> Shop.query(
                session, "UPDATE sales.orders SET status = 'late' WHERE pg_sleep(60) IS NOT NULL RETURNING status")));
        await(() -> !sessionsRunning("pg_sleep").isEmpty());
        roles.revoke(role).toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertThat(running.get(30, TimeUnit.SECONDS)).isInstanceOf(SQLException.class);
        assertThat(sessionsRunning("pg_sleep")).isEmpty();
        assertThat(Shop.query(shop.superuser(), "SELECT DISTINCT status FROM sales.orders"))
                .containsExactly("open");
    }

    @Test
    void aRoleThatNobodyRevokesEndsWithItsTimeAndSoDoItsSessions() throws Exception {
        Credential role = issue(shop.request(Action.READ, Shop.READ, Duration.ofSeconds(6)));
        try (Connection session = login(role)) {
            assertThat(session.isValid(30)).isTrue();
            await(() -> !shop.roles().contains(role.id()));
            assertRefused(session, "SELECT 1");
        }
    }

    @Test
    void whatAProcessLeftBehindIsSweptByTheNextOneOfItsInstallation() throws Exception {
        // At once: the first sweep of the source that is there may come at any moment.
        Shop.run(
                shop.admin(),
                "DO $$ BEGIN CREATE ROLE " + ours("left") + " LOGIN VALID UNTIL '2020-01-01';"
                        + " GRANT SELECT ON sales.orders TO " + ours("left") + "; END $$");
        Shop.run(shop.admin(), "CREATE ROLE tb_ffffffff_foreign LOGIN VALID UNTIL '2020-01-01'");
        try (PostgresRoles next = PostgresRoles.builder("shop-roles", shop.admin())
                .installation("test")
                .sweepEvery(Duration.ofMillis(200))
                .build()) {
            await(() -> !shop.roles().contains(ours("left")));
            // Both sources of this installation sweep: the one that came second may have failed, and looks again.
            await(() -> next.leftovers().isEmpty());
            assertThat(shop.roles()).as("of another installation").contains("tb_ffffffff_foreign");
        } finally {
            Shop.run(shop.superuser(), "DROP ROLE tb_ffffffff_foreign");
        }
    }

    @Test
    void aTableThatEverybodyMayReadMakesTheCredentialTooBroad() throws Exception {
        Shop.run(
                shop.superuser(), "GRANT USAGE ON SCHEMA sales TO PUBLIC", "GRANT SELECT ON sales.customers TO PUBLIC");
        assertFails(shop.request(Action.READ, "select:sales.orders", TTL), ReasonCode.CREDENTIAL_TOO_BROAD);
    }

    @Test
    void aSchemaInWhichEverybodyMayCreateMakesTheCredentialTooBroad() throws Exception {
        Shop.run(shop.superuser(), "GRANT CREATE ON SCHEMA public TO PUBLIC");
        assertFails(shop.request(Action.READ, Shop.READ, TTL), ReasonCode.CREDENTIAL_TOO_BROAD);
    }

    @Test
    void aFunctionThatActsForItsOwnerMakesTheCredentialTooBroad() throws Exception {
        Shop.run(
                shop.superuser(),
                "CREATE FUNCTION sales.peek() RETURNS text LANGUAGE sql SECURITY DEFINER"
                        + " AS 'SELECT iban FROM sales.customers LIMIT 1'");
        assertFails(shop.request(Action.READ, Shop.READ, TTL), ReasonCode.CREDENTIAL_TOO_BROAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update:sales.orders",
                "select",
                "select:orders",
                "select:sales.orders()",
                "select:sales.orders(id,)",
                "all:sales.orders",
                "select:sales.nowhere",
                "select:sales.orders(nothing)"
            })
    void aScopeThatNamesNoPrivilegeForTheActionMakesNoRole(String scope) throws Exception {
        assertFails(shop.request(Action.READ, scope, TTL), ReasonCode.CREDENTIAL_UNAVAILABLE);
    }

    @Test
    void anActionWithoutScopesGetsNoRole() throws Exception {
        assertFails(
                shop.request(Action.ADMIN, Map.of(Action.READ, Shop.READ), TTL, Map.of()),
                ReasonCode.CREDENTIAL_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE sales.orders; --",
                "\"; DROP TABLE sales.orders; --",
                "x' || pg_sleep(10) || '",
                "\\'; DROP TABLE sales.orders; --",
                "$$; DROP TABLE sales.orders; $$",
                "tb_ffffffff_\u0000",
                "Robert'); DROP TABLE sales.orders;--"
            })
    void noArgumentOfAToolIsInAStatement(String hostile) throws Exception {
        Credential role = issue(shop.request(
                Action.READ, Map.of(Action.READ, Shop.READ), TTL, Map.of("customer", hostile, hostile, "1")));
        try (Connection session = login(role)) {
            assertThat(Shop.query(session, "SELECT count(*) FROM sales.orders")).containsExactly("2");
        }
    }

    @Test
    void aNameThatWouldEndAStatementIsAName() throws Exception {
        String odd = "select:sales.odd-\";DROP-TABLE-sales";
        assertFails(shop.request(Action.READ, odd, TTL), ReasonCode.CREDENTIAL_UNAVAILABLE);
        assertThat(Shop.query(shop.superuser(), "SELECT count(*) FROM sales.orders"))
                .containsExactly("2");
    }

    @Test
    void aServerThatIsAwayMakesNoRoleAndShowsNoSecret() {
        org.postgresql.ds.PGSimpleDataSource nowhere = new org.postgresql.ds.PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://localhost:1/shop");
        nowhere.setUser("shop_admin");
        nowhere.setPassword("admin-secret");
        try (PostgresRoles away = PostgresRoles.builder("shop-roles", nowhere).build()) {
            Throwable failure = catchThrowable(() -> away.issue(shop.request(Action.READ, Shop.READ, TTL))
                    .toCompletableFuture()
                    .join());
            assertThat(failure).hasRootCauseInstanceOf(CredentialException.class);
            assertThat(failure.toString()).contains("SQLSTATE").doesNotContain("admin-secret");
            assertThat(away.toString()).doesNotContain("admin-secret");
        }
    }

    @Test
    void whatCannotBeUnmadeIsListedWithItsEndAndUnmadeLater() throws Exception {
        SwitchedDataSource admin = new SwitchedDataSource(shop.admin());
        try (PostgresRoles flaky = PostgresRoles.builder("shop-roles", admin)
                .installation("flaky")
                .sweepEvery(Duration.ofMillis(200))
                .build()) {
            Credential role = flaky.issue(shop.request(Action.READ, Shop.READ, TTL))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            admin.off();
            assertThat(flaky.revoke(role).toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isEqualTo(CredentialEnd.RETRYING);
            assertThat(flaky.leftovers()).hasSize(1).allSatisfy(left -> {
                assertThat(left.role()).isEqualTo(role.id());
                assertThat(left.validUntil())
                        .isBetween(
                                role.expiresAt().minusSeconds(5),
                                role.expiresAt().plusSeconds(5));
            });
            admin.on();
            await(() -> !shop.roles().contains(role.id()));
            await(() -> flaky.leftovers().isEmpty());
            assertThat(flaky.revoke(role).toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isEqualTo(CredentialEnd.REVOKED);
        }
    }

    private String ours(String suffix) {
        return PostgresRoles.builder("shop-roles", shop.admin())
                        .installation("test")
                        .prefix()
                + suffix;
    }

    private List<String> sessionsRunning(String text) throws SQLException {
        return Shop.query(
                shop.superuser(),
                "SELECT pid FROM pg_stat_activity WHERE usename LIKE 'tb\\_%' AND state = 'active' AND query LIKE '%"
                        + text + "%'");
    }

    private Credential issue(Action action, String scopes) throws Exception {
        return issue(shop.request(action, scopes, TTL));
    }

    private Credential issue(CredentialRequest request) throws Exception {
        return roles.issue(request).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private Connection login(Credential role) throws SQLException {
        return DriverManager.getConnection(shop.url(), role.id(), role.token().reveal());
    }

    private static void assertRefused(Connection session, String statement) {
        assertThatThrownBy(() -> Shop.query(session, statement)).as(statement).isInstanceOf(SQLException.class);
    }

    private void assertFails(CredentialRequest request, ReasonCode reason) {
        Throwable failure =
                catchThrowable(() -> roles.issue(request).toCompletableFuture().get(30, TimeUnit.SECONDS));
        assertThat(failure).hasCauseInstanceOf(CredentialException.class);
        assertThat(((CredentialException) failure.getCause()).reason()).isEqualTo(reason);
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void await(Check check) throws Exception {
        while (!check.holds()) {
            Thread.sleep(20);
        }
    }
}
