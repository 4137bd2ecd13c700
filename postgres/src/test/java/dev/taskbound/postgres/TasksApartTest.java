/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Action;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Judged by 4: ways around the grants that PostgreSQL has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY sales.customers TO PROGRAM 'cat'",
                "COPY (SELECT 1) TO '/tmp/taskbound-out'",
                "SELECT pg_read_file('/etc/passwd')",
                "SELECT pg_ls_dir('.')",
                "SELECT lo_import('/etc/passwd')",
                "CREATE EXTENSION dblink",
                "CREATE EXTENSION file_fdw",
                "CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw",
                "CREATE FUNCTION sales.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
                "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE TABLE public.t (id int)",
                "CREATE VIEW sales.v AS SELECT 1",
                "CREATE RULE r AS ON SELECT TO sales.orders DO INSTEAD SELECT 1",
                "CREATE TRIGGER t BEFORE UPDATE ON sales.orders EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "ALTER TABLE sales.orders OWNER TO CURRENT_USER",
                "ALTER TABLE sales.orders DISABLE ROW LEVEL SECURITY",
                "ALTER DEFAULT PRIVILEGES FOR ROLE shop_admin GRANT SELECT ON TABLES TO PUBLIC",
                "ALTER ROLE CURRENT_USER CREATEROLE",
                "ALTER ROLE CURRENT_USER VALID UNTIL 'infinity'",
                "ALTER ROLE CURRENT_USER CONNECTION LIMIT -1",
                "ALTER DATABASE shop_apart SET search_path = public",
                "ALTER SYSTEM SET log_statement = 'all'",
                "SET SESSION AUTHORIZATION shop_admin",
                "SET ROLE shop_admin",
                "SET ROLE pg_read_all_data",
                "REASSIGN OWNED BY shop_admin TO CURRENT_USER",
                "SELECT rolpassword FROM pg_authid",
                "SELECT passwd FROM pg_shadow",
                "SELECT * FROM pg_statistic",
                "SELECT pg_reload_conf()",
                "TRUNCATE sales.orders",
                "DO $$ BEGIN LOCK TABLE sales.customers IN ACCESS EXCLUSIVE MODE; END $$"
            })
    void noWayAroundTheGrantsIsOpen(String statement) {
        assertThatThrownBy(() -> {
                    try (var sending = selling.createStatement()) {
                        sending.execute(statement);
                    }
                })
                .as(statement)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        // Of a server that was built without the extension: not supported, or no such file.
                        e -> assertThat(e.getSQLState()).as(e.getMessage()).matches("42...|0A000|58P01"));
    }

    /** What PostgreSQL lets everybody make is nobody else's to read, and goes with the role. */
    @Test
    void whatASessionMakesIsItsOwnAndGoesWithTheRole() throws Exception {
        String object = Shop.query(selling, "SELECT lo_from_bytea(0, 'seen')").get(0);
        try (var statement = selling.createStatement()) {
            statement.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA sales GRANT SELECT ON TABLES TO PUBLIC");
            statement.execute("CREATE TEMPORARY TABLE notes (text text)");
        }
        assertRefused(mailing, "SELECT lo_get(" + object + ")");
        assertThat(roles.revoke(seller).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo(CredentialEnd.REVOKED);
        assertThat(shop.roles()).doesNotContain(seller.id());
        assertThat(Shop.query(shop.superuser(), "SELECT oid FROM pg_largeobject_metadata WHERE oid = " + object))
                .isEmpty();
        assertThat(Shop.query(shop.superuser(), "SELECT oid FROM pg_default_acl"))
                .isEmpty();
    }

    /** RESET ROLE and RESET SESSION AUTHORIZATION lead back to the role itself, and a search path opens no schema. */
    @Test
    void nothingThatASessionSetsMakesItAnother() throws Exception {
        try (var statement = selling.createStatement()) {
            for (String reset : List.of(
                    "RESET ROLE", "RESET SESSION AUTHORIZATION", "DISCARD ALL", "SET search_path = sales, pg_temp")) {
                statement.execute(reset);
            }
        }
        assertThat(Shop.query(selling, "SELECT session_user || ' ' || current_user"))
                .containsExactly(seller.id() + " " + seller.id());
        assertRefused(selling, "SELECT name FROM customers");
    }

    private static void assertRefused(Connection session, String statement) {
        assertThatThrownBy(() -> Shop.query(session, statement)).as(statement).isInstanceOf(SQLException.class);
    }
}
