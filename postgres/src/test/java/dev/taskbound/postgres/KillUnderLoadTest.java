/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.IssuedCredential;
import dev.taskbound.guard.RevocationReport;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation.Target;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 6, judged by 1: two hundred threads, four destinations, one of them PostgreSQL, and a kill in the middle of it. The
 * order of things is looked at where it is certain: at the sockets of the sender, and by what each request and statement
 * says of when its tool was about to send it.
 */
@NeedsPart(PostgresServer.class)
@Timeout(120)
class KillUnderLoadTest {
    private static final int THREADS = 200;
    private static final List<String> WEB = List.of("orders", "mail", "pay");

    private final InMemoryAuditSink audit = new InMemoryAuditSink(1_000_000);
    private final SentBytes sent = new SentBytes();
    private final GuardedHttp http =
            GuardedHttp.wrap(new OkHttpClient.Builder().socketFactory(sent).build());
    private final AtomicInteger bodies = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Set<String> issued = ConcurrentHashMap.newKeySet();
    private final EmbeddedIssuer issuer = EmbeddedIssuer.create();
    private volatile boolean over;

    @Test
    void nothingLeavesOnceTheKillHasReturned() throws Exception {
        Shop shop = Shop.open("shop_kill");
        Shop.run(
                shop.superuser(),
                "CREATE TABLE sales.seen (begun bigint)",
                "ALTER TABLE sales.seen OWNER TO shop_admin");
        GuardedDataSource database = GuardedDataSource.to(shop.url());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (SlowServer orders = new SlowServer();
                SlowServer mail = new SlowServer();
                SlowServer pay = new SlowServer();
                PostgresRoles roles = PostgresRoles.builder("shop-roles", shop.admin())
                        .installation("kill")
                        .build();
                ToolGuard guard = ToolGuard.builder()
                        .policy(Policy.parse("kill.yaml", policy(shop, orders, mail, pay)))
                        .audit(audit)
                        .patience(Duration.ofSeconds(30))
                        .credentialSource("web", new Noting(issuer))
                        .credentialSource("shop-roles", roles)
                        .build()) {
            List<SlowServer> servers = List.of(orders, mail, pay);
            TaskScope task = guard.open(TaskRequest.intent("serve")
                    .agent("bot")
                    .principal(Principal.verified("test", "alice"))
                    .build());
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                threads.execute(() -> work(task, number, servers, database));
            }
            while (answered.get() < THREADS || servers.stream().anyMatch(each -> each.open() < 10)) {
                Thread.sleep(5);
            }

            long from = System.nanoTime();
            RevocationReport report = guard.revoke(Target.EVERYTHING, "ada", "drill");
            long returned = System.nanoTime();
            int bodiesThen = bodies.get();
            long rowsThen = rowsOnceQuiet(shop);
            Instant whenReturned = Instant.now();

            // The threads go on trying meanwhile, each of them more than once.
            int refusedThen = refused(audit);
            while (refused(audit) < refusedThen + 2 * THREADS) {
                Thread.sleep(5);
            }
            over = true;
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

            assertThat(sent.last() - returned)
                    .as("when the last byte left by HTTP, in nanoseconds after the kill had returned")
                    .isNegative();
            assertThat(servers.stream().flatMap(each -> each.begun().stream()))
                    .as("when the tools of the requests that arrived were about to send them")
                    .isNotEmpty()
                    .allSatisfy(begun -> assertThat(begun - returned).isNegative());
            assertThat(Shop.query(shop.superuser(), "SELECT begun FROM sales.seen"))
                    .allSatisfy(begun ->
                            assertThat(Long.parseLong(begun) - returned).isNegative());
            assertThat(rows(shop)).as("statements that came later").isEqualTo(rowsThen);
            assertThat(bodies.get() - bodiesThen).as("tools that began later").isZero();
            assertStopped(report, task);
            assertDead(report, shop, whenReturned);
            System.out.printf(
                    "kill of %d calls: cut after %d ms, last byte by HTTP %d ms after it began, returned after %d ms%n",
                    report.calls().size(),
                    report.lastByte().toMillis(),
                    TimeUnit.NANOSECONDS.toMillis(Math.max(0, sent.last() - from)),
                    TimeUnit.NANOSECONDS.toMillis(returned - from));
        } finally {
            over = true;
            threads.shutdownNow();
        }
        assertThat(shop.roles()).as("roles that are left").isEmpty();
    }

    /** What is counted was stopped: its record says so, and nobody got a result. */
    private void assertStopped(RevocationReport report, TaskScope task) {
        assertThat(report.problems()).isEmpty();
        assertThat(report.tasks()).containsExactly(task.task().id());
        assertThat(report.calls()).hasSizeBetween(1, THREADS);
        Set<String> ended = audit.records().stream()
                .map(record -> record.event())
                .filter(event -> "REVOKED".equals(event.attributes().get("withheld"))
                        || event.type() == Type.DENIED
                                && "REVOKED".equals(event.attributes().get("reason")))
                .map(event -> event.call())
                .collect(Collectors.toSet());
        assertThat(report.calls()).allSatisfy(call -> assertThat(ended).contains(call.id()));
    }

    private void assertDead(RevocationReport report, Shop shop, Instant returned) throws SQLException {
        Set<String> listed = report.alive().stream()
                .peek(each -> assertThat(each.expiresAt()).isAfter(returned.minusSeconds(60)))
                .map(IssuedCredential::id)
                .collect(Collectors.toSet());
        assertThat(issued)
                .isNotEmpty()
                .allSatisfy(id -> assertThat(issuer.isRevoked(id) || listed.contains(id))
                        .as(id)
                        .isTrue());
        assertThat(report.credentials()).allSatisfy(each -> {
            if (each.isDead() && each.source().equals("shop-roles")) {
                assertThat(shop.roles()).doesNotContain(each.id());
            }
        });
    }

    private void work(TaskScope task, int number, List<SlowServer> servers, GuardedDataSource database) {
        int which = number % (WEB.size() + 1);
        boolean web = which < WEB.size();
        ToolDescriptor tool = ToolDescriptor.named(web ? WEB.get(which) : "note");
        while (!over) {
            try {
                task.call(ToolCall.of(tool, "{}"), call -> {
                    bodies.incrementAndGet();
                    return web ? send(servers.get(which), call) : insert(database);
                });
                answered.incrementAndGet();
            } catch (ToolCallDeniedException e) {
                assertThat(e.reason()).isIn(ReasonCode.REVOKED, ReasonCode.CREDENTIAL_UNAVAILABLE);
                pause();
            } catch (Exception e) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String send(SlowServer server, CallContext call) throws IOException {
        Request request = new Request.Builder()
                .url(server.url() + "/" + System.nanoTime())
                .build();
        try (Response response = http.newCall(request).execute()) {
            return response.body().string();
        }
    }

    private static String insert(GuardedDataSource database) throws SQLException {
        try (Connection session = database.getConnection();
                PreparedStatement insert = session.prepareStatement("INSERT INTO sales.seen VALUES (?)")) {
            for (int i = 0; i < 20; i++) {
                insert.setLong(1, System.nanoTime());
                insert.executeUpdate();
            }
            return "done";
        }
    }

    private static int refused(InMemoryAuditSink audit) {
        return (int) audit.records().stream()
                .filter(record -> record.event().type() == Type.DENIED)
                .count();
    }

    private static long rowsOnceQuiet(Shop shop) throws SQLException, InterruptedException {
        while (!Shop.query(
                        shop.superuser(),
                        "SELECT pid FROM pg_stat_activity WHERE usename LIKE 'tb\\_%' AND state = 'active'")
                .isEmpty()) {
            Thread.sleep(5);
        }
        return rows(shop);
    }

    private static long rows(Shop shop) throws SQLException {
        return Long.parseLong(
                Shop.query(shop.superuser(), "SELECT count(*) FROM sales.seen").get(0));
    }

    private static String policy(Shop shop, SlowServer... servers) {
        List<String> destinations = new ArrayList<>();
        for (int i = 0; i < WEB.size(); i++) {
            destinations.add(
                    "  %s: { hosts: [\"127.0.0.1:%d\"], private: true, source: web, audience: %s, ttl: 60s, scopes: { write: w } }"
                            .formatted(WEB.get(i), servers[i].port(), WEB.get(i)));
        }
        return """
                version: 1
                name: kill
                revision: 1
                agents: { bot: { owner: team } }
                sources: { web: { type: custom }, shop-roles: { type: custom } }
                destinations:
                  shop: { hosts: ["localhost:%d"], source: shop-roles, audience: shop, ttl: 60s,
                          scopes: { write: "insert:sales.seen" } }
                %s
                tools:
                  note: { action: write, destination: shop }
                  orders: { action: write, destination: orders }
                  mail: { action: write, destination: mail }
                  pay: { action: write, destination: pay }
                intents:
                  serve: { open: { agents: [bot] },
                           allow: [ { tool: note }, { tool: orders }, { tool: mail }, { tool: pay } ],
                           limits: { calls: 1000000, writes: 1000000, denials: 1000000 } }
                """.formatted(shop.port(), String.join("\n", destinations));
    }

    /** Remembers what was issued. */
    private final class Noting implements CredentialSource {
        private final EmbeddedIssuer issuing;

        Noting(EmbeddedIssuer issuing) {
            this.issuing = issuing;
        }

        @Override
        public CompletionStage<Credential> issue(CredentialRequest request) {
            return issuing.issue(request).whenComplete((credential, failure) -> {
                if (failure == null) {
                    issued.add(credential.id());
                }
            });
        }

        @Override
        public CompletionStage<CredentialEnd> revoke(Credential credential) {
            return issuing.revoke(credential);
        }
    }
}
