/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.credential.StaticSecretSource;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.parts.ChildJvm;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 6, judged by 2: a process is killed while leases and a static secret are out. The next one with its audit log revokes
 * every lease; the key, which nobody can revoke, is on record and can be used by calls of the next process.
 */
@NeedsPart({ChildJvm.class, Loopback.class})
@Timeout(120)
class VaultCrashTest {
    private static final int LEASES = 4;
    private static final String KEY = "static-key-that-must-not-be-seen";

    @TempDir
    Path directory;

    @Test
    void theNextStartRevokesTheLeasesThatWereOut() throws Exception {
        Path log = directory.resolve("audit.jsonl");
        Path key = Files.writeString(directory.resolve("key"), KEY);
        try (FakeVault vault = new FakeVault();
                MockWebServer legacy = new MockWebServer()) {
            vault.leaseSeconds = 600;
            legacy.start();
            String[] setting = {
                vault.address().toString(), String.valueOf(legacy.getPort()), key.toString(), log.toString()
            };
            Process child = ChildJvm.running(Worker.class, setting)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                for (int i = 0; i < LEASES; i++) {
                    assertThat(out.readLine()).isEqualTo("inside");
                }
                RecordedRequest asked = legacy.takeRequest(60, TimeUnit.SECONDS);
                assertThat(asked).isNotNull();
                assertThat(asked.getHeaders().get("X-Api-Key")).isEqualTo(KEY);
            } finally {
                child.destroyForcibly().waitFor();
            }
            Set<String> out = Set.copyOf(vault.userByLease.keySet());
            assertThat(out).as("leases that are out").hasSize(LEASES);
            assertThat(Files.readString(log)).contains(out).doesNotContain(KEY, FakeVault.PASSWORD, "hvs.");

            try (ToolGuard next = Worker.guard(setting)) {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                // What the next process logs in with is gone as well; what the killed one had dies by itself.
                while (vault.leases() > 0 || vault.tokens() > LEASES) {
                    assertThat(System.nanoTime()).as("in time").isLessThan(end);
                    Thread.onSpinWait();
                }
                assertThat(vault.tokens()).isEqualTo(LEASES);
                assertThat(next.revocations())
                        .filteredOn(each -> each.target().kind() == Kind.CREDENTIAL)
                        .extracting(each -> each.target().name())
                        .hasSize(LEASES + 1)
                        .containsAll(out);
                // One for the request that nobody waits for any more.
                legacy.enqueue(new MockResponse.Builder().code(200).build());
                legacy.enqueue(new MockResponse.Builder().code(200).build());
                assertThat(Worker.ask(Worker.open(next), legacy.getPort())).isEqualTo(200);
            }
        }
    }

    /** Is in several tools at once until it is killed. Arguments: Vault, port of the service, the key's file, audit log. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] args) throws Exception {
            TaskScope task = open(guard(args));
            for (int i = 0; i < LEASES; i++) {
                new Thread(() -> hold(task)).start();
            }
            ask(task, Integer.parseInt(args[1]));
        }

        private static void hold(TaskScope task) {
            try {
                task.call(ToolCall.of(ToolDescriptor.named("find"), "{}"), call -> {
                    System.out.println("inside");
                    Thread.sleep(600_000);
                    return "";
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        static ToolGuard guard(String... args) throws IOException {
            return ToolGuard.builder()
                    .policy(Policy.parse("crash.yaml", """
                            version: 1
                            name: crash
                            revision: 1
                            agents: { bot: { owner: team } }
                            sources: { leases: { type: custom }, legacy: { type: static } }
                            destinations:
                              crm: { hosts: ["localhost:1"], source: leases, audience: crm, ttl: 10m,
                                     scopes: { read: crm-reader } }
                              old: { hosts: ["127.0.0.1:PORT"], private: true, source: legacy, audience: old, ttl: 10m }
                            tools:
                              find: { action: read, destination: crm }
                              ask: { action: read, destination: old }
                            intents:
                              serve: { open: { agents: [bot] }, allow: [ { tool: find }, { tool: ask } ],
                                       limits: { calls: 100, duration: 10m } }
                            """.replace("PORT", args[1])))
                    .audit(FileAuditSink.open(Path.of(args[3])))
                    .credentialSource(
                            "leases",
                            Vault.at(URI.create(args[0]))
                                    .login("taskbound", VaultDatabaseTest.POD)
                                    .build()
                                    .database("leases", "database"))
                    .credentialSource(
                            "legacy",
                            StaticSecretSource.ofFile("legacy", Path.of(args[2]))
                                    .inHeader("X-Api-Key"))
                    .build();
        }

        static TaskScope open(ToolGuard guard) {
            return guard.open(TaskRequest.intent("serve")
                    .agent("bot")
                    .principal(Principal.verified("test", "alice"))
                    .build());
        }

        static int ask(TaskScope task, int port) throws IOException {
            GuardedHttp http = GuardedHttp.wrap(new OkHttpClient.Builder()
                    .readTimeout(Duration.ofMinutes(1))
                    .build());
            return task.call(ToolCall.of(ToolDescriptor.named("ask"), "{}"), call -> {
                try (Response response = http.newCall(new Request.Builder()
                                .url("http://127.0.0.1:" + port + "/")
                                .build())
                        .execute()) {
                    return response.code();
                }
            });
        }
    }
}
