/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** What a service answers is the tool's business; what Taskbound does about it is not. */
@NeedsPart(Loopback.class)
@Timeout(180)
class ResourceFaultsTest extends FaultRows {
    @TestFactory
    Stream<DynamicTest> faults() throws Exception {
        elsewhere.start();
        return ServerFaults.all(elsewhere.url("/").toString()).entrySet().stream()
                .map(each -> row(
                        "resource: " + each.getKey(),
                        () -> resource(
                                request -> each.getValue(),
                                "",
                                ServerFaults.isSlow(each.getKey()) ? "6s" : "10m",
                                each.getKey().startsWith("redirect") ? 11 : 2)))
                .toList()
                .stream();
    }

    /** RFC 9449, 8 and 9; RFC 6750, 3: a service that is never content, or asks for something else. */
    @TestFactory
    Stream<DynamicTest> challenges() throws Exception {
        elsewhere.start();
        AtomicInteger last = new AtomicInteger();
        Map<String, Function<RecordedRequest, MockResponse>> rows = new LinkedHashMap<>();
        String wanted = "DPoP error=\"use_dpop_nonce\"";
        rows.put("the same nonce for ever", request -> challenge(401, wanted, "n"));
        rows.put("a new nonce for ever", request -> challenge(401, wanted, "n" + last.incrementAndGet()));
        rows.put("a nonce that is none", request -> challenge(401, wanted, "a\"b c"));
        rows.put("a nonce as long as a book", request -> challenge(401, wanted, "n".repeat(100_000)));
        rows.put("a nonce with 400", request -> challenge(400, wanted, "n"));
        rows.put("a nonce with 407", request -> challenge(407, wanted, "n"));
        rows.put("no nonce though one is wanted", request -> challenge(401, wanted, null));
        rows.put("a password", request -> challenge(401, "Basic realm=\"x\"", null));
        rows.put("a token of anybody", request -> challenge(401, "Bearer error=\"invalid_token\"", null));
        rows.put("more scope", request -> challenge(403, "Bearer error=\"insufficient_scope\", scope=\"*\"", null));
        rows.put("a challenge that never ends", request -> challenge(401, "DPoP ".repeat(20_000), "n"));
        return rows.entrySet().stream()
                .map(each ->
                        row("challenge: " + each.getKey(), () -> resource(each.getValue(), "proof: dpop,", "10m", 4)))
                .toList()
                .stream();
    }

    @TestFactory
    Stream<DynamicTest> redirects() throws Exception {
        elsewhere.start();
        String away = elsewhere.url("/").toString();
        return Stream.of(
                away,
                away.replace("127.0.0.1", "localhost"),
                away.replaceFirst("http:", ""),
                "/refunds",
                "",
                "?again",
                "https://evil.example/",
                "http://169.254.169.254/latest/meta-data/",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http://[::1]:1/",
                "//evil.example\\@127.0.0.1/")
                .map(location -> row(
                        "redirect to " + location,
                        () -> resource(
                                request -> new MockResponse.Builder()
                                        .code(307)
                                        .setHeader("Location", location)
                                        .build(),
                                "",
                                "10m",
                                11)))
                .toList()
                .stream();
    }

    private void resource(
            Function<RecordedRequest, MockResponse> answer, String destination, String duration, int mostRequests)
            throws Exception {
        try (FakeAuthorizationServer server = new FakeAuthorizationServer();
                Calls calls = new Calls(server, "", destination, duration)) {
            calls.answer = answer;
            long from = System.nanoTime();
            Throwable thrown = catchThrowable(calls::refund);
            assertThat(Duration.ofNanos(System.nanoTime() - from))
                    .as("no hanging past the deadline")
                    .isLessThan(AMPLE.dividedBy(2));
            assertThat(calls.toolRuns()).isEqualTo(1);
            assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
            assertThat(server.forms.size())
                    .as("one credential, and one more after a 401")
                    .isBetween(1, 2);
            assertThat(calls.requests.size()).as("requests").isBetween(1, mostRequests);
            List<String> presented = calls.requests.stream()
                    .map(request -> Objects.toString(request.getHeaders().get("Authorization"), ""))
                    .map(header -> header.replaceFirst("^(Bearer|DPoP) ", ""))
                    .toList();
            assertThat(server.issued)
                    .as("nothing but what was issued for this call")
                    .containsAll(presented);
            assertThat(String.valueOf(thrown)).doesNotContain(server.issued);
            calls.assertNoSecretRecorded();
        }
    }

    private static MockResponse challenge(int code, String how, String nonce) {
        MockResponse.Builder answer = new MockResponse.Builder().code(code).addHeader("WWW-Authenticate", how);
        return nonce == null
                ? answer.build()
                : answer.addHeader("DPoP-Nonce", nonce).build();
    }

    /** The rows that show that the others fail because of their faults. */
    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(row("right: one 401, then a new credential", () -> {
            try (FakeAuthorizationServer server = new FakeAuthorizationServer();
                    Calls calls = new Calls(server)) {
                calls.answer = request -> calls.requests.size() == 1
                        ? challenge(401, "Bearer error=\"invalid_token\"", null)
                        : new MockResponse.Builder().body("ok").build();
                assertThat(calls.refund()).isEqualTo("200");
                assertThat(server.issued).hasSize(2);
                assertThat(calls.requests.get(1).getHeaders().get("Authorization"))
                        .isEqualTo("Bearer " + server.issued.get(1));
            }
        }));
    }
}
