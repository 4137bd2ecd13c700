/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.Action;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.DatabaseLogin;
import dev.taskbound.parts.NeedsPart;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An administrator whose password lives for a short time. On a real server. */
@NeedsPart(PostgresServer.class)
@Timeout(120)
class LeasedDataSourceTest {
    private static final Duration LIFE = Duration.ofMinutes(3);

    private Shop shop;
    private ShopLogins logins;

    @BeforeEach
    void open() throws Exception {
        shop = Shop.open("shop_leased");
        logins = new ShopLogins(shop, LIFE);
    }

    @AfterEach
    void close() {
        logins.issued.forEach(logins::drop);
    }

    private LeasedDataSource leased(Duration later) {
        Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
        return new LeasedDataSource(DatabaseUrl.parse(shop.url()), "shop_admin", logins, clock);
    }

    @Test
    void oneLoginServesUntilTwoThirdsOfItsLifeAreOver() throws Exception {
        MovingClock clock = new MovingClock();
        LeasedDataSource admin = new LeasedDataSource(DatabaseUrl.parse(shop.url()), "shop_admin", logins, clock);
        List<String> user = users(admin);
        clock.now = clock.now.plus(Duration.ofSeconds(115));
        assertThat(users(admin)).isEqualTo(user);
        clock.now = clock.now.plus(Duration.ofSeconds(10));
        assertThat(users(admin)).isNotEqualTo(user);
        assertThat(logins.issued).hasSize(2);
    }

    private static List<String> users(LeasedDataSource admin) throws SQLException {
        return Shop.query(admin, "SELECT session_user");
    }

    @Test
    void everythingIsDoneAsTheRoleThatStays() throws Exception {
        assertThat(Shop.query(leased(Duration.ZERO), "SELECT current_user")).containsExactly("shop_admin");
    }

    @Test
    void aRoleMadeUnderOneLoginIsUnmadeUnderTheNextWhenTheFirstIsGone() throws Exception {
        LeasedDataSource admin = leased(Duration.ZERO);
        try (PostgresRoles roles = PostgresRoles.builder("shop-roles", admin)
                .installation("leased")
                .sweepEvery(Duration.ofMinutes(5))
                .build()) {
            Credential role = roles.issue(shop.request(Action.WRITE, Shop.WRITE, Duration.ofSeconds(60)))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(shop.roles()).contains(role.id());
            logins.issued.forEach(logins::drop);
            int before = logins.issued.size();

            roles.revoke(role).toCompletableFuture().get(30, TimeUnit.SECONDS);

            assertThat(logins.issued.size()).isGreaterThan(before);
            assertThat(shop.roles()).doesNotContain(role.id());
        }
    }

    @Test
    void manyWhoAskAtOnceShareOneLogin() {
        LeasedDataSource admin = leased(Duration.ZERO);
        List<CompletableFuture<Void>> asking = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    try (Connection connection = admin.getConnection()) {
                        assertThat(connection.isValid(30)).isTrue();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        asking.forEach(CompletableFuture::join);
        assertThat(logins.issued).hasSize(1);
    }

    @Test
    void withoutALoginThereIsNoRoleAndTheNextCallAsksAgain() throws Exception {
        logins.instead = CompletableFuture.failedFuture(
                new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, "answer-of-the-issuer"));
        try (PostgresRoles roles = PostgresRoles.builder("shop-roles", leased(Duration.ZERO))
                .installation("leased")
                .sweepEvery(Duration.ofMinutes(5))
                .build()) {
            Throwable failure =
                    catchThrowable(() -> roles.issue(shop.request(Action.READ, Shop.READ, Duration.ofSeconds(60)))
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS));
            assertThat(failure).hasCauseInstanceOf(CredentialException.class);
            assertThat(failure.toString()).doesNotContain("answer-of-the-issuer");
            logins.instead = null;
            Credential role = roles.issue(shop.request(Action.READ, Shop.READ, Duration.ofSeconds(60)))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(shop.roles()).contains(role.id());
        }
    }

    @Test
    void aLoginThatTheDatabaseRefusesIsReplacedOnceAndNotShown() {
        logins.instead = CompletableFuture.completedFuture(new DatabaseLogin(
                "nobody", Secret.of("password-of-nobody"), Instant.now().plus(LIFE)));
        LeasedDataSource admin = leased(Duration.ZERO);
        assertThatThrownBy(admin::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageNotContaining("password-of-nobody");
        assertThat(admin.toString()).doesNotContain("password-of-nobody").doesNotContain("nobody");
    }

    @Test
    void aLoginThatMayNotBecomeTheRoleIsOfNoUse() throws Exception {
        ShopLogins.make(shop, "lease_other", "other", LIFE);
        Shop.run(shop.superuser(), "REVOKE shop_admin FROM lease_other");
        logins.instead = CompletableFuture.completedFuture(new DatabaseLogin(
                "lease_other", Secret.of("other"), Instant.now().plus(LIFE)));
        assertThatThrownBy(() -> leased(Duration.ZERO).getConnection()).isInstanceOf(SQLException.class);
        logins.drop("lease_other");
    }

    private static final class MovingClock extends Clock {
        volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
