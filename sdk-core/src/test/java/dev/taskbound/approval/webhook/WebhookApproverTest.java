/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Secret;
import dev.taskbound.TestClock;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.Requests;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 3, "webhook (signed both ways)": the way out. */
@NeedsPart(Loopback.class)
@Timeout(60)
class WebhookApproverTest {
    private final MockWebServer server = new MockWebServer();
    private final TestClock clock = new TestClock();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    // what is sent

    @Test
    void theRequestIsSignedByEveryKeyAndSaysWhatThereIsToJudge() throws Exception {
        server.enqueue(status(204));
        CompletableFuture<ApprovalOutcome> asked = ask(webhook().signedWith(Signed.SECRET, Signed.OTHER));
        RecordedRequest sent = take();
        byte[] body = sent.getBody().toByteArray();
        assertThat(sent.getMethod()).isEqualTo("POST");
        SignedHeaders headers = SignedHeaders.of(sent.getHeaders()::get).orElseThrow();
        assertThat(headers.at()).isEqualTo(clock.instant());
        for (Secret key : List.of(Signed.SECRET, Signed.OTHER)) {
            Map<String, String> received = Map.of(
                    "webhook-id", headers.id(),
                    "webhook-timestamp", Long.toString(headers.timestamp()));
            assertThat(headers.signatures().split(" ")).contains(Signed.signature(received, body, key));
        }
        Map<String, Object> message = json(body);
        assertThat(message)
                .containsEntry("type", "taskbound.approval.requested")
                .containsKey("timestamp");
        Map<?, ?> data = (Map<?, ?>) message.get("data");
        assertThat(data.get("id")).isEqualTo("id-1");
        assertThat(data.get("call_digest")).isEqualTo("sha-256:x");
        assertThat(data.get("by")).isEqualTo("lead");
        assertThat(data.get("text")).isEqualTo("Pay it");
        assertThat(data.get("expires_at")).isEqualTo(expiry());
        assertThat(data.get("origins")).isEqualTo(Map.of("iban", List.of("statement")));
        assertThat(data.get("arguments")).isEqualTo(Map.of("iban", "DE89370400440532013000", "note", "a private note"));
        assertThat(data.get("withheld")).isEqualTo(List.of());
        assertThat(((Map<?, ?>) data.get("task")).get("principal")).isEqualTo("alice");
        assertThat(asked).as("the answer comes elsewhere").isNotDone();
    }

    @Test
    void argumentsThatDecideNothingStayHereWhereThatIsWanted() throws Exception {
        server.enqueue(status(204));
        ask(webhook().controlArgumentsOnly());
        byte[] body = take().getBody().toByteArray();
        Map<?, ?> data = (Map<?, ?>) json(body).get("data");
        assertThat(data.get("arguments")).isEqualTo(Map.of("iban", "DE89370400440532013000"));
        assertThat(data.get("withheld")).isEqualTo(List.of("note"));
    }

    @Test
    void whatTheModelSaysIsSentPrintable() throws Exception {
        server.enqueue(status(204));
        webhook()
                .build()
                .ask(Requests.request(
                        "Pay it",
                        "be\u202equick\ud800",
                        "alice",
                        clock.instant().plusSeconds(60)));
        Map<?, ?> data = (Map<?, ?>) json(take().getBody().toByteArray()).get("data");
        assertThat(data.get("purpose")).isEqualTo("be\\u{202E}quick\\u{D800}");
    }

    // what goes wrong

    @Test
    void whatDidNotArriveIsSentAgainUnderTheSameId() throws Exception {
        server.enqueue(status(500));
        server.enqueue(status(429));
        server.enqueue(new MockResponse.Builder()
                .onRequestStart(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(status(200));
        CompletableFuture<ApprovalOutcome> asked = ask(webhook());
        // The one that was cut off is not among them.
        List<RecordedRequest> sent = List.of(take(), take(), take());
        assertThat(sent.get(2).getHeaders().get("webhook-id"))
                .isEqualTo(sent.get(0).getHeaders().get("webhook-id"));
        assertThat(sent.get(2).getBody()).isEqualTo(sent.get(0).getBody());
        assertThat(asked).isNotDone();
    }

    @Test
    void whatIsNeverTakenFailsAfterSixAttempts() {
        for (int i = 0; i < 7; i++) {
            server.enqueue(status(503));
        }
        assertThatThrownBy(() -> ask(webhook()).get(30, TimeUnit.SECONDS))
                .hasMessageContaining("HTTP 503, after 6 attempts");
        assertThat(server.getRequestCount()).isEqualTo(6);
    }

    @Test
    void aRefusalIsNotTriedAgainAndARedirectNotFollowed() {
        for (int code : List.of(301, 307, 400, 401, 404, 410, 413)) {
            server.enqueue(status(code)
                    .newBuilder()
                    .addHeader("Location", server.url("/elsewhere").toString())
                    .build());
            int before = server.getRequestCount();
            assertThatThrownBy(() -> ask(webhook()).get(30, TimeUnit.SECONDS)).hasMessageContaining("HTTP " + code);
            assertThat(server.getRequestCount()).isEqualTo(before + 1);
        }
    }

    @Test
    void theAnswerToTheRequestItselfDecidesNothingHoweverLargeItIs() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("{\"answer\":\"approve\"}".repeat(100_000))
                .build());
        CompletableFuture<ApprovalOutcome> asked = ask(webhook());
        take();
        server.enqueue(status(204));
        ask(webhook());
        take();
        assertThat(asked).isNotDone();
    }

    @Test
    void nothingIsSentOnceItHasExpiredOrNobodyWaits() throws Exception {
        clock.advance(Duration.ofSeconds(60));
        assertThatThrownBy(() -> webhook()
                        .build()
                        .ask(Requests.request("Pay it"))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS))
                .hasMessageContaining("expired before it could be delivered");
        assertThat(server.getRequestCount()).isZero();
        CompletableFuture<CompletableFuture<ApprovalOutcome>> asked = new CompletableFuture<>();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                asked.join().cancel(true);
                return status(500);
            }
        });
        asked.complete(ask(webhook()));
        take();
        assertThat(server.takeRequest(500, TimeUnit.MILLISECONDS)).isNull();
    }

    // how it is set up

    @Test
    void anAddressInClearOrNoKeyIsRefused() {
        for (String address : List.of("http://approvals.example.com/", "ftp://127.0.0.1/", "approvals.example.com")) {
            assertThatThrownBy(() -> WebhookApprover.to(URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected an HTTPS address");
        }
        WebhookApprover.Builder builder = WebhookApprover.to(URI.create("https://approvals.example.com/?key=secret"));
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.signedWith(Secret.of("whpk_" + "A".repeat(43) + "=")))
                .hasMessageContaining("found a public one");
        assertThat(builder.signedWith(Signed.SECRET).build()).hasToString("WebhookApprover[approvals.example.com]");
    }

    private WebhookApprover.Builder webhook() {
        return WebhookApprover.to(server.url("/requests").uri())
                .signedWith(Signed.SECRET)
                .clock(clock)
                .firstPause(Duration.ofMillis(1));
    }

    private CompletableFuture<ApprovalOutcome> ask(WebhookApprover.Builder builder) {
        return builder.build()
                .ask(Requests.request("Pay it", null, "alice", clock.instant().plusSeconds(60)))
                .toCompletableFuture();
    }

    private String expiry() {
        return clock.instant().plusSeconds(60).toString();
    }

    private RecordedRequest take() throws InterruptedException {
        RecordedRequest sent = server.takeRequest(30, TimeUnit.SECONDS);
        assertThat(sent).as("a request").isNotNull();
        return sent;
    }

    private static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }

    private static Map<String, Object> json(byte[] body) throws JsonRefusedException {
        return StrictJson.parseObject(new String(body, java.nio.charset.StandardCharsets.UTF_8), JsonLimits.ARGUMENTS);
    }
}
