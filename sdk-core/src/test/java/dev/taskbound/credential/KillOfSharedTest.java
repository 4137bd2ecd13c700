/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.IssuedCredential;
import dev.taskbound.guard.RevocationReport;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Issue 6, judged by 1: a kill where many calls of a task present one credential ({@code reuse: task}). */
@NeedsPart(Loopback.class)
@Timeout(120)
class KillOfSharedTest {
    private static final int CALLS = 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final InMemoryAuditSink audit = new InMemoryAuditSink(10_000);
    private final GuardedHttp http = GuardedHttp.wrap(
            new OkHttpClient.Builder().readTimeout(Duration.ZERO).build());
    private final AtomicInteger bodies = new AtomicInteger();
    private final Service orders = new Service();
    private final Service ledger = new Service();
    private FakeAuthorizationServer server;
    private ToolGuard guard;
    private TaskScope task;
    private TaskScope other;

    /** Answers nobody until it is let. */
    private static final class Service extends Dispatcher {
        private final MockWebServer web = new MockWebServer();
        private final List<String> presented = new CopyOnWriteArrayList<>();
        private volatile CountDownLatch answers = new CountDownLatch(1);

        Service start() throws IOException {
            web.setDispatcher(this);
            web.start();
            return this;
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            presented.add(String.valueOf(request.getHeaders().get("Authorization")));
            answers.await(60, TimeUnit.SECONDS);
            return new MockResponse.Builder().body("ok").build();
        }
    }

    @BeforeEach
    void open() throws Exception {
        server = new FakeAuthorizationServer();
        server.revokes = true;
        guard = ToolGuard.builder()
                .policy(Policy.parse("shared.yaml", policy()))
                .audit(audit)
                .workload("pod", TestSources.POD)
                .patience(Duration.ofSeconds(30))
                .build();
        task = open("reader");
        other = open("clerk");
    }

    private String policy() throws IOException {
        return """
                version: 1
                name: shared
                revision: 1
                agents: { reader: { owner: team }, clerk: { owner: team } }
                sources:
                  bank: { type: token-exchange, issuer: "ISSUER", identities: [ { client: agent, workload: pod } ] }
                destinations:
                  orders: { hosts: ["127.0.0.1:ORDERS"], private: true, source: bank, audience: orders, reuse: task,
                            scopes: { read: orders.read }, ttl: 60s }
                  ledger: { hosts: ["127.0.0.1:LEDGER"], private: true, source: bank, audience: ledger, reuse: task,
                            scopes: { read: ledger.read }, ttl: 60s }
                tools:
                  look: { action: read, destination: orders }
                  sums: { action: read, destination: ledger }
                intents:
                  serve:
                    open: { agents: [reader, clerk] }
                    allow: [ { tool: look }, { tool: sums } ]
                    limits: { calls: 100000, denials: 100000 }
                """.replace("ISSUER", server.issuer().toString())
                .replace("ORDERS", String.valueOf(orders.start().web.getPort()))
                .replace("LEDGER", String.valueOf(ledger.start().web.getPort()));
    }

    private TaskScope open(String agent) {
        return guard.open(TaskRequest.intent("serve")
                .agent(agent)
                .principal(Principal.verified("test", "alice").withToken(Secret.of(CallRequests.SUBJECT_TOKEN)))
                .build());
    }

    @AfterEach
    void close() {
        orders.answers.countDown();
        ledger.answers.countDown();
        guard.close();
        threads.shutdownNow();
        orders.web.close();
        ledger.web.close();
        server.close();
    }

    private String call(TaskScope in, String tool, Service service) throws IOException {
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + service.web.getPort() + "/")
                .build();
        return in.call(ToolCall.of(ToolDescriptor.named(tool), "{}"), context -> {
            bodies.incrementAndGet();
            try (Response response = http.newCall(request).execute()) {
                return String.valueOf(response.code());
            }
        });
    }

    private List<Future<String>> looks() {
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(threads.submit(() -> call(task, "look", orders)));
        }
        return calls;
    }

    private Target target(Kind kind) {
        return new Target(
                kind,
                switch (kind) {
                    case TASK -> task.task().id();
                    case AGENT -> "reader";
                    case TOOL -> "look";
                    case DESTINATION -> "orders";
                    default -> FakeAuthorizationServer.id(server.issued.get(0));
                });
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TASK", "AGENT", "TOOL", "DESTINATION", "CREDENTIAL"})
    void aKillStopsAllCallsRevokesTheCredentialOnceAndLeavesTheOtherTaskAlone(Kind kind) throws Exception {
        List<Future<String>> calls = looks();
        RevocationTest.await(() -> orders.presented.size() == CALLS);
        Future<String> elsewhere = threads.submit(() -> call(other, "sums", ledger));
        RevocationTest.await(() -> ledger.presented.size() == 1);
        assertThat(server.issued).as("one for each task").hasSize(2);
        String shared = server.issued.get(0);
        assertThat(orders.presented).containsOnly("Bearer " + shared);

        RevocationReport report = guard.revoke(target(kind), "ada", "drill");

        assertThat(report.calls()).hasSize(CALLS);
        assertThat(report.credentials())
                .singleElement()
                .matches(IssuedCredential::isDead)
                .extracting(IssuedCredential::id)
                .isEqualTo(FakeAuthorizationServer.id(shared));
        assertThat(server.revoked).containsExactly(shared);
        orders.answers.countDown();
        for (Future<String> each : calls) {
            assertThatThrownBy(each::get)
                    .hasCauseInstanceOf(ToolCallDeniedException.class)
                    .hasMessageContaining(ReasonCode.REVOKED.name());
        }
        assertThat(bodies).as("tools that began").hasValue(CALLS + 1);

        ledger.answers.countDown();
        assertThat(elsewhere.get(60, TimeUnit.SECONDS)).isEqualTo("200");
        assertThat(call(other, "sums", ledger)).isEqualTo("200");
        assertThat(ledger.presented).containsOnly("Bearer " + server.issued.get(1));

        nobodyGetsItAgain(kind, shared);
        task.close();
        other.close();
        guard.close();
        assertThat(server.revocations.stream().filter(form -> shared.equals(form.get("token"))))
                .as("how often it was revoked")
                .hasSize(1);
        assertThat(orders.presented.stream().filter(("Bearer " + shared)::equals))
                .as("requests with it")
                .hasSize(CALLS);
    }

    private void nobodyGetsItAgain(Kind kind, String shared) throws Exception {
        int issued = server.issued.size();
        int arrived = orders.presented.size();
        if (kind != Kind.CREDENTIAL) {
            assertThatThrownBy(() -> call(task, "look", orders)).isInstanceOf(ToolCallDeniedException.class);
            assertThat(orders.presented).as("what left after the kill").hasSize(arrived);
            assertThat(guard.lift(target(kind), "ada", "over")).isTrue();
        }
        // A kill by agent or task ends the task; by anything else it goes on, with a credential that is new.
        boolean goesOn = kind != Kind.TASK && kind != Kind.AGENT;
        try (TaskScope fresh = open("reader")) {
            assertThat(call(fresh, "look", orders)).isEqualTo("200");
            if (goesOn) {
                assertThat(call(task, "look", orders)).isEqualTo("200");
            }
        }
        assertThat(server.issued).as("asked for anew").hasSize(issued + (goesOn ? 2 : 1));
        assertThat(orders.presented.subList(arrived, orders.presented.size()))
                .isNotEmpty()
                .doesNotContain("Bearer " + shared);
    }

    /** Twenty calls wait for one token while their task is killed: none of them gets it, and it is revoked once. */
    @Test
    void aCredentialThatManyWaitForIsRevokedWhenItComes() throws Exception {
        CountDownLatch issues = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        server.claims = claims -> {
            asked.countDown();
            try {
                issues.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        List<Future<String>> calls = looks();
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        RevocationTest.await(() -> audit.records().stream()
                        .filter(record -> record.event().type() == dev.taskbound.audit.AuditEvent.Type.STARTED)
                        .count()
                == CALLS);

        RevocationReport report = guard.revoke(target(Kind.TASK), "ada", "drill");
        assertThat(report.alive()).as("said of what has not come").isNotEmpty().allSatisfy(each -> {
            assertThat(each.id()).isEmpty();
            assertThat(each.isDead()).isFalse();
        });
        issues.countDown();
        for (Future<String> each : calls) {
            assertThatThrownBy(each::get).hasCauseInstanceOf(ToolCallDeniedException.class);
        }
        RevocationTest.await(() -> server.revoked.size() == 1);
        guard.close();
        assertThat(server.issued).hasSize(1);
        assertThat(server.revocations).hasSize(1);
        assertThat(bodies).hasValue(0);
        assertThat(orders.presented).isEmpty();
    }
}
