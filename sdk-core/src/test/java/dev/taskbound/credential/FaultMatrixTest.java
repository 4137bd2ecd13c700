/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_TOO_BROAD;
import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import dev.taskbound.ReasonCode;
import dev.taskbound.SideBySide;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 4, judged by 2: whatever a server does at its metadata, JWKS, token or resource endpoint, no call goes out with a wrong or
 * over-broad credential, none hangs past its deadline, every denial has the right code.
 */
@NeedsPart(Loopback.class)
@Timeout(180)
class FaultMatrixTest {
    /** Most rows wait for a server, not for this machine. */
    private static final int AT_ONCE = 8;

    private static final RSAKey WEAK = Tokens.rsa("rsa-weak", 1024);
    private static final RSAKey PINNED = new RSAKey.Builder(Tokens.rsa("rsa-pinned", 2048))
            .algorithm(JWSAlgorithm.RS256)
            .build();
    private static final RSAKey ENCRYPTING = new RSAKey.Builder(Tokens.rsa("rsa-enc", 2048))
            .keyUse(KeyUse.ENCRYPTION)
            .build();
    private static final RSAKey SHOWN = Tokens.rsa("rsa-shown", 2048);
    /** The right ones, and some that are no good. */
    private static final String ODD_KEYS = keySet(
            Tokens.EC.toPublicJWK(),
            Tokens.RSA.toPublicJWK(),
            WEAK.toPublicJWK(),
            PINNED.toPublicJWK(),
            ENCRYPTING.toPublicJWK(),
            SHOWN);

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration AMPLE = Duration.ofMinutes(1);

    private final MockWebServer elsewhere = new MockWebServer();
    private final SideBySide rows = new SideBySide(AT_ONCE);

    @AfterEach
    void close() {
        rows.close();
        elsewhere.close();
    }

    @TestFactory
    Stream<DynamicTest> noAnswerAtTheTokenEndpoint() throws Exception {
        return faults("token", (server, answer) -> server.tokenAnswer = answer);
    }

    @TestFactory
    Stream<DynamicTest> noAnswerAtTheJwksEndpoint() throws Exception {
        return faults("JWKS", (server, answer) -> server.keyAnswer = answer);
    }

    @TestFactory
    Stream<DynamicTest> noAnswerAtTheMetadataEndpoint() throws Exception {
        return faults("metadata", (server, answer) -> server.metadataAnswer = answer);
    }

    private Stream<DynamicTest> faults(String endpoint, Fault fault) throws Exception {
        elsewhere.start();
        Map<String, MockResponse> answers = ServerFaults.all(elsewhere.url("/").toString());
        return answers.entrySet().stream()
                .map(each -> row(
                        endpoint + ": " + each.getKey(),
                        CREDENTIAL_UNAVAILABLE,
                        ServerFaults.isSlow(each.getKey()) ? SHORT : AMPLE,
                        server -> fault.put(server, each.getValue())))
                .toList()
                .stream();
    }

    private interface Fault {
        void put(FakeAuthorizationServer server, MockResponse answer);
    }

    @TestFactory
    Stream<DynamicTest> moreThanWasAskedFor() {
        Map<String, Consumer<Map<String, Object>>> rows = new LinkedHashMap<>();
        rows.put("two audiences", claims -> claims.put("aud", List.of(Calls.AUDIENCE, "https://other.example")));
        rows.put("a broader scope", claims -> claims.put("scope", "payments.refund payments.admin"));
        rows.put("a broader scp", claims -> claims.put("scp", List.of("admin")));
        rows.put("a longer life", claims -> claims.put("exp", now() + 600));
        rows.put("a life without end", claims -> claims.put("exp", 253_402_300_799L));
        rows.put("no act", claims -> claims.remove("act"));
        rows.put("no details", claims -> claims.remove("authorization_details"));
        rows.put("empty details", claims -> claims.put("authorization_details", List.of()));
        rows.put(
                "details of another tool",
                claims -> claims.put("authorization_details", List.of(Map.of("type", "tool_call"))));
        rows.put("details of everything", claims -> claims.put("authorization_details", "all"));
        rows.put("one detail more", claims -> {
            List<Object> more = new ArrayList<>((List<?>) claims.get("authorization_details"));
            more.add(Map.of("type", "everything"));
            claims.put("authorization_details", more);
        });
        return claims(CREDENTIAL_TOO_BROAD, rows);
    }

    @TestFactory
    Stream<DynamicTest> somethingElseThanWasAskedFor() {
        Map<String, Consumer<Map<String, Object>>> rows = new LinkedHashMap<>();
        rows.put("another issuer", claims -> claims.put("iss", "https://evil.example"));
        rows.put("the issuer with a slash", claims -> claims.merge("iss", "/", (iss, slash) -> iss.toString() + slash));
        rows.put("an issuer of another type", claims -> claims.put("iss", List.of("x")));
        rows.put("no issuer", claims -> claims.remove("iss"));
        rows.put("another audience", claims -> claims.put("aud", "https://other.example"));
        rows.put("an audience of another type", claims -> claims.put("aud", 7));
        rows.put("no audience", claims -> claims.remove("aud"));
        rows.put("another subject", claims -> claims.put("sub", "mallory"));
        rows.put("no subject", claims -> claims.remove("sub"));
        rows.put("another actor", claims -> claims.put("act", Map.of("sub", "another-agent")));
        rows.put("an actor of another type", claims -> claims.put("act", "support-assistant"));
        rows.put("expired", claims -> claims.put("exp", now() - 60));
        rows.put("no expiry", claims -> claims.remove("exp"));
        rows.put("an expiry that is text", claims -> claims.put("exp", "tomorrow"));
        rows.put("a negative expiry", claims -> claims.put("exp", -1));
        rows.put("not yet valid", claims -> claims.put("nbf", now() + 60));
        rows.put("from the future", claims -> claims.put("iat", now() + 60));
        rows.put("bound to a key of somebody", claims -> claims.put("cnf", Map.of("jkt", "x")));
        rows.put("bound to a certificate of somebody", claims -> claims.put("cnf", Map.of("x5t#S256", "x")));
        rows.put("a scope of another type", claims -> claims.put("scope", Map.of()));
        return claims(CREDENTIAL_UNAVAILABLE, rows);
    }

    private Stream<DynamicTest> claims(ReasonCode expected, Map<String, Consumer<Map<String, Object>>> rows) {
        return rows.entrySet().stream()
                .map(each -> row("token: " + each.getKey(), expected, server -> server.claims = each.getValue()))
                .toList()
                .stream();
    }

    // RFC 8725, 3.1, 3.2, 3.10.
    @TestFactory
    Stream<DynamicTest> forged() {
        Map<String, Function<Map<String, Object>, String>> rows = new LinkedHashMap<>();
        rows.put("unsigned", Tokens::none);
        rows.put("signed with the public key as secret", FaultMatrixTest::confused);
        rows.put(
                "signed by another key under a known id",
                claims -> signed(JWSAlgorithm.ES256, "ec-1", claims, Tokens.ec("ec-1")));
        rows.put("signed by an unknown key", claims -> signed(JWSAlgorithm.ES256, "new", claims, Tokens.ec("new")));
        rows.put("signed by a key of another kind", claims -> signed(JWSAlgorithm.RS256, "ec-1", claims, Tokens.RSA));
        rows.put("brings its own key", FaultMatrixTest::selfSigned);
        rows.put("says where its key is", FaultMatrixTest::pointing);
        rows.put("a critical extension", FaultMatrixTest::critical);
        rows.put(
                "another type of token",
                claims -> Tokens.sign(
                        new com.nimbusds.jose.JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID("ec-1")
                                .type(new com.nimbusds.jose.JOSEObjectType("logout+jwt")),
                        CanonicalJson.write(claims),
                        Tokens.EC));
        rows.put("signed by a short key", claims -> signed(JWSAlgorithm.RS256, "rsa-weak", claims, WEAK));
        rows.put(
                "signed by a key for another algorithm",
                claims -> signed(JWSAlgorithm.PS256, "rsa-pinned", claims, PINNED));
        rows.put("signed by a key for encryption", claims -> signed(JWSAlgorithm.RS256, "rsa-enc", claims, ENCRYPTING));
        rows.put(
                "signed by a key of which the issuer shows the private part",
                claims -> signed(JWSAlgorithm.RS256, "rsa-shown", claims, SHOWN));
        rows.put(
                "an id of a key that is a path",
                claims -> signed(JWSAlgorithm.ES256, "../../../../etc/passwd", claims, Tokens.ec("x")));
        rows.put("brings its own certificate", FaultMatrixTest::certified);
        rows.put("its signature cut", claims -> cut(Tokens.es256(claims), 10));
        rows.put("its signature gone", claims -> Tokens.es256(claims).replaceFirst("[^.]+$", ""));
        rows.put(
                "a claim twice",
                claims -> Tokens.sign(
                        Tokens.header(JWSAlgorithm.ES256, "ec-1"),
                        CanonicalJson.write(claims).replaceFirst("\\{", "{\"sub\":\"mallory\","),
                        Tokens.EC));
        rows.put("opaque", claims -> ServerFaults.SECRET);
        rows.put("encrypted", claims -> "a.b.c.d.e");
        rows.put("as long as a book", claims -> "a".repeat(100_000) + ".b.c");
        rows.put("with a line end", claims -> Tokens.es256(claims) + "\r\nX-Injected: yes");
        return rows.entrySet().stream()
                .map(each -> row("forged: " + each.getKey(), CREDENTIAL_UNAVAILABLE, server -> {
                    server.signer = each.getValue();
                    server.keySet = ODD_KEYS;
                }))
                .toList()
                .stream();
    }

    @TestFactory
    Stream<DynamicTest> wrongResponses() {
        return Stream.of(
                row(
                        "response: no token_type",
                        CREDENTIAL_UNAVAILABLE,
                        server -> server.response = answer -> answer.remove("token_type")),
                row(
                        "response: no token",
                        CREDENTIAL_UNAVAILABLE,
                        server -> server.response = answer -> answer.remove("access_token")),
                response("more scope than the token says", CREDENTIAL_TOO_BROAD, "scope", "payments.refund openid"),
                response("scope of another type", CREDENTIAL_UNAVAILABLE, "scope", List.of("payments.refund")),
                response("another token_type", CREDENTIAL_UNAVAILABLE, "token_type", "MAC"),
                response("a token_type of DPoP without a proof", CREDENTIAL_UNAVAILABLE, "token_type", "DPoP"),
                response("a token_type that is no text", CREDENTIAL_UNAVAILABLE, "token_type", 7),
                response(
                        "a refresh token",
                        CREDENTIAL_UNAVAILABLE,
                        "issued_token_type",
                        "urn:ietf:params:oauth:token-type:refresh_token"),
                response("a token that is no text", CREDENTIAL_UNAVAILABLE, "access_token", List.of("x")),
                response("an empty token", CREDENTIAL_UNAVAILABLE, "access_token", ""),
                response(
                        "other details",
                        CREDENTIAL_TOO_BROAD,
                        "authorization_details",
                        List.of(Map.of("type", "all"))));
    }

    private DynamicTest response(String name, ReasonCode expected, String member, Object value) {
        return row("response: " + name, expected, server -> server.response = answer -> answer.put(member, value));
    }

    @TestFactory
    Stream<DynamicTest> wrongMetadataAndKeys() throws Exception {
        elsewhere.start();
        Map<String, Consumer<Map<String, Object>>> rows = new LinkedHashMap<>();
        rows.put("another issuer", metadata -> metadata.put("issuer", "https://evil.example"));
        rows.put(
                "the issuer with a slash",
                metadata -> metadata.merge("issuer", "/", (iss, slash) -> iss.toString() + slash));
        rows.put("no issuer", metadata -> metadata.remove("issuer"));
        rows.put("no token endpoint", metadata -> metadata.remove("token_endpoint"));
        rows.put(
                "a token endpoint without TLS",
                metadata -> metadata.put("token_endpoint", "http://idp.example.com/token"));
        rows.put("a token endpoint that is a file", metadata -> metadata.put("token_endpoint", "file:///etc/passwd"));
        rows.put("a token endpoint that is no address", metadata -> metadata.put("token_endpoint", "::"));
        rows.put("no keys", metadata -> metadata.remove("jwks_uri"));
        rows.put("keys without TLS", metadata -> metadata.put("jwks_uri", "http://idp.example.com/keys"));
        Stream<DynamicTest> metadata = rows.entrySet().stream()
                .map(each -> row(
                        "metadata: " + each.getKey(),
                        CREDENTIAL_UNAVAILABLE,
                        server -> server.metadata = each.getValue()));
        Stream<DynamicTest> keys = Stream.of(
                        "{\"keys\":[]}",
                        "{\"keys\":7}",
                        "{\"keys\":[{\"kty\":\"RSA\"}]}",
                        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"ec-1\",\"k\":\"AAAA\"}]}",
                        Tokens.keySet(Tokens.rsa("ec-1", 2048)),
                        Tokens.keySet(Tokens.ec("ec-1")),
                        keySet(Tokens.EC, Tokens.RSA),
                        keySet(Collections.nCopies(101, Tokens.EC.toPublicJWK()).toArray(JWK[]::new)),
                        keySet(Collections.nCopies(10_000, Tokens.EC.toPublicJWK())
                                .toArray(JWK[]::new)))
                .map(set -> row(
                        "JWKS: " + set.substring(0, Math.min(30, set.length())),
                        CREDENTIAL_UNAVAILABLE,
                        server -> server.keySet = set));
        return Stream.concat(metadata, keys).toList().stream();
    }

    /** What a service answers is the tool's business; what Taskbound does about it is not. */
    @TestFactory
    Stream<DynamicTest> faultsAtTheResource() throws Exception {
        elsewhere.start();
        return ServerFaults.all(elsewhere.url("/").toString()).entrySet().stream()
                .map(each -> rows.begun(
                        "resource: " + each.getKey(),
                        () -> resource(each.getValue(), ServerFaults.isSlow(each.getKey()) ? "6s" : "10m")))
                .toList()
                .stream();
    }

    private void resource(MockResponse answer, String duration) throws Exception {
        try (FakeAuthorizationServer server = new FakeAuthorizationServer();
                Calls calls = new Calls(server, "", "", duration)) {
            calls.answer = request -> answer;
            catchThrowable(calls::refund);
            assertThat(calls.toolRuns()).isEqualTo(1);
            assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
            assertThat(server.forms.size())
                    .as("one credential, and one more after a 401")
                    .isBetween(1, 2);
            assertThat(calls.received()).as("requests").isLessThanOrEqualTo(2);
            calls.assertNoSecretRecorded();
        }
    }

    private DynamicTest row(String name, ReasonCode expected, Consumer<FakeAuthorizationServer> fault) {
        return row(name, expected, AMPLE, fault);
    }

    private DynamicTest row(
            String name, ReasonCode expected, Duration patience, Consumer<FakeAuthorizationServer> fault) {
        return rows.begun(name, () -> {
            try (FakeAuthorizationServer server = faulty(fault);
                    Calls calls = new Calls(server, "", "", "10m", builder -> builder.patience(patience))) {
                long from = System.nanoTime();
                ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::refund);
                assertThat(denied).as("a denial").isNotNull();
                assertThat(Duration.ofNanos(System.nanoTime() - from))
                        .as("no hanging past the deadline")
                        .isLessThan(AMPLE.dividedBy(2));
                assertThat(denied.reason()).as(calls.recorded()).isEqualTo(expected);
                assertThat(calls.toolRuns()).isZero();
                assertThat(calls.received()).isZero();
                assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
                assertThat(server.forms.stream().map(form -> form.get("client_assertion")))
                        .doesNotHaveDuplicates();
                calls.assertNoSecretRecorded();
            }
        });
    }

    /** From the start: metadata and keys are fetched when the guard is built. */
    private static FakeAuthorizationServer faulty(Consumer<FakeAuthorizationServer> fault) throws IOException {
        FakeAuthorizationServer server = new FakeAuthorizationServer();
        fault.accept(server);
        return server;
    }

    /** The rows that show that the others fail because of their faults. */
    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(
                right("as it should be", server -> {}),
                right("among odd keys", server -> server.keySet = ODD_KEYS),
                right("keys of the same id", server -> server.keySet = Tokens.keySet(Tokens.ec("ec-1"), Tokens.EC)),
                right("a token_type in other letters", server -> server.response = put("token_type", "bEARER")),
                // The token itself says how long it lives.
                right("an expires_in that is text", server -> server.response = put("expires_in", "30")),
                right("an expires_in below nothing", server -> server.response = put("expires_in", -1)),
                right("what nobody asked for", server -> server.response = put("x", Map.of("y", List.of(1)))));
    }

    private static Consumer<Map<String, Object>> put(String name, Object value) {
        return answer -> answer.put(name, value);
    }

    private DynamicTest right(String name, Consumer<FakeAuthorizationServer> how) {
        return rows.begun("right: " + name, () -> {
            try (FakeAuthorizationServer server = faulty(how);
                    Calls calls = new Calls(server)) {
                assertThat(calls.refund()).isEqualTo("200");
                assertThat(calls.toolRuns()).isEqualTo(1);
                assertThat(calls.received()).isEqualTo(1);
            }
        });
    }

    private static String confused(Map<String, Object> claims) {
        try {
            return Tokens.hs256(
                    claims, "ec-1", Tokens.EC.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String selfSigned(Map<String, Object> claims) {
        var own = Tokens.ec("own");
        return Tokens.sign(
                Tokens.header(JWSAlgorithm.ES256, "own").jwk(own.toPublicJWK()), CanonicalJson.write(claims), own);
    }

    private static String pointing(Map<String, Object> claims) {
        var own = Tokens.ec("own");
        return Tokens.sign(
                Tokens.header(JWSAlgorithm.ES256, "own").jwkURL(java.net.URI.create("http://127.0.0.1:1/keys")),
                CanonicalJson.write(claims),
                own);
    }

    private static String certified(Map<String, Object> claims) {
        var own = Tokens.rsa("own", 2048);
        return Tokens.sign(
                Tokens.header(JWSAlgorithm.RS256, "own").x509CertChain(List.of(new Base64("MIIB"))),
                CanonicalJson.write(claims),
                own);
    }

    private static String keySet(JWK... keys) {
        return Stream.of(keys).map(JWK::toJSONString).collect(joining(",", "{\"keys\":[", "]}"));
    }

    private static String critical(Map<String, Object> claims) {
        return Tokens.sign(
                Tokens.header(JWSAlgorithm.ES256, "ec-1")
                        .criticalParams(java.util.Set.of("exp"))
                        .customParam("exp", 1),
                CanonicalJson.write(claims),
                Tokens.EC);
    }

    private static String signed(
            JWSAlgorithm algorithm, String keyId, Map<String, Object> claims, com.nimbusds.jose.jwk.JWK key) {
        return Tokens.sign(Tokens.header(algorithm, keyId), CanonicalJson.write(claims), key);
    }

    private static String cut(String text, int characters) {
        return text.substring(0, text.length() - characters);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
