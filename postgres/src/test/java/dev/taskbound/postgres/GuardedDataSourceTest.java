/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.credential.Credential;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tool with a database, through the real guard, on a real server. */
@NeedsPart(PostgresServer.class)
@Timeout(120)
class GuardedDataSourceTest {
    private static final ToolDescriptor FIND = ToolDescriptor.named("find")
            .withSchema("{\"type\":\"object\",\"properties\":{\"status\":{\"type\":\"string\"}}}");
    private static final ToolDescriptor MARK = ToolDescriptor.named("mark")
            .withSchema("{\"type\":\"object\",\"properties\":{\"status\":{\"type\":\"string\"}}}");

    private final AtomicInteger bodies = new AtomicInteger();
    private final InMemoryAuditSink audit = new InMemoryAuditSink(10_000);
    private Shop shop;
    private PostgresRoles roles;
    private ToolGuard guard;
    private GuardedDataSource database;

    @BeforeEach
    void open() throws Exception {
        shop = Shop.open("shop_calls");
        roles = PostgresRoles.builder("shop-roles", shop.admin())
                .installation("calls")
                .build();
        guard = guard("localhost:" + shop.port(), audit);
        database = GuardedDataSource.to(shop.url());
    }

    private ToolGuard guard(String host, InMemoryAuditSink audit) {
        return ToolGuard.builder()
                .policy(Policy.parse("shop.yaml", policy(host)))
                .audit(audit)
                .credentialSource("shop-roles", roles)
                .patience(Duration.ofSeconds(50))
                .build();
    }

    private static String policy(String host) {
        return """
                version: 1
                name: shop
                revision: 1
                agents: { bot: { owner: team } }
                sources: { shop-roles: { type: custom } }
                destinations:
                  shop: { hosts: ["%s"], source: shop-roles, audience: shop, ttl: 60s,
                          scopes: { read: "%s", write: "%s" } }
                tools:
                  find: { action: read, destination: shop }
                  mark: { action: write, destination: shop }
                intents:
                  serve: { open: { agents: [bot] }, allow: [ { tool: find }, { tool: mark } ],
                           limits: { calls: 1000, writes: 1000, denials: 1000 } }
                """.formatted(host, Shop.READ, Shop.WRITE);
    }

    @AfterEach
    void close() throws Exception {
        guard.close();
        roles.close();
        assertThat(shop.roles()).as("nothing is left in the database").isEmpty();
    }

    private TaskScope task() {
        return guard.open(TaskRequest.intent("serve")
                .agent("bot")
                .principal(Principal.verified("test", "alice"))
                .build());
    }

    private List<String> query(CallContext call, String sql) throws SQLException {
        bodies.incrementAndGet();
        try (Connection session = database.getConnection()) {
            return Shop.query(session, sql);
        }
    }

    @Test
    void aToolUsesTheDatabaseAsTheRoleOfItsCall() throws Exception {
        try (TaskScope task = task()) {
            List<String> user = task.call(ToolCall.of(FIND, "{}"), call -> query(call, "SELECT current_user"));
            assertThat(user).allMatch(name -> name.startsWith("tb_"));
            List<String> another = task.call(ToolCall.of(FIND, "{}"), call -> query(call, "SELECT current_user"));
            assertThat(another).isNotEqualTo(user);
        }
        assertThat(bodies).hasValue(2);
    }

    @Test
    void eachActionHasARoleOfItsOwn() throws Exception {
        try (TaskScope task = task()) {
            String update = "UPDATE sales.orders SET status = 'paid' RETURNING status";
            assertThatThrownBy(() -> task.call(ToolCall.of(FIND, "{}"), call -> query(call, update)))
                    .isInstanceOf(SQLException.class);
            List<String> updated = task.call(ToolCall.of(MARK, "{}"), call -> query(call, update));
            assertThat(updated).hasSize(2);
        }
    }

    @Test
    void thereIsNoConnectionWithoutACall() {
        assertDenied(ReasonCode.NO_TASK, catchThrowable(database::getConnection));
        assertDenied(ReasonCode.NO_TASK, catchThrowable(() -> database.getConnection("shop_admin", "admin")));
    }

    @Test
    void aDatabaseThatTheDestinationDoesNotListIsRefused() {
        try (ToolGuard elsewhere = guard("db.example.com:5432", new InMemoryAuditSink(100));
                TaskScope task = elsewhere.open(TaskRequest.intent("serve")
                        .agent("bot")
                        .principal(Principal.verified("test", "alice"))
                        .build())) {
            assertDenied(
                    ReasonCode.DESTINATION_NOT_ALLOWED,
                    catchThrowable(() -> task.call(ToolCall.of(FIND, "{}"), call -> query(call, "SELECT 1"))));
        }
    }

    @Test
    void aPasswordOfTheToolsOwnIsRefusedAndRecorded() {
        try (TaskScope task = task()) {
            assertDenied(
                    ReasonCode.DESTINATION_NOT_ALLOWED,
                    catchThrowable(() ->
                            task.call(ToolCall.of(FIND, "{}"), call -> database.getConnection("shop_admin", "admin"))));
        }
        assertThat(audit.records()).anyMatch(record -> record.event().type() == AuditEvent.Type.REFUSED_INSIDE);
    }

    @Test
    void aSessionKeptBeyondItsCallIsClosed() throws Exception {
        try (TaskScope task = task()) {
            Connection kept = task.call(ToolCall.of(FIND, "{}"), call -> database.getConnection());
            assertThatThrownBy(() -> Shop.query(kept, "SELECT 1")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aKillStopsTheStatementAndTheRole() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CountDownLatch inside = new CountDownLatch(1);
        TaskScope task = task();
        CompletableFuture<Throwable> running = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> task.call(ToolCall.of(MARK, "{}"), call -> {
                    bodies.incrementAndGet();
                    try (Connection session = database.getConnection()) {
                        Shop.query(session, "SELECT 1");
                        inside.countDown();
                        return Shop.query(session, "SELECT pg_sleep(50)");
                    }
                })),
                pool);
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        guard.revoke(new Revocation.Target(Revocation.Kind.DESTINATION, "shop"), "ada", "test");

        assertThat(running.get(30, TimeUnit.SECONDS)).isNotNull();
        assertDenied(
                ReasonCode.REVOKED,
                catchThrowable(() -> task.call(ToolCall.of(FIND, "{}"), call -> query(call, "SELECT 1"))));
        assertThat(bodies).hasValue(1);
        while (!shop.roles().isEmpty()) {
            Thread.sleep(20);
        }
        assertThat(Shop.query(
                        shop.superuser(),
                        "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(50)'"
                                + " AND state = 'active' AND pid <> pg_backend_pid()"))
                .isEmpty();
        pool.shutdownNow();
    }

    @Test
    void aKillEndsALoginThatIsUnderWay() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ToolGuard slow = guard("localhost:" + silent.getLocalPort(), new InMemoryAuditSink(100))) {
            GuardedDataSource never =
                    GuardedDataSource.to("jdbc:postgresql://localhost:" + silent.getLocalPort() + "/shop_calls");
            TaskScope task = slow.open(TaskRequest.intent("serve")
                    .agent("bot")
                    .principal(Principal.verified("test", "alice"))
                    .build());
            ExecutorService pool = Executors.newSingleThreadExecutor();
            CompletableFuture<Throwable> running = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> task.call(ToolCall.of(MARK, "{}"), call -> never.getConnection())),
                    pool);
            try (Socket login = silent.accept()) {
                slow.revoke(new Revocation.Target(Revocation.Kind.TOOL, "mark"), "ada", "test");
                assertDenied(ReasonCode.REVOKED, running.get(30, TimeUnit.SECONDS));
                login.setSoTimeout(30_000);
                assertThat(restOf(login))
                        .as("bytes of the login that was begun")
                        .isLessThan(100);
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private static int restOf(Socket login) {
        try {
            return login.getInputStream().readAllBytes().length;
        } catch (IOException e) {
            // Cut off without more.
            return 0;
        }
    }

    @Test
    void manyCallsAtOnceHaveARoleEachAndLeaveNone() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try (TaskScope task = task()) {
            List<CompletableFuture<List<String>>> users = IntStream.range(0, 64)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> currentUser(task), pool))
                    .toList();
            assertThat(users.stream().flatMap(each -> each.join().stream()))
                    .hasSize(64)
                    .doesNotHaveDuplicates();
        } finally {
            pool.shutdownNow();
        }
    }

    private List<String> currentUser(TaskScope task) {
        try {
            return task.call(ToolCall.of(FIND, "{}"), call -> query(call, "SELECT current_user"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noRoleIsMadeBeforeTheCallIsOnRecordAndItsPasswordIsInNoRecord() throws Exception {
        try (TaskScope task = task()) {
            Credential seen =
                    task.call(ToolCall.of(FIND, "{}"), call -> call.credential().orElseThrow());
            List<AuditRecord> records = audit.records();
            int started = indexOf(records, AuditEvent.Type.STARTED);
            assertThat(indexOf(records, AuditEvent.Type.CREDENTIAL_ISSUED)).isGreaterThan(started);
            assertThat(records.toString())
                    .contains(seen.id())
                    .doesNotContain(seen.token().reveal());
            assertThat(seen.toString() + database + roles)
                    .doesNotContain(seen.token().reveal());
            assertThat(seen.expiresAt()).isBefore(Instant.now().plusSeconds(65));
        }
    }

    private static int indexOf(List<AuditRecord> records, AuditEvent.Type type) {
        return IntStream.range(0, records.size())
                .filter(i -> records.get(i).event().type() == type)
                .findFirst()
                .orElse(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://localhost/shop",
                "postgresql://localhost/shop",
                "jdbc:postgresql://localhost/shop?user=me",
                "jdbc:postgresql://localhost/shop?password=secret-password"
            })
    void anAddressThatIsNoneOrBringsASecretIsRefusedWithoutShowingIt(String url) {
        assertThatThrownBy(() -> GuardedDataSource.to(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret-password");
    }

    @Test
    void allHostsOfAnAddressCountAndRemoteOnesWantTls() {
        DatabaseUrl url = DatabaseUrl.parse("jdbc:postgresql://A.example,b.example:5433/shop");
        assertThat(url.hosts()).containsExactly("a.example:5432", "b.example:5433");
        assertThat(url.wantsTls()).isTrue();
        assertThat(DatabaseUrl.parse("jdbc:postgresql://localhost/shop").wantsTls())
                .isFalse();
        assertThat(DatabaseUrl.parse("jdbc:postgresql://a.example/shop?sslmode=require")
                        .wantsTls())
                .isFalse();
    }

    private static void assertDenied(ReasonCode reason, Throwable thrown) {
        assertThat(thrown).isInstanceOf(ToolCallDeniedException.class);
        assertThat(((ToolCallDeniedException) thrown).reason()).isEqualTo(reason);
    }
}
