/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.springai.boot.Application;
import dev.taskbound.springai.task.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Issue: RestClient and WebClient of a tool attach the call's credential and hold its destination. */
@Timeout(120)
class ToolClientsTest {
    private static final String TOKEN = "tok-5f2c9e";
    private static final String REST = "RestClient";
    private static final String WEB = "WebClient";

    private final MockWebServer orders = new MockWebServer();
    private final MockWebServer elsewhere = new MockWebServer();

    @TempDir
    private Path directory;

    /** Sends a body and headers, and answers the response's body. */
    interface Client {
        String post(String url, String body, Map<String, String> headers);
    }

    /** What a test does within a tool, and where the tool's task is. */
    interface Within {
        void run(Client client, TaskScope task);
    }

    @BeforeEach
    void start() throws IOException {
        orders.start();
        elsewhere.start();
    }

    @AfterEach
    void close() {
        orders.close();
        elsewhere.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, WEB})
    void theCredentialOfTheCallIsAttachedAndTheRequestArrivesAsItIs(String kind) throws Exception {
        orders.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", "text/plain")
                .body("fine")
                .build());
        String[] answer = new String[1];
        inTool(kind, client -> answer[0] = client.post(url(orders), "four", Map.of("X-Order", "7")));

        RecordedRequest request = take(orders);
        assertThat(answer[0]).isEqualTo("fine");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.getHeaders().get("X-Order")).isEqualTo("7");
        assertThat(request.getBody().utf8()).isEqualTo("four");
        assertThat(request.getMethod()).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, WEB})
    void aHostOutsideTheDestinationIsRefused(String kind) {
        refused(kind, ReasonCode.DESTINATION_NOT_ALLOWED, client -> client.post(url(elsewhere), "x", Map.of()));
        assertThat(elsewhere.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, WEB})
    void aRedirectToAnotherHostIsRefusedAndOneWithinIsFollowed(String kind) throws Exception {
        orders.enqueue(redirect(orders));
        orders.enqueue(new MockResponse.Builder().body("moved").build());
        inTool(
                kind,
                client -> assertThat(client.post(url(orders), "x", Map.of())).isEqualTo("moved"));
        assertThat(orders.getRequestCount()).isEqualTo(2);

        orders.enqueue(redirect(elsewhere));
        refused(kind, ReasonCode.DESTINATION_NOT_ALLOWED, client -> client.post(url(orders), "x", Map.of()));
        assertThat(elsewhere.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, WEB})
    void anAuthorizationOfTheToolsOwnIsRefused(String kind) {
        refused(
                kind,
                ReasonCode.CREDENTIAL_REJECTED,
                client -> client.post(url(orders), "x", Map.of("Authorization", "Basic abc")));
        refused(
                kind,
                ReasonCode.CREDENTIAL_REJECTED,
                client -> client.post(url(orders), "x", Map.of("Cookie", "session=abc")));
        assertThat(orders.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, WEB})
    void nothingIsSentOutsideACallOrAfterItsEnd(String kind) {
        Client[] kept = new Client[1];
        inTool(kind, client -> kept[0] = client);
        assertThat(denial(catchThrowable(() -> kept[0].post(url(orders), "x", Map.of()))))
                .isEqualTo(ReasonCode.NO_TASK);

        orders.enqueue(new MockResponse.Builder().body("too late").build());
        refused(kind, ReasonCode.TASK_CLOSED, (client, task) -> {
            task.close();
            client.post(url(orders), "x", Map.of());
        });
        assertThat(orders.getRequestCount()).isZero();
    }

    // Issue 6, judged by 1: what is on its way when the task is stopped ends, and nothing follows.
    @ParameterizedTest
    @ValueSource(strings = {REST, WEB})
    void aRequestOnItsWayEndsWithItsTask(String kind) {
        orders.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        refused(kind, ReasonCode.TASK_CLOSED, (client, task) -> {
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
                try {
                    take(orders);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                task.close();
            });
            assertThat(catchThrowable(() -> client.post(url(orders), "x", Map.of())))
                    .as("the end of the request on its way")
                    .isNotNull();
            stopped.join();
            client.post(url(orders), "y", Map.of());
        });
        assertThat(orders.getRequestCount()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, WEB})
    void anErrorOfTheServerIsTheClientsOwnException(String kind) {
        orders.enqueue(new MockResponse.Builder().code(409).body("taken").build());
        inTool(
                kind,
                client -> assertThat(catchThrowable(() -> client.post(url(orders), "x", Map.of())))
                        .hasMessageContaining("409")
                        .isNotInstanceOf(ToolCallDeniedException.class));
    }

    private void refused(String kind, ReasonCode reason, Consumer<Client> work) {
        refused(kind, reason, (client, task) -> work.accept(client));
    }

    private void refused(String kind, ReasonCode reason, Within work) {
        ReasonCode[] seen = new ReasonCode[1];
        Throwable outer = catchThrowable(() -> inTool(kind, (client, task) -> {
            Throwable thrown = catchThrowable(() -> work.run(client, task));
            seen[0] = denial(thrown);
        }));
        assertThat(seen[0]).as("within the tool; outside: %s", outer).isEqualTo(reason);
    }

    private static ReasonCode denial(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof ToolCallDeniedException denied) {
                return denied.reason();
            }
        }
        throw new AssertionError("not refused", thrown);
    }

    private void inTool(String kind, Consumer<Client> work) {
        inTool(kind, (client, task) -> work.accept(client));
    }

    private void inTool(String kind, Within work) {
        ToolDescriptor send = ToolDescriptor.named("send")
                .withSchema("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
        Application.with(directory, policy())
                .withBean(
                        "bank",
                        CredentialSource.class,
                        () -> request -> CompletableFuture.completedFuture(new Credential(
                                "id",
                                "Bearer",
                                Secret.of(TOKEN),
                                "bank",
                                Instant.now().plusSeconds(30),
                                Set.of("aud"))))
                .run(context -> {
                    Client client = kind.equals(REST)
                            ? rest(context.getBean(RestClientGuard.class))
                            : web(context.getBean(WebClientGuard.class));
                    try (TaskScope task = context.getBean(Tasks.class).open("assist", more -> {})) {
                        task.call(ToolCall.of(send, "{}"), call -> {
                            work.run(client, task);
                            return "done";
                        });
                    }
                });
    }

    private static Client rest(RestClientGuard guard) {
        RestClient client = RestClient.builder().apply(guard).build();
        return (url, body, headers) -> client.post()
                .uri(url)
                .headers(all -> headers.forEach(all::set))
                .body(body)
                .retrieve()
                .body(String.class);
    }

    private static Client web(WebClientGuard guard) {
        WebClient client = WebClient.builder().apply(guard).build();
        return (url, body, headers) -> client.post()
                .uri(url)
                .headers(all -> headers.forEach(all::set))
                .bodyValue(body)
                .retrieve()
                .bodyToMono(String.class)
                .block(Duration.ofSeconds(60));
    }

    private String policy() {
        return """
                version: 1
                name: test
                revision: 1
                agents: { helper: { owner: me } }
                sources: { bank: { type: custom } }
                destinations:
                  orders: { hosts: ["localhost:%s"], source: bank, audience: orders, scopes: { write: w }, ttl: 30s, private: true }
                tools: { send: { action: write, destination: orders } }
                intents:
                  assist: { open: { agents: [helper] }, allow: [ { tool: send } ] }
                """.formatted(orders.getPort());
    }

    private static MockResponse redirect(MockWebServer to) {
        return new MockResponse.Builder()
                .code(307)
                .addHeader("Location", url(to))
                .build();
    }

    private static String url(MockWebServer server) {
        return "http://localhost:" + server.getPort() + "/orders?id=a%20b";
    }

    private static RecordedRequest take(MockWebServer server) throws InterruptedException {
        RecordedRequest request = server.takeRequest(30, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }
}
