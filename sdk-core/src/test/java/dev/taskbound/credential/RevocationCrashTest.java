/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.parts.ChildJvm;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Issue 6, judged by 2: a process is killed while credentials are out; the next one revokes all of them. */
@NeedsPart({ChildJvm.class, Loopback.class})
@Timeout(180)
class RevocationCrashTest {
    private static final int LIFE_SECONDS = 300;
    private static final int THREADS = 6;
    private static final int USED = 100;

    @TempDir
    Path directory;

    private final Set<String> used = ConcurrentHashMap.newKeySet();

    @Test
    void theNextStartRevokesWhateverWasOut() throws Exception {
        Path outbox = directory.resolve("outbox");
        Path log = directory.resolve("worker.txt");
        try (FakeAuthorizationServer server = new FakeAuthorizationServer();
                MockWebServer service = service()) {
            server.revokes = true;
            server.claims = claims -> claims.put("exp", Instant.now().getEpochSecond() + LIFE_SECONDS);
            // The issuer revokes nothing for as long as the first process is there.
            server.revocationAnswer = () -> new MockResponse.Builder().code(503).build();
            String issuer = server.issuer().toString();
            Process worker = ChildJvm.running(
                            Worker.class, issuer, String.valueOf(service.getPort()), outbox.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            awaitUse(worker, log);
            worker.destroyForcibly();
            assertThat(worker.waitFor(30, TimeUnit.SECONDS)).isTrue();
            List<String> seen = List.copyOf(used);
            assertThat(server.revoked).isEmpty();
            assertThat(Files.readString(outbox)).doesNotContain(seen);
            assertThat(Files.readString(log)).doesNotContain(seen).doesNotContainPattern("eyJ[\\w-]{10,}\\.");

            server.revocationAnswer = () -> null;
            try (RevocationOutbox found = RevocationOutbox.open(outbox, RevocationOutboxTest.KEY);
                    ToolGuard restarted = Worker.guard(issuer, "1", found)) {
                RevocationTest.await(() -> server.revoked.containsAll(seen));
                RevocationTest.await(() -> found.entries().isEmpty());
                assertThat(restarted.openTasks()).isEmpty();
            }
            assertThat(Files.readAllLines(outbox).stream().filter(line -> line.startsWith("+")))
                    .hasSizeGreaterThanOrEqualTo(USED)
                    .hasSameSizeAs(Files.readAllLines(outbox).stream()
                            .filter(line -> line.startsWith("-"))
                            .toList());
        }
        try (RevocationOutbox empty = RevocationOutbox.open(outbox, RevocationOutboxTest.KEY)) {
            assertThat(empty.entries()).isEmpty();
        }
    }

    private void awaitUse(Process worker, Path log) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (used.size() < USED) {
            assertThat(worker.isAlive()).as(Files.readString(log)).isTrue();
            assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private MockWebServer service() throws IOException {
        MockWebServer service = new MockWebServer();
        service.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                used.add(String.valueOf(request.getHeaders().get("Authorization"))
                        .substring("Bearer ".length()));
                return new MockResponse.Builder().body("ok").build();
            }
        });
        service.start();
        return service;
    }

    /** Makes calls in several threads until it is killed. Arguments: issuer, port of the service, outbox. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] args) throws Exception {
            ToolGuard guard =
                    guard(args[0], args[1], RevocationOutbox.open(Path.of(args[2]), RevocationOutboxTest.KEY));
            GuardedHttp http = GuardedHttp.wrap(new OkHttpClient());
            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            for (int i = 0; i < THREADS; i++) {
                pool.execute(() -> {
                    try (TaskScope task = guard.open(TaskRequest.intent("refund-order")
                            .agent("support-assistant")
                            .principal(Principal.verified("test", "alice")
                                    .withToken(Secret.of(CallRequests.SUBJECT_TOKEN)))
                            .build())) {
                        work(task, http, args[1]);
                    }
                });
            }
            pool.awaitTermination(2, TimeUnit.MINUTES);
        }

        static ToolGuard guard(String issuer, String port, RevocationOutbox outbox) {
            return ToolGuard.builder()
                    .policy(Policy.parse(
                            "crash.yaml", """
                            version: 1
                            name: crash
                            revision: 1
                            agents: { support-assistant: { owner: team } }
                            sources:
                              bank: { type: token-exchange, issuer: "ISSUER",
                                      identities: [ { client: agent, workload: pod } ] }
                            destinations:
                              payments: { hosts: ["127.0.0.1:PORT"], private: true, source: bank,
                                          audience: "https://pay.example.com",
                                          scopes: { write: payments.refund }, ttl: 10m }
                            tools: { refund: { action: write, destination: payments } }
                            intents:
                              refund-order:
                                open: { agents: [support-assistant] }
                                allow: [ { tool: refund } ]
                                limits: { calls: 1000000, writes: 1000000, duration: 10m }
                            """.replace("ISSUER", issuer).replace("PORT", port)))
                    .audit(new InMemoryAuditSink(1000))
                    .workload("pod", TestSources.POD)
                    .revocationOutbox(outbox)
                    .build();
        }

        private static void work(TaskScope task, GuardedHttp http, String port) {
            Request request =
                    new Request.Builder().url("http://127.0.0.1:" + port + "/").build();
            while (true) {
                task.call(ToolCall.of(ToolDescriptor.named("refund"), "{}"), call -> {
                    try (Response response = http.newCall(request).execute()) {
                        return response.code();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        }
    }
}
