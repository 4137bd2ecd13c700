/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TestClock;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsPart(Loopback.class)
@Timeout(60)
@ExtendWith(OpenSources.class)
class TokenExchangeTest {
    private static final String SECRET = "s3cr3t-that-a-server-repeats";

    private final FakeAuthorizationServer server = newServer();
    private final CredentialRequest request = CallRequests.refund();
    private CredentialSource source = TestSources.connect(TestSources.exchange(server.issuer()), Clock.systemUTC());

    private static FakeAuthorizationServer newServer() {
        try {
            return new FakeAuthorizationServer();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    // RFC 8693, 2.1; RFC 8707, 2; RFC 9396, 5; RFC 7523, 2.2.
    @Test
    void asksForExactlyWhatTheCallNeeds() throws Exception {
        issue();
        Map<String, String> form = server.forms.get(0);
        assertThat(form)
                .containsOnlyKeys(
                        "grant_type",
                        "requested_token_type",
                        "subject_token",
                        "subject_token_type",
                        "actor_token",
                        "actor_token_type",
                        "resource",
                        "audience",
                        "scope",
                        "authorization_details",
                        "client_id",
                        "client_assertion_type",
                        "client_assertion")
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
                .containsEntry("requested_token_type", "urn:ietf:params:oauth:token-type:access_token")
                .containsEntry("subject_token", CallRequests.SUBJECT_TOKEN)
                .containsEntry("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")
                .containsEntry("actor_token_type", "urn:ietf:params:oauth:token-type:jwt")
                .containsEntry("resource", CallRequests.AUDIENCE)
                .containsEntry("audience", CallRequests.AUDIENCE)
                .containsEntry("scope", "payments.refund")
                .containsEntry("client_id", "agent-writer")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .containsEntry(
                        "authorization_details",
                        "[{\"actions\":[\"write\"],\"call_digest\":\"" + request.callDigest()
                                + "\",\"control\":{\"amount\":100.1,\"iban\":\"DE02120300000000202051\"},"
                                + "\"identifier\":\"refund_payment\",\"intent\":\"refund-order\","
                                + "\"locations\":[\"https://pay.example.com\"],\"task_id\":\""
                                + request.task().id() + "\",\"type\":\"tool_call\"}]");
        assertThat(FakeAuthorizationServer.subject(form.get("actor_token"))).isEqualTo("support-assistant");
        var assertion = SignedJWT.parse(form.get("client_assertion")).getJWTClaimsSet();
        assertThat(assertion.getSubject()).isEqualTo("agent-writer");
        assertThat(assertion.getAudience()).containsExactly(server.issuer().toString());
    }

    @Test
    void confirmsWhatTheServerAgreedTo() {
        Credential credential = issue();
        assertThat(credential.confirmed())
                .containsExactlyInAnyOrder(
                        "iss", "sub", "aud", "exp", "act", "scope", "authorization_details", "issued_token_type");
        assertThat(credential.source()).isEqualTo("bank");
        assertThat(credential.scheme()).isEqualTo("Bearer");
        assertThat(credential.token().reveal()).isEqualTo(server.issued.get(0));
    }

    @Test
    void issuesWhatAResourceServerAccepts() {
        Credential credential = issue();
        CredentialVerifier payments = CredentialVerifier.builder(CallRequests.AUDIENCE)
                .issuer(server.issuer().toString(), server.issuer().resolve("/keys"))
                .build();
        VerifiedCall call = payments.verify("Bearer " + credential.token().reveal());
        assertThat(call.requireTool("refund_payment").agent()).isEqualTo("support-assistant");
        assertThat(call.credentialId()).isEqualTo(credential.id());
    }

    @Test
    void asksForMetadataAndKeysOnceAndForATokenPerCall() {
        for (int i = 0; i < 5; i++) {
            issue();
        }
        assertThat(server.metadataRequests).hasValue(1);
        assertThat(server.keyRequests).hasValue(1);
        assertThat(server.forms).hasSize(5);
        assertThat(server.forms.stream().map(form -> form.get("client_assertion")))
                .doesNotHaveDuplicates();
    }

    // DESIGN, policy file: `ignores` is what the server is known to ignore; silence is never agreement.
    @Test
    void doesWithoutWhatThePolicySaysTheServerIgnores() {
        source = TestSources.connect(
                TestSources.exchange(server.issuer(), "actor_token", "authorization_details", "resource"),
                Clock.systemUTC());
        Credential credential = issue();
        assertThat(server.forms.get(0))
                .doesNotContainKeys("actor_token", "actor_token_type", "authorization_details", "resource");
        assertThat(credential.confirmed()).doesNotContain("act", "authorization_details");
    }

    @Test
    void refusesWrongDetailsEvenOfAServerThatIsSaidToIgnoreThem() {
        source = TestSources.connect(TestSources.exchange(server.issuer(), "authorization_details"), Clock.systemUTC());
        server.claims = claims -> claims.put("authorization_details", List.of(Map.of("type", "everything")));
        assertRefused(ReasonCode.CREDENTIAL_TOO_BROAD, "authorization_details");
    }

    @Test
    void acceptsDetailsThatOnlyTheResponseHas() {
        server.claims = claims -> claims.remove("authorization_details");
        server.response = response ->
                response.put("authorization_details", ToolCallDetail.of(request).toJson());
        assertThat(issue().confirmed()).contains("authorization_details");
    }

    @Test
    void sendsNoResourceForAnAudienceThatIsNoUri() {
        var mail = CallRequests.destination("mail", Map.of(), "localhost");
        source.issue(CallRequests.at(mail)).toCompletableFuture().join();
        assertThat(server.forms.get(0)).doesNotContainKeys("resource", "scope").containsEntry("audience", "mail");
    }

    @Test
    void refusesMoreThanWasAskedFor() {
        tooBroad("aud", claims -> claims.put("aud", List.of(CallRequests.AUDIENCE, "https://orders.example.com")));
        tooBroad("scope", claims -> claims.put("scope", "payments.refund payments.admin"));
        tooBroad("scope", claims -> claims.put("scp", List.of("admin")));
        tooBroad("life", claims -> claims.put("exp", Instant.now().getEpochSecond() + 60));
        tooBroad("act", claims -> claims.remove("act"));
        tooBroad("authorization_details", claims -> claims.remove("authorization_details"));
        tooBroad("authorization_details", claims -> claims.put("authorization_details", List.of()));
        tooBroad("authorization_details", claims -> {
            List<Object> more = new ArrayList<>((List<?>) claims.get("authorization_details"));
            more.add(Map.of("type", "account_information"));
            claims.put("authorization_details", more);
        });
    }

    @Test
    void refusesAResponseThatGrantsMoreScopeThanTheTokenSays() {
        server.response = response -> response.put("scope", "payments.refund openid");
        assertRefused(ReasonCode.CREDENTIAL_TOO_BROAD, "scope");
        server.response = response -> response.put("scope", "payments.refund");
        assertThat(issue()).isNotNull();
    }

    @Test
    void refusesSomethingElseThanWasAskedFor() {
        unavailable("iss", claims -> claims.put("iss", "https://elsewhere.example.com"));
        unavailable("iss", claims -> claims.remove("iss"));
        unavailable("aud", claims -> claims.put("aud", "https://orders.example.com"));
        unavailable("aud", claims -> claims.remove("aud"));
        unavailable("sub", claims -> claims.put("sub", "mallory"));
        unavailable("sub", claims -> claims.remove("sub"));
        unavailable("act", claims -> claims.put("act", Map.of("sub", "another-agent")));
        unavailable("exp", claims -> claims.remove("exp"));
        unavailable("exp", claims -> claims.put("exp", Instant.now().getEpochSecond() - 1));
        unavailable("exp", claims -> claims.put("exp", Instant.now().getEpochSecond() - 60));
        unavailable("nbf", claims -> claims.put("nbf", Instant.now().getEpochSecond() + 60));
        unavailable("iat", claims -> claims.put("iat", Instant.now().getEpochSecond() + 60));
    }

    @Test
    void acceptsLessScopeThanWasAskedFor() {
        server.claims = claims -> claims.remove("scope");
        assertThat(issue().confirmed()).doesNotContain("scope");
    }

    // RFC 8725, 3.1 and 3.2.
    @Test
    void refusesForgedTokens() {
        signedBy(Tokens::none, "MALFORMED");
        signedBy(claims -> hs256(claims, Tokens.RSA.getKeyID()), "MALFORMED");
        signedBy(
                claims ->
                        Tokens.sign(Tokens.header(JWSAlgorithm.RS256, "ec-1"), CanonicalJson.write(claims), Tokens.RSA),
                "BAD_SIGNATURE");
        signedBy(
                claims -> Tokens.sign(
                        Tokens.header(JWSAlgorithm.ES256, "ec-1"), CanonicalJson.write(claims), Tokens.ec("ec-1")),
                "BAD_SIGNATURE");
        signedBy(claims -> "opaque-" + SECRET, "MALFORMED");
    }

    @Test
    void learnsARotatedKeyAtOnceButDoesNotAskForEveryUnknownOne() {
        TestClock clock = new TestClock();
        clock.advance(java.time.Duration.between(clock.instant(), Instant.now()));
        source = TestSources.connect(TestSources.exchange(server.issuer()), clock);
        server.claims = claims -> {
            claims.put("iat", clock.instant().getEpochSecond());
            claims.put("exp", clock.instant().getEpochSecond() + 30);
        };
        issue();
        signWith("ec-2");
        assertThat(issue()).isNotNull();
        assertThat(server.keyRequests).hasValue(2);

        signWith("ec-3");
        for (int i = 0; i < 5; i++) {
            assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "BAD_SIGNATURE");
        }
        assertThat(server.keyRequests).hasValue(2);
        clock.advance(RemoteKeys.BETWEEN_REFRESHES.plusSeconds(1));
        CredentialRequest later =
                CallRequests.withDeadline(request, clock.instant().plusSeconds(10));
        source.issue(later).toCompletableFuture().join();
        assertThat(server.keyRequests).hasValue(3);
    }

    @Test
    void keepsTheKeysItHasWhereNewOnesCannotBeHad() {
        issue();
        var known = server.signer;
        signWith("ec-2");
        server.keyAnswer = new MockResponse.Builder().code(503).build();
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "HTTP 503");
        server.signer = known;
        assertThat(issue()).isNotNull();
        assertThat(server.keyRequests).as("once more after a 503").hasValue(3);
    }

    private void signWith(String keyId) {
        var rotated = Tokens.ec(keyId);
        server.signer =
                claims -> Tokens.sign(Tokens.header(JWSAlgorithm.ES256, keyId), CanonicalJson.write(claims), rotated);
        server.keySet = Tokens.keySet(Tokens.EC, rotated);
    }

    // RFC 7523, 3: an assertion is good for one request.
    @Test
    void sendsNoAssertionTwiceWhateverTheServerSays() {
        answered(
                "HTTP 503",
                new MockResponse.Builder()
                        .code(503)
                        .addHeader("Retry-After", "0")
                        .build());
        assertThat(server.forms.stream().map(form -> form.get("client_assertion")))
                .doesNotHaveDuplicates();
    }

    // RFC 7800, 3.1.
    @Test
    void refusesATokenThatIsBoundToAKeyOfSomebody() {
        unavailable("cnf", claims -> claims.put("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")));
        unavailable("cnf", claims -> claims.put("cnf", "text"));
    }

    @Test
    void refusesAnswersThatAreNoTokenResponse() {
        answered("HTTP 200", html("<html>please log in " + SECRET + "</html>"));
        answered("JSON", FakeAuthorizationServer.json("{\"access_token\":\"" + SECRET));
        answered("JSON", FakeAuthorizationServer.json("{\"token_type\":\"Bearer\",\"token_type\":\"Bearer\"}"));
        answered("JSON", FakeAuthorizationServer.json("[]"));
        answered("HTTP 200", FakeAuthorizationServer.json("{}"));
        answered("token_type", FakeAuthorizationServer.json("{\"access_token\":\"" + SECRET + "\"}"));
        answered("access_token", FakeAuthorizationServer.json("{\"token_type\":\"Bearer\"}"));
        answered("bytes", FakeAuthorizationServer.json("{\"x\":\"" + SECRET.repeat(20_000) + "\"}"));
        answered("HTTP 500", new MockResponse.Builder().code(500).body(SECRET).build());
        answered("HTTP 204", new MockResponse.Builder().code(204).build());
        answered(
                "HTTP 302",
                new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", server.issuer() + "?" + SECRET)
                        .build());
        server.tokenAnswer = null;
        server.response = response -> response.put("token_type", "DPoP");
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "token_type");
        server.response = response -> response.put("scope", List.of("payments.refund"));
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "scope");
        server.response = response -> response.remove("issued_token_type");
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "issued_token_type");
        server.response =
                response -> response.put("issued_token_type", "urn:ietf:params:oauth:token-type:refresh_token");
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "issued_token_type");
    }

    // RFC 6749, 5.2: the code is shown if it is a registered one, the description never.
    @Test
    void showsTheErrorCodeAndNothingElseOfAnError() {
        answered("invalid_target", error("invalid_target"));
        answered("HTTP 400", error(SECRET));
    }

    @Test
    void refusesACutAnswer() {
        answered(
                "no answer",
                FakeAuthorizationServer.json("{\"access_token\":\"" + SECRET.repeat(100) + "\"}")
                        .newBuilder()
                        .onResponseBody(new SocketEffect.CloseSocket())
                        .build());
        answered(
                "no answer",
                new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());
    }

    @Test
    void givesUpAtTheDeadline() {
        server.tokenAnswer = FakeAuthorizationServer.json("{}")
                .newBuilder()
                .headersDelay(50, TimeUnit.SECONDS)
                .build();
        CredentialRequest hurried =
                CallRequests.withDeadline(request, Instant.now().plusMillis(500));
        assertThat(refusal(hurried).reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
        assertThat(Instant.now()).isBefore(hurried.deadline().plusSeconds(40));
    }

    @Test
    void givesUpAtTheDeadlineWhileTheBodyTrickles() {
        server.tokenAnswer = FakeAuthorizationServer.json("{\"a\":\"" + "x".repeat(1000) + "\"}")
                .newBuilder()
                .throttleBody(1, 100, TimeUnit.MILLISECONDS)
                .build();
        CredentialRequest hurried =
                CallRequests.withDeadline(request, Instant.now().plusMillis(500));
        assertThat(refusal(hurried).reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
        assertThat(Instant.now()).isBefore(hurried.deadline().plusSeconds(40));
    }

    // One deadline for the whole request: what the first call has to fetch besides the token counts too.
    @Test
    void givesUpAtTheDeadlineWhileKeysAreFetched() {
        server.keyAnswer = FakeAuthorizationServer.json(server.keySet)
                .newBuilder()
                .headersDelay(50, TimeUnit.SECONDS)
                .build();
        CredentialRequest hurried =
                CallRequests.withDeadline(request, Instant.now().plusSeconds(4));
        assertThat(refusal(hurried)).hasMessageContaining("no answer before the call's deadline");
    }

    @Test
    void recoversWhenTheServerDoes() {
        server.keyAnswer = new MockResponse.Builder().code(503).build();
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "HTTP 503");
        server.keyAnswer = null;
        assertThat(issue()).isNotNull();
    }

    @Test
    void refusesKeysThatAreNone() {
        for (String keys : List.of("{\"keys\":[]}", "{}", "{\"keys\":7}", "{\"keys\":[{\"kty\":\"RSA\"}]}")) {
            server.keySet = keys;
            assertThat(refusal(request).reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
        }
    }

    // RFC 8414, 3.3.
    @Test
    void refusesMetadataOfAnotherIssuer() {
        server.metadata = metadata -> metadata.put("issuer", server.issuer() + "/");
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "metadata of the issuer");
        server.metadata = metadata -> metadata.put("token_endpoint", "http://idp.example.com/token");
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "token_endpoint");
        server.metadata = metadata -> metadata.put("jwks_uri", "file:///etc/passwd");
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "jwks_uri");
        assertThat(server.forms).isEmpty();
    }

    @Test
    void findsMetadataWhereOpenIdConnectHasIt() {
        server.metadataPath = "/realms/test/.well-known/openid-configuration";
        assertThat(issue()).isNotNull();
        server.metadataPath = "/nowhere";
        source = TestSources.connect(TestSources.exchange(server.issuer()), Clock.systemUTC());
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, "HTTP 404");
    }

    @Test
    void namesWhatIsMissingBeforeAnythingGoesOut() {
        var destination = CallRequests.payments("localhost");
        CredentialRequest nobody = CallRequests.request(null, destination, Instant.now());
        assertThat(refusal(nobody)).hasMessageContaining("there is no principal");
        Principal bob = Principal.verified("spring-security", "bob");
        CredentialRequest untold = CallRequests.request(bob, destination, Instant.now());
        assertThat(refusal(untold)).hasMessageContaining("the principal has none");
        assertThat(server.metadataRequests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 500})
    void neverShowsASecretThatAServerRepeats(int status) {
        PrintStream err = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            String body = "{\"error\":\"" + SECRET + "\",\"error_description\":\"" + CallRequests.SUBJECT_TOKEN
                    + "\",\"access_token\":\"" + SECRET + "\",\"token_type\":\"Bearer\",\"iss\":\"" + SECRET + "\"}";
            server.tokenAnswer =
                    FakeAuthorizationServer.json(body).newBuilder().code(status).build();
            StringWriter shown = new StringWriter();
            refusal(request).printStackTrace(new PrintWriter(shown, true));
            assertThat(shown + logged.toString(StandardCharsets.UTF_8) + source + request)
                    .doesNotContain(SECRET, CallRequests.SUBJECT_TOKEN, "eyJ");
        } finally {
            System.setErr(err);
        }
    }

    private Credential issue() {
        return source.issue(request).toCompletableFuture().join();
    }

    private void tooBroad(String named, Consumer<Map<String, Object>> claims) {
        server.claims = claims;
        assertRefused(ReasonCode.CREDENTIAL_TOO_BROAD, named);
    }

    private void unavailable(String named, Consumer<Map<String, Object>> claims) {
        server.claims = claims;
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, named);
    }

    private void signedBy(java.util.function.Function<Map<String, Object>, String> signer, String named) {
        server.signer = signer;
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, named);
    }

    private void answered(String named, MockResponse answer) {
        server.tokenAnswer = answer;
        assertRefused(ReasonCode.CREDENTIAL_UNAVAILABLE, named);
    }

    private void assertRefused(ReasonCode reason, String named) {
        CredentialException refused = refusal(request);
        assertThat(refused).hasMessageContaining(named).hasNoCause();
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused.getMessage()).doesNotContain(SECRET, CallRequests.SUBJECT_TOKEN, "eyJ");
    }

    private CredentialException refusal(CredentialRequest asked) {
        Throwable thrown =
                catchThrowable(() -> source.issue(asked).toCompletableFuture().join());
        assertThat(thrown).isInstanceOf(CompletionException.class).hasCauseInstanceOf(CredentialException.class);
        return (CredentialException) thrown.getCause();
    }

    private static String hs256(Map<String, Object> claims, String keyId) {
        try {
            return Tokens.hs256(claims, keyId, Tokens.RSA.toRSAPublicKey().getEncoded());
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MockResponse html(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/html")
                .body(body)
                .build();
    }

    private static MockResponse error(String code) {
        return FakeAuthorizationServer.json("{\"error\":\"" + code + "\",\"error_description\":\"" + SECRET + "\"}")
                .newBuilder()
                .code(400)
                .build();
    }
}
