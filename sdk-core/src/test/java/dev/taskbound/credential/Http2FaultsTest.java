/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The same faults over TLS and HTTP/2, where one connection carries all requests, and faults of streams. */
@NeedsPart(Loopback.class)
@Timeout(180)
class Http2FaultsTest extends FaultRows {
    private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
            .sslSocketFactory(WireFault.TRUST.sslSocketFactory(), WireFault.TRUST.trustManager())
            .build();

    @TestFactory
    Stream<DynamicTest> atTheTokenEndpoint() throws Exception {
        return faults("token", (server, answer) -> server.tokenAnswer = answer);
    }

    @TestFactory
    Stream<DynamicTest> atTheJwksEndpoint() throws Exception {
        return faults("JWKS", (server, answer) -> server.keyAnswer = answer);
    }

    private Stream<DynamicTest> faults(String endpoint, BiConsumer<FakeAuthorizationServer, MockResponse> fault)
            throws Exception {
        elsewhere.start();
        Map<String, MockResponse> answers =
                new LinkedHashMap<>(ServerFaults.all(elsewhere.url("/").toString()));
        MockResponse good = FakeAuthorizationServer.json("{\"keys\":[]}");
        // RFC 9113, 7: NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, REFUSED_STREAM, CANCEL, ENHANCE_YOUR_CALM.
        for (int code : new int[] {0, 1, 2, 7, 8, 11}) {
            SocketEffect.CloseStream reset = new SocketEffect.CloseStream(code);
            answers.put(
                    "a stream reset before the answer, " + code,
                    good.newBuilder().onResponseStart(reset).build());
            answers.put(
                    "a stream reset in the body, " + code,
                    good.newBuilder().onResponseBody(reset).build());
        }
        answers.put(
                "hangs up on all streams",
                good.newBuilder()
                        .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                        .build());
        return answers.entrySet().stream()
                .map(each -> row(endpoint + ": " + each.getKey(), () -> denied(each.getKey(), each.getValue(), fault)))
                .toList()
                .stream();
    }

    private void denied(String name, MockResponse answer, BiConsumer<FakeAuthorizationServer, MockResponse> fault)
            throws Exception {
        // A status line means nothing here, and this server does not answer at all then.
        Duration patience = name.startsWith("a status line") ? SHORT : patience(name);
        try (FakeAuthorizationServer server = new FakeAuthorizationServer(WireFault.right())) {
            fault.accept(server, answer);
            try (Calls calls = new Calls(
                    server, "", "", "10m", builder -> builder.httpClient(CLIENT).patience(patience))) {
                assertDenied(calls, CREDENTIAL_UNAVAILABLE);
                assertEachAskedOnce(server);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(row("right: over HTTP/2", () -> {
            try (FakeAuthorizationServer server = new FakeAuthorizationServer(WireFault.right());
                    Calls calls = new Calls(server, "", "", "10m", builder -> builder.httpClient(CLIENT))) {
                assertThat(calls.refund()).isEqualTo("200");
                assertThat(server.versions).containsExactly("HTTP/2");
            }
        }));
    }
}
