/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Action;
import dev.taskbound.credential.Credential;
import dev.taskbound.parts.NeedsPart;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 6, judged by 4: two tasks never share a role or see each other's tables. On a real server. */
@NeedsPart(PostgresServer.class)
@Timeout(120)
class TasksApartTest {
    private Shop shop;
    private PostgresRoles roles;
    private Credential seller;
    private Credential mailer;
    private Connection selling;
    private Connection mailing;

    @BeforeEach
    void open() throws Exception {
        shop = Shop.open("shop_apart");
        roles = PostgresRoles.builder("shop-roles", shop.admin())
                .installation("apart")
                .build();
        seller = issue("select:sales.orders update:sales.orders(status)");
        mailer = issue("select:sales.customers(id,name)");
        selling = login(seller);
        mailing = login(mailer);
    }

    private Credential issue(String scopes) throws Exception {
        return roles.issue(shop.request(Action.WRITE, scopes, Duration.ofSeconds(60)))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private Connection login(Credential role) throws SQLException {
        return DriverManager.getConnection(shop.url(), role.id(), role.token().reveal());
    }

    @AfterEach
    void close() throws Exception {
        selling.close();
        mailing.close();
        roles.close();
    }

    @Test
    void eachHasARoleAndAPasswordOfItsOwn() {
        assertThat(seller.id()).isNotEqualTo(mailer.id());
        assertThatThrownBy(() -> DriverManager.getConnection(
                        shop.url(), seller.id(), mailer.token().reveal()))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void neitherReadsTheOthersTables() throws Exception {
        assertThat(Shop.query(selling, "SELECT total FROM sales.orders")).hasSize(2);
        assertThat(Shop.query(mailing, "SELECT name FROM sales.customers")).hasSize(1);
        assertRefused(selling, "SELECT name FROM sales.customers");
        assertRefused(mailing, "SELECT total FROM sales.orders");
        assertRefused(mailing, "UPDATE sales.orders SET status = 'x' RETURNING id");
    }

    @Test
    void neitherBecomesTheOtherNorLendsItWhatItHas() {
        assertRefused(selling, "SET ROLE \"" + mailer.id() + "\"");
        assertRefused(selling, "SET SESSION AUTHORIZATION \"" + mailer.id() + "\"");
        assertRefused(mailing, "GRANT \"" + mailer.id() + "\" TO \"" + seller.id() + "\"");
        assertRefused(mailing, "ALTER ROLE \"" + seller.id() + "\" PASSWORD 'x'");
    }

    /** PostgreSQL warns instead of failing where somebody grants what is not theirs to grant. */
    @Test
    void aGrantOfWhatIsNotTheirsToGrantGivesNothing() throws Exception {
        try (var statement = mailing.createStatement()) {
            statement.execute("GRANT SELECT (id, name) ON sales.customers TO \"" + seller.id() + "\"");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("42501");
        }
        assertRefused(selling, "SELECT name FROM sales.customers");
    }

    @Test
    void neitherSeesOrEndsWhatTheOtherIsDoing() throws Exception {
        Shop.query(selling, "SELECT 'what the seller asks'");
        assertThat(Shop.query(mailing, "SELECT query FROM pg_stat_activity WHERE usename = '" + seller.id() + "'"))
                .containsExactly("<insufficient privilege>");
        List<String> pid = Shop.query(selling, "SELECT pg_backend_pid()");
        assertRefused(mailing, "SELECT pg_terminate_backend(" + pid.get(0) + ")");
        assertThat(selling.isValid(30)).isTrue();
    }

    @Test
    void neitherSeesTheOthersTemporaryTables() throws Exception {
        try (var statement = selling.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE notes (text text)");
        }
        String schema = Shop.query(selling, "SELECT relnamespace::regnamespace FROM pg_class WHERE relname = 'notes'")
                .get(0);
        assertRefused(mailing, "SELECT text FROM notes");
        assertRefused(mailing, "SELECT text FROM " + schema + ".notes");
    }

    private static void assertRefused(Connection session, String statement) {
        assertThatThrownBy(() -> Shop.query(session, statement)).as(statement).isInstanceOf(SQLException.class);
    }
}
