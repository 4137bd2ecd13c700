/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Action;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.parts.NeedsPart;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 6, judged by 1: a kill of many calls that hold roles does not unmake them one after another. */
@NeedsPart(PostgresServer.class)
@Timeout(120)
class UnmadeTogetherTest {
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final int ROLES = 30;

    private Shop shop;
    private RecordingDataSource recorded;
    private Held admin;
    private PostgresRoles roles;

    @BeforeEach
    void open() throws Exception {
        shop = Shop.open("shop_together");
        recorded = new RecordingDataSource(shop.admin());
        admin = new Held(recorded);
        roles = PostgresRoles.builder("shop-roles", admin)
                .installation("together")
                .sweepEvery(Duration.ofHours(1))
                .build();
    }

    @AfterEach
    void close() throws Exception {
        roles.close();
        assertThat(shop.roles()).as("nothing is left in the database").isEmpty();
    }

    @Test
    void manyRolesLoseTheirSessionsAndAreDroppedInFewTransactions() throws Exception {
        List<Credential> made = issue();
        try (Connection session = login(made.get(0));
                Connection other = login(made.get(ROLES - 1))) {
            assertThat(endAll(made)).containsOnly(CredentialEnd.REVOKED);
            assertThat(shop.roles()).isEmpty();
            assertThat(session.isValid(30)).isFalse();
            assertThat(other.isValid(30)).isFalse();
        }
        // Two that were begun before the others had come, and what came meanwhile.
        assertThat(recorded.statements.stream().filter(sql -> sql.startsWith("DROP ROLE")))
                .hasSizeBetween(1, 4);
        assertThat(roles.leftovers()).isEmpty();
    }

    @Test
    void oneThatCannotBeDroppedIsShutOutAndKeepsNoOtherAlive() throws Exception {
        Shop elsewhere = Shop.open("shop_elsewhere");
        List<Credential> made = issue();
        String kept = made.get(ROLES / 2).id();
        Shop.run(elsewhere.superuser(), "GRANT USAGE ON SCHEMA sales TO \"" + kept + "\"");
        try {
            List<CredentialEnd> ends = endAll(made);
            assertThat(ends.get(ROLES / 2)).isEqualTo(CredentialEnd.RETRYING);
            assertThat(ends).filteredOn(CredentialEnd.REVOKED::equals).hasSize(ROLES - 1);
            assertThat(shop.roles()).containsExactly(kept);
            assertThat(roles.leftovers()).extracting(left -> left.role()).containsExactly(kept);
            assertThat(Shop.query(shop.superuser(), "SELECT rolcanlogin FROM pg_roles WHERE rolname = '" + kept + "'"))
                    .containsExactly("f");
        } finally {
            Shop.run(elsewhere.superuser(), "REVOKE USAGE ON SCHEMA sales FROM \"" + kept + "\"");
        }
    }

    private Connection login(Credential role) throws SQLException {
        return DriverManager.getConnection(shop.url(), role.id(), role.token().reveal());
    }

    private List<Credential> issue() throws Exception {
        List<Credential> made = new ArrayList<>();
        for (int i = 0; i < ROLES; i++) {
            made.add(roles.issue(shop.request(Action.READ, Shop.READ, TTL))
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS));
        }
        return made;
    }

    /** All of them are to end before the first can. */
    private List<CredentialEnd> endAll(List<Credential> made) throws Exception {
        CountDownLatch go = admin.hold();
        List<CompletableFuture<CredentialEnd>> ends = made.stream()
                .map(each -> roles.revoke(each).toCompletableFuture())
                .toList();
        go.countDown();
        List<CredentialEnd> all = new ArrayList<>();
        for (CompletableFuture<CredentialEnd> end : ends) {
            all.add(end.get(60, TimeUnit.SECONDS));
        }
        return all;
    }

    /** Gives connections when it is let. */
    private static final class Held extends PlainDataSource {
        private final DataSource database;
        private volatile CountDownLatch open = new CountDownLatch(0);

        Held(DataSource database) {
            this.database = database;
        }

        CountDownLatch hold() {
            open = new CountDownLatch(1);
            return open;
        }

        @Override
        public Connection getConnection() throws SQLException {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", "57014", e);
            }
            return database.getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return database.getConnection(username, password);
        }
    }
}
