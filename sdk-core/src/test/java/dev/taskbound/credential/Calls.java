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
import dev.taskbound.guard.ToolGuardBuilder;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Whole calls: guard, authorization server, a tool that sends one request, and the service that gets it. */
final class Calls implements AutoCloseable {
    static final String AUDIENCE = "https://pay.example.com";

    private static final String POLICY = """
            version: 1
            name: calls
            revision: 1
            agents: { support-assistant: { owner: team } }
            sources:
              bank: { type: token-exchange, issuer: "ISSUER", SOURCE
                      identities: [ { client: agent-writer, workload: pod } ] }
            destinations:
              payments: { hosts: ["127.0.0.1:PORT"], source: bank, audience: "https://pay.example.com", DESTINATION
                          scopes: { write: payments.refund, read: payments.read }, ttl: 60s }
            tools:
              refund: { action: write, destination: payments, control: [iban], args: { iban: string } }
              look: { action: read, destination: payments }
            intents:
              refund-order:
                open: { agents: [support-assistant] }
                parameters: { iban: string }
                allow: [ { tool: refund }, { tool: look } ]
                limits: { calls: 1000000, writes: 1000000, denials: 1000000, duration: DURATION }
            """;
    private static final ToolDescriptor REFUND = ToolDescriptor.named("refund")
            .withSchema("{\"type\":\"object\",\"properties\":{\"iban\":{\"type\":\"string\"}}}");

    private final MockWebServer service = new MockWebServer();
    private final InMemoryAuditSink audit = new InMemoryAuditSink(1000);
    private final AtomicInteger toolRuns = new AtomicInteger();
    private final GuardedHttp http = GuardedHttp.wrap(
            new OkHttpClient.Builder().readTimeout(Duration.ZERO).build());
    final ToolGuard guard;
    final TaskScope task;
    final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    Function<RecordedRequest, MockResponse> answer =
            request -> new MockResponse.Builder().body("ok").build();

    Calls(FakeAuthorizationServer server) throws IOException {
        this(server, "", "", "10m");
    }

    /** @param source more keys of the source, each ended by a comma; {@code destination} the same */
    Calls(FakeAuthorizationServer server, String source, String destination, String duration) throws IOException {
        this(server, source, destination, duration, builder -> {});
    }

    Calls(
            FakeAuthorizationServer server,
            String source,
            String destination,
            String duration,
            Consumer<ToolGuardBuilder> more)
            throws IOException {
        this(server.issuer(), source, destination, duration, more);
    }

    Calls(URI issuer, String source, String destination, String duration, Consumer<ToolGuardBuilder> more)
            throws IOException {
        service.setDispatcher(new Answering());
        service.start();
        String policy = POLICY.replace("ISSUER", issuer.toString())
                .replace("DURATION", duration)
                .replace("PORT", String.valueOf(service.getPort()))
                .replace("SOURCE", source)
                .replace("DESTINATION", destination);
        ToolGuardBuilder builder = ToolGuard.builder()
                .policy(Policy.parse("calls.yaml", policy))
                .audit(audit)
                .workload("pod", TestSources.POD)
                .patience(Duration.ofSeconds(20));
        more.accept(builder);
        this.guard = builder.build();
        this.task = open();
    }

    TaskScope open() {
        return open("alice");
    }

    TaskScope open(String principal) {
        return guard.open(TaskRequest.intent("refund-order")
                .agent("support-assistant")
                .principal(Principal.verified("test", principal).withToken(Secret.of(CallRequests.SUBJECT_TOKEN)))
                .parameter("iban", "DE02120300000000202051")
                .build());
    }

    /** One call of the tool; what the service answered. */
    String refund() throws IOException {
        return call(task, ToolCall.of(REFUND, "{\"iban\":\"DE02120300000000202051\"}"));
    }

    String look() throws IOException {
        return look(task);
    }

    String look(TaskScope in) throws IOException {
        return call(in, ToolCall.of(ToolDescriptor.named("look"), "{}"));
    }

    void revokeCredential(String id) {
        guard.revoke(new Revocation.Target(Revocation.Kind.CREDENTIAL, id), "test", "stolen");
    }

    private String call(TaskScope in, ToolCall call) throws IOException {
        return in.call(call, context -> {
            toolRuns.incrementAndGet();
            try (Response response =
                    http.newCall(new Request.Builder().url(address()).build()).execute()) {
                return String.valueOf(response.code());
            }
        });
    }

    String address() {
        return "http://127.0.0.1:" + service.getPort() + "/refunds";
    }

    int toolRuns() {
        return toolRuns.get();
    }

    /** Requests of the tool: another test's may still ask for a server that had this port before. */
    int received() {
        return (int) requests.stream()
                .filter(request -> request.getTarget().startsWith("/refunds"))
                .count();
    }

    /** All that the log says. */
    String recorded() {
        return audit.records().toString();
    }

    void assertNoSecretRecorded() {
        assertThat(recorded())
                .doesNotContain(ServerFaults.SECRET, CallRequests.SUBJECT_TOKEN)
                .doesNotContainPattern("eyJ[\\w-]{10,}\\.");
    }

    @Override
    public void close() {
        task.close();
        guard.close();
        service.close();
    }

    private final class Answering extends Dispatcher {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return answer.apply(request);
        }
    }
}
