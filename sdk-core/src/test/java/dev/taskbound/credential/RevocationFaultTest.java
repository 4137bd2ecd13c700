/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.credential.CredentialEnd.EXPIRES;
import static dev.taskbound.credential.CredentialEnd.RETRYING;
import static dev.taskbound.credential.CredentialEnd.REVOKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Issue 6, judged by 5 and 6: whatever a server does at its revocation endpoint, nobody waits past the deadline, nothing is
 * called revoked that is not, and no token is seen.
 */
@NeedsPart(Loopback.class)
@Timeout(120)
@ExtendWith(OpenSources.class)
class RevocationFaultTest {
    /** A 200 with nothing that tells otherwise is all that RFC 7009, 2.2 asks for. */
    private static final Set<String> GOOD_ENOUGH = Set.of(
            "empty body",
            "an empty object",
            "JSON said to be text",
            "JSON of no type",
            "bytes that are no text",
            "a thousand headers",
            "one early hint after another",
            "200",
            "200, an empty page",
            "200, then nothing more of what was said to come");

    private final Elsewhere elsewhere = new Elsewhere();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        elsewhere.close();
    }

    @Test
    void whateverAServerDoesNothingIsCalledRevokedThatIsNotAndNobodyWaitsTooLong() throws Exception {
        elsewhere.start();
        Map<String, MockResponse> faults = ServerFaults.all(elsewhere.url("/").toString());
        // A server that asks a dispatcher reads the request first, and then answers.
        faults.remove("hangs up on the request");
        faults.putAll(more());
        Map<String, CredentialEnd> expected = new HashMap<>();
        faults.keySet().forEach(name -> expected.put(name, GOOD_ENOUGH.contains(name) ? REVOKED : RETRYING));
        expected.put("400 unsupported_token_type", EXPIRES);
        // By then it has.
        expected.put("HTTP 503, retry after 31536000", EXPIRES);

        PrintStream console = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        List<Credential> credentials = new ArrayList<>();
        Map<String, CredentialEnd> found = new HashMap<>();
        try {
            Map<String, Callable<CredentialEnd>> again = new HashMap<>();
            Map<String, CompletableFuture<CredentialEnd>> asked = new LinkedHashMap<>();
            for (Map.Entry<String, MockResponse> fault : faults.entrySet()) {
                CredentialSource source = source(fault.getValue());
                Credential credential = issue(source);
                credentials.add(credential);
                again.put(
                        fault.getKey(),
                        () -> source.revoke(credential).toCompletableFuture().get(50, TimeUnit.SECONDS));
                asked.put(fault.getKey(), source.revoke(credential).toCompletableFuture());
            }
            for (Map.Entry<String, CompletableFuture<CredentialEnd>> each : asked.entrySet()) {
                // 5 s for each; the rest is for a machine that has more to do.
                CredentialEnd end = each.getValue().get(50, TimeUnit.SECONDS);
                found.put(
                        each.getKey(),
                        end == RETRYING && expected.get(each.getKey()) == REVOKED
                                ? again.get(each.getKey()).call()
                                : end);
            }
        } finally {
            System.setErr(console);
        }

        assertThat(found).isEqualTo(expected);
        assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("is not revoked")
                .doesNotContain(ServerFaults.SECRET, CallRequests.SUBJECT_TOKEN)
                .doesNotContain(credentials.stream()
                        .map(credential -> credential.token().reveal())
                        .toList())
                .doesNotContainPattern("eyJ[\\w-]{10,}\\.");
    }

    private static Map<String, MockResponse> more() {
        Map<String, MockResponse> more = new LinkedHashMap<>();
        more.put("200", new MockResponse.Builder().code(200).build());
        more.put(
                "200, an empty page",
                new MockResponse.Builder()
                        .setHeader("Content-Type", "text/html")
                        .build());
        more.put(
                "200, a page of no type",
                new MockResponse.Builder().body("\n <!DOCTYPE html><p>log in").build());
        more.put(
                "200, then nothing more of what was said to come",
                new MockResponse.Builder()
                        .setHeader("Content-Type", "text/plain")
                        .setHeader("Content-Length", 100_000)
                        .body("the token was revoked")
                        .onResponseEnd(SocketEffect.Stall.INSTANCE)
                        .build());
        more.put("400 unsupported_token_type", error(400, "unsupported_token_type"));
        more.put("401 invalid_client", error(401, "invalid_client"));
        more.put("403 unsupported_token_type", error(403, "unsupported_token_type"));
        more.put("400 invalid_request", error(400, "invalid_request"));
        more.put(
                "400 in an error page",
                new MockResponse.Builder()
                        .code(400)
                        .body("<html>unsupported_token_type")
                        .build());
        more.put(
                "429, in two seconds",
                error(429, "slow_down")
                        .newBuilder()
                        .setHeader("Retry-After", "2")
                        .build());
        more.put(
                "503, at no time",
                error(503, ServerFaults.SECRET)
                        .newBuilder()
                        .setHeader("Retry-After", "when it suits me")
                        .build());
        return more;
    }

    private static MockResponse error(int code, String error) {
        return ServerFaults.json("{\"error\":\"" + error + "\"}").code(code).build();
    }

    private CredentialSource source(MockResponse answer) throws Exception {
        FakeAuthorizationServer server = server();
        server.revocationAnswer = () -> answer;
        return TestSources.connect(TestSources.exchange(server.issuer()), java.time.Clock.systemUTC());
    }

    private FakeAuthorizationServer server() throws Exception {
        FakeAuthorizationServer server = new FakeAuthorizationServer();
        server.revokes = true;
        open.add(server);
        return server;
    }

    private static Credential issue(CredentialSource source) {
        return source.issue(CallRequests.refund()).toCompletableFuture().join();
    }

    /** As for the token endpoint (RFC 8414, 2): the whole of such metadata is refused, and so is the call. */
    @ParameterizedTest
    @ValueSource(strings = {"http://idp.example.com/revoke", "file:///etc/passwd", "::", "/revoke", ""})
    void aRevocationEndpointWithoutTlsIsNotUsed(String address) throws Exception {
        FakeAuthorizationServer server = server();
        server.metadata = metadata -> metadata.put("revocation_endpoint", address);
        CredentialSource source =
                TestSources.connect(TestSources.exchange(server.issuer()), java.time.Clock.systemUTC());
        assertThatThrownBy(() -> issue(source)).hasMessageContaining("revocation_endpoint");
        assertThat(server.forms).isEmpty();
    }

    @Test
    void metadataOfAnotherIssuerNamesNoRevocationEndpoint() throws Exception {
        elsewhere.start();
        FakeAuthorizationServer server = server();
        server.metadata = metadata -> {
            metadata.put("issuer", "https://evil.example");
            metadata.put("revocation_endpoint", elsewhere.url("/revoke").toString());
        };
        CredentialSource source =
                TestSources.connect(TestSources.exchange(server.issuer()), java.time.Clock.systemUTC());
        assertThatThrownBy(() -> issue(source)).hasMessageContaining("expected metadata of the issuer");
        assertThat(elsewhere.getRequestCount()).isZero();
    }

    /** It takes the connection and never says who it is. */
    @Test
    void aServerThatNeverShakesHandsRevokesNothing() throws Exception {
        FakeAuthorizationServer server = server();
        try (SilentServer silent = new SilentServer()) {
            server.metadata = metadata -> metadata.put(
                    "revocation_endpoint", silent.address().resolve("revoke").toString());
            CredentialSource source =
                    TestSources.connect(TestSources.exchange(server.issuer()), java.time.Clock.systemUTC());
            assertThat(source.revoke(issue(source)).toCompletableFuture().get(50, TimeUnit.SECONDS))
                    .isEqualTo(RETRYING);
        }
    }

    /** A server that is gone is not there to say that anything is revoked. */
    @Test
    void aServerThatIsGoneRevokesNothing() throws Exception {
        FakeAuthorizationServer server = server();
        CredentialSource source =
                TestSources.connect(TestSources.exchange(server.issuer()), java.time.Clock.systemUTC());
        Credential credential = issue(source);
        server.close();
        assertThat(source.revoke(credential).toCompletableFuture().get(25, TimeUnit.SECONDS))
                .isEqualTo(RETRYING);
    }
}
