/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.telemetry.Names;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** DESIGN, "Telemetry": a token request is a CLIENT span after the HTTP conventions, only when the network is used. */
@NeedsPart(Loopback.class)
@Timeout(60)
@ExtendWith(OpenSources.class)
class RequestSpanTest {
    @RegisterExtension
    static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

    private FakeAuthorizationServer server;
    private CredentialSource source;

    @BeforeEach
    void open() throws Exception {
        server = new FakeAuthorizationServer();
        source = TestSources.connect(
                TestSources.exchange(server.issuer()), Clock.systemUTC(), telemetry.getOpenTelemetry());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyRequestOfACallIsBelowTheSpanThatAskedForIt() {
        Span asking = issue();
        assertThat(spans()).extracting(SpanData::getName).containsExactlyInAnyOrder("GET", "POST", "GET");
        assertThat(spans()).allSatisfy(span -> {
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getParentSpanId()).isEqualTo(asking.getSpanContext().getSpanId());
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        });

        telemetry.clearSpans();
        Span again = issue();
        assertThat(spans())
                .as("metadata and keys are known by now")
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.getName()).isEqualTo("POST");
                    assertThat(span.getParentSpanId())
                            .isEqualTo(again.getSpanContext().getSpanId());
                });
    }

    @Test
    void namesMethodAddressAndStatusAndNothingElse() {
        issue();
        SpanData post = post();
        assertThat(post.getAttributes().size()).isEqualTo(5);
        assertThat(post.getAttributes().get(Names.HTTP_METHOD)).isEqualTo("POST");
        assertThat(post.getAttributes().get(Names.HTTP_STATUS)).isEqualTo(200);
        assertThat(post.getAttributes().get(Names.SERVER_ADDRESS)).isEqualTo("127.0.0.1");
        assertThat(post.getAttributes().get(Names.SERVER_PORT))
                .isEqualTo(server.issuer().getPort());
        assertThat(post.getAttributes().get(Names.URL_FULL))
                .isEqualTo("http://127.0.0.1:" + server.issuer().getPort() + "/token");
        assertThat(spans().toString())
                .doesNotContain(server.issued)
                .doesNotContain(CallRequests.SUBJECT_TOKEN)
                .doesNotContain(server.forms.get(0).get("client_assertion"));
    }

    // The conventions: for a client, 4xx and 5xx are errors, named by their status.
    @Test
    void aRefusalIsAnErrorNamedByItsStatus() {
        server.tokenAnswer = new MockResponse.Builder()
                .code(400)
                .addHeader("Content-Type", "application/json")
                .body("{\"error\":\"invalid_grant\",\"error_description\":\"" + CallRequests.SUBJECT_TOKEN + "\"}")
                .build();
        fails();
        assertThat(post().getAttributes().get(Names.HTTP_STATUS)).isEqualTo(400);
        assertThat(post().getAttributes().get(Names.ERROR_TYPE)).isEqualTo("400");
        assertThat(post().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(spans().toString()).doesNotContain(CallRequests.SUBJECT_TOKEN);
    }

    @Test
    void anAnswerThatCannotBeReadIsAnErrorNamedByItsKind() {
        server.tokenAnswer = FakeAuthorizationServer.json("{\"a\":1,\"a\":\"" + CallRequests.SUBJECT_TOKEN + "\"}");
        fails();
        assertThat(post().getAttributes().get(Names.ERROR_TYPE)).endsWith(".JsonRefusedException");
        assertThat(post().getEvents()).isEmpty();
        assertThat(spans().toString()).doesNotContain(CallRequests.SUBJECT_TOKEN);
    }

    @Test
    void noAnswerIsAnErrorWithoutStatus() {
        server.close();
        fails();
        assertThat(spans()).isNotEmpty().allSatisfy(span -> {
            assertThat(span.getAttributes().get(Names.HTTP_STATUS)).isNull();
            assertThat(span.getAttributes().get(Names.ERROR_TYPE)).isEqualTo("java.net.ConnectException");
        });
    }

    @Test
    void anAddressIsShownWithoutWhatMayBeSecretInIt() {
        assertThat(RequestSpan.shown(HttpUrl.get("https://user:secret@idp.example.com:8443/a/token?key=secret#secret")))
                .isEqualTo("https://idp.example.com:8443/a/token");
    }

    @Test
    void withoutTheNetworkThereIsNoRequest() {
        EmbeddedIssuer embedded =
                EmbeddedIssuer.builder().allowNonLoopbackDestinations().build();
        embedded.issue(CallRequests.refund()).toCompletableFuture().join();
        assertThat(spans()).isEmpty();
    }

    /** Asks with a span of its own current, and answers it. */
    private Span issue() {
        Span asking = telemetry
                .getOpenTelemetry()
                .getTracer("test")
                .spanBuilder("asking")
                .startSpan();
        try (Scope current = asking.makeCurrent()) {
            source.issue(CallRequests.refund()).toCompletableFuture().join();
        }
        return asking;
    }

    private void fails() {
        assertThat(catchThrowable(this::issue)).isNotNull();
    }

    private SpanData post() {
        return spans().stream()
                .filter(span -> span.getName().equals("POST"))
                .findFirst()
                .orElseThrow();
    }

    private static List<SpanData> spans() {
        return telemetry.getSpans();
    }
}
