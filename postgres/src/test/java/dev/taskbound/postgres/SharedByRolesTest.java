/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.Action;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.parts.NeedsPart;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What every role of a database shares with every other, and what a superuser can take from all of them. docs/postgres.md. */
@NeedsPart(PostgresServer.class)
@Timeout(120)
class SharedByRolesTest {
    /** As in docs/postgres.md. */
    private static final List<String> NARROWED = List.of(
            "REVOKE TEMPORARY ON DATABASE shop_shared FROM PUBLIC",
            """
            DO $$ DECLARE f regprocedure; BEGIN
              FOR f IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
                       AND proname ~ '^(pg_(try_)?advisory_|lo_|loread$|lowrite$|pg_notify$)' LOOP
                EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
              END LOOP;
            END $$""",
            "GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO shop_admin");
    /** For which whoever makes and drops roles waits. */
    private static final String OURS = "499851160418";

    private Shop shop;
    private PostgresRoles roles;
    private Credential seller;
    private Connection selling;
    private Connection mailing;

    @BeforeEach
    void open() throws Exception {
        shop = Shop.open("shop_shared");
        roles = PostgresRoles.builder("shop-roles", shop.admin())
                .installation("shared")
                .build();
        seller = issue("select:sales.orders");
        selling = login(seller);
        mailing = login(issue("select:sales.customers(id,name)"));
    }

    private Credential issue(String scopes) throws Exception {
        return roles.issue(shop.request(Action.WRITE, scopes, Duration.ofSeconds(60)))
                .toCompletableFuture()
                .get(40, TimeUnit.SECONDS);
    }

    private Connection login(Credential role) throws SQLException {
        return DriverManager.getConnection(shop.url(), role.id(), role.token().reveal());
    }

    private void narrow() throws SQLException {
        Shop.run(shop.superuser(), NARROWED.toArray(String[]::new));
    }

    @AfterEach
    void close() throws Exception {
        selling.close();
        mailing.close();
        roles.close();
        assertThat(shop.roles()).as("nothing is left in the database").isEmpty();
    }

    private static void run(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertRefused(Connection session, String sql) {
        assertThatThrownBy(() -> run(session, sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    private String heard() throws SQLException {
        PGNotification[] heard = selling.unwrap(PGConnection.class).getNotifications(10_000);
        return heard == null || heard.length == 0 ? "" : heard[0].getParameter();
    }

    /** There is no privilege on channels: the function can be taken away, the statements cannot. */
    @Test
    void whateverOneNotifiesTheOtherMayHearAndOnlyTheFunctionCanBeTakenAway() throws Exception {
        run(selling, "LISTEN orders");
        Shop.run(PostgresServer.server().getPostgresDatabase(), "NOTIFY orders, 'from another database'");
        run(mailing, "SELECT pg_notify('orders', 'by the function')");
        assertThat(heard()).isEqualTo("by the function");
        narrow();
        assertRefused(mailing, "SELECT pg_notify('orders', 'by the function')");
        run(mailing, "NOTIFY orders, 'by the statement'");
        assertThat(heard()).isEqualTo("by the statement");
    }

    @Test
    void anAdvisoryLockOfOneIsInTheOthersWayAndItsNumberIsSeen() throws Exception {
        run(mailing, "SELECT pg_advisory_lock(4711)");
        assertThat(Shop.query(selling, "SELECT pg_try_advisory_lock(4711)")).containsExactly("f");
        assertThat(Shop.query(selling, "SELECT objid FROM pg_locks WHERE locktype = 'advisory'"))
                .contains("4711");
        narrow();
        assertRefused(selling, "SELECT pg_try_advisory_lock(4712)");
        assertRefused(selling, "SELECT pg_advisory_xact_lock(4712)");
        assertRefused(selling, "SELECT pg_advisory_lock_shared(47, 12)");
    }

    /** Who holds the lock of those who make roles keeps calls waiting, and a drop; not the end of logins and sessions. */
    @Test
    void whoHoldsOurLockHoldsUpRolesButNoKill() throws Exception {
        run(mailing, "SELECT pg_advisory_lock(" + OURS + ")");
        CompletableFuture<CredentialEnd> ended = roles.revoke(seller).toCompletableFuture();
        while (selling.isValid(30)) {
            Thread.sleep(20);
        }
        assertThatThrownBy(() -> login(seller)).isInstanceOf(SQLException.class);
        assertThat(ended).isNotDone();
        assertThat(shop.roles()).contains(seller.id());
        mailing.close();
        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo(CredentialEnd.REVOKED);
        assertThat(shop.roles()).doesNotContain(seller.id());
    }

    @Test
    void narrowedNobodyHoldsOurLockAndRolesAreStillMade() throws Exception {
        narrow();
        assertRefused(mailing, "SELECT pg_advisory_lock(" + OURS + ")");
        Credential next = issue("select:sales.orders");
        assertThat(roles.revoke(next).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo(CredentialEnd.REVOKED);
        Shop.run(shop.superuser(), "REVOKE EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) FROM shop_admin");
        try {
            assertThat(catchThrowable(() -> issue("select:sales.orders")))
                    .hasCauseInstanceOf(CredentialException.class)
                    .hasMessageContaining("42501");
        } finally {
            Shop.run(shop.superuser(), "GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO shop_admin");
        }
    }

    /** One's content is not the other's to read, but everybody may make them, and see that they are there. */
    @Test
    void largeObjectsAreSeenByTheirNumbersUntilNobodyMayMakeAny() throws Exception {
        String object =
                Shop.query(selling, "SELECT lo_from_bytea(0, 'content')").get(0);
        assertThat(Shop.query(mailing, "SELECT oid FROM pg_largeobject_metadata"))
                .containsExactly(object);
        assertRefused(mailing, "SELECT lo_get(" + object + ")");
        assertRefused(mailing, "SELECT data FROM pg_largeobject");
        narrow();
        assertRefused(selling, "SELECT lo_from_bytea(0, 'content')");
        assertRefused(selling, "SELECT lo_create(0)");
        assertRefused(selling, "SELECT lo_get(" + object + ")");
    }

    @Test
    void temporaryTablesCanBeTakenFromEverybody() throws Exception {
        run(mailing, "CREATE TEMPORARY TABLE notes (text text)");
        narrow();
        assertRefused(selling, "CREATE TEMPORARY TABLE notes (text text)");
    }

    /** With which GuardedDataSource names its task. */
    @Test
    void theNameOfASessionIsSeen() throws Exception {
        run(selling, "SET application_name = 'taskbound task-1'");
        assertThat(Shop.query(
                        mailing, "SELECT application_name FROM pg_stat_activity WHERE usename = '" + seller.id() + "'"))
                .containsExactly("taskbound task-1");
    }

    /** The catalog is everybody's: names of tables, columns and roles, sizes, who is there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT attname FROM pg_attribute WHERE attrelid = (SELECT c.oid FROM pg_class c JOIN pg_namespace n"
                        + " ON n.oid = c.relnamespace WHERE n.nspname = 'sales' AND relname = 'orders')",
                "SELECT relname FROM pg_stat_user_tables WHERE relname = 'orders'",
                "SELECT pg_relation_size(c.oid) FROM pg_class c WHERE relname = 'orders'",
                "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tb\\_%' AND rolname <> current_user",
                "SELECT pid FROM pg_stat_activity WHERE usename LIKE 'tb\\_%' AND usename <> current_user"
            })
    void theCatalogShowsWhatThereIs(String query) throws Exception {
        assertThat(Shop.query(mailing, query)).isNotEmpty();
    }
}
