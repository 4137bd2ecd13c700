/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_TOO_BROAD;
import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.ReasonCode;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.Destination.Proof;
import dev.taskbound.policy.Destination.Reuse;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** RFC 9449 at the token endpoint and at the resource: one key per task and destination, nonces, one re-exchange. */
@NeedsPart(Loopback.class)
@Timeout(60)
@ExtendWith(OpenSources.class)
class ProofOfPossessionTest {
    private final FakeAuthorizationServer server = newServer();
    private final CredentialSource source =
            TestSources.connect(TestSources.exchange(server.issuer()), Clock.systemUTC());
    private final CredentialRequest request = proving("payments");

    private static FakeAuthorizationServer newServer() {
        try {
            return new FakeAuthorizationServer();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static CredentialRequest proving(String host) {
        Destination payments = CallRequests.payments(host + ".example:443");
        return CallRequests.at(CallRequests.proving(payments, Proof.DPOP, Reuse.NONE));
    }

    @AfterEach
    void close() {
        server.close();
    }

    // RFC 9449, 4.2 and 5.
    @Test
    void provesPossessionAtTheTokenEndpoint() throws Exception {
        Credential credential = issue(request);
        SignedJWT proof = SignedJWT.parse(server.headers.get(0).get("DPoP"));
        assertThat(proof.getHeader().getType().getType()).isEqualTo("dpop+jwt");
        assertThat(proof.getHeader().getJWK().isPrivate()).isFalse();
        assertThat(proof.getJWTClaimsSet().getClaim("htm")).isEqualTo("POST");
        assertThat(proof.getJWTClaimsSet().getClaim("htu"))
                .isEqualTo(server.issuer().resolve("/token").toString());
        assertThat(proof.getJWTClaimsSet().getClaim("ath")).isNull();
        assertThat(credential.scheme()).isEqualTo("DPoP");
        assertThat(credential.confirmed()).contains("cnf");
        assertThat(credential.proofKey().thumbprint())
                .isEqualTo(proof.getHeader().getJWK().computeThumbprint().toString());
    }

    // RFC 9449, 8: a fresh assertion goes with the nonce; the nonce is kept for the next request.
    @Test
    void repeatsTheRequestWithTheNonceOnceAndKeepsIt() {
        server.nonce = "nonce-1";
        assertThat(issue(request)).isNotNull();
        assertThat(server.forms).hasSize(2);
        assertThat(server.forms.stream().map(form -> form.get("client_assertion")))
                .doesNotHaveDuplicates();
        issue(CallRequests.at(request, request.destination()));
        assertThat(server.forms).hasSize(3);
        issue(proving("others"));
        assertThat(server.forms).hasSize(4);
    }

    @Test
    void givesUpOnAServerThatIsNeverContent() {
        server.tokenAnswer = FakeAuthorizationServer.json("{\"error\":\"use_dpop_nonce\"}")
                .newBuilder()
                .code(400)
                .addHeader("DPoP-Nonce", "again")
                .build();
        refused(CREDENTIAL_UNAVAILABLE, "use_dpop_nonce");
        assertThat(server.forms).hasSize(2);
    }

    @Test
    void refusesATokenThatIsNotBoundAsAsked() {
        server.response = response -> response.put("token_type", "Bearer");
        refused(CREDENTIAL_TOO_BROAD, "token_type of DPoP");
        server.response = response -> {};
        server.claims = claims -> claims.remove("cnf");
        refused(CREDENTIAL_TOO_BROAD, "cnf");
        server.claims = claims -> claims.put("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"));
        refused(CREDENTIAL_UNAVAILABLE, "cnf");
        server.claims = claims -> claims.put("cnf", Map.of());
        refused(CREDENTIAL_UNAVAILABLE, "cnf");
        server.claims = claims -> claims.put("cnf", Map.of("kid", "of a kind that is not understood"));
        refused(CREDENTIAL_UNAVAILABLE, "cnf");
        server.claims = claims -> {};
        assertThat(issue(request)).isNotNull();
    }

    // RFC 7800, 3.1: members that are not understood are passed over, beside one that is. Keycloak adds such a one.
    @Test
    void passesOverWhatElseIsSaidOfTheKey() {
        server.claims = claims -> {
            Object jkt = ((Map<?, ?>) claims.get("cnf")).get("jkt");
            claims.put("cnf", Map.of("jkt", jkt, "kc-jkt-type", "DPoP"));
        };
        assertThat(issue(request).confirmed()).contains("cnf");
    }

    @Test
    void hasOneKeyPerTaskAndDestinationAndForgetsItWithTheTask() {
        Destination orders = CallRequests.proving(
                new Destination(
                        "orders",
                        request.destination().hosts(),
                        "bank",
                        CallRequests.AUDIENCE,
                        null,
                        null,
                        request.destination().scopes(),
                        request.destination().ttl(),
                        Destination.Trace.NONE,
                        false,
                        Proof.NONE,
                        Reuse.NONE),
                Proof.DPOP,
                Reuse.NONE);
        String first = issue(request).proofKey().thumbprint();
        assertThat(issue(CallRequests.at(request, request.destination()))
                        .proofKey()
                        .thumbprint())
                .isEqualTo(first);
        assertThat(issue(CallRequests.at(request, orders)).proofKey().thumbprint())
                .isNotEqualTo(first);
        assertThat(issue(proving("payments")).proofKey().thumbprint()).isNotEqualTo(first);
        source.release(request.task());
        assertThat(issue(CallRequests.at(request, request.destination()))
                        .proofKey()
                        .thumbprint())
                .isNotEqualTo(first);
    }

    // RFC 9449, 7.1 and 4.3: each request its own proof, for its method, address and token.
    @Test
    void presentsAFreshProofWithEveryRequest() throws Exception {
        try (Calls calls = new Calls(server, "", "proof: dpop,", "10m")) {
            calls.refund();
            calls.refund();
            var first = calls.requests.get(0).getHeaders();
            SignedJWT proof = SignedJWT.parse(first.get("DPoP"));
            assertThat(first.get("Authorization")).isEqualTo("DPoP " + server.issued.get(0));
            assertThat(proof.getJWTClaimsSet().getClaim("htm")).isEqualTo("GET");
            assertThat(proof.getJWTClaimsSet().getClaim("htu")).isEqualTo(calls.address());
            assertThat(proof.getJWTClaimsSet().getClaim("ath")).isEqualTo(Hashes.base64Sha256(server.issued.get(0)));
            assertThat(calls.requests.get(1).getHeaders().get("DPoP")).isNotEqualTo(first.get("DPoP"));
            calls.assertNoSecretRecorded();
        }
    }

    // Issue 4: exactly one re-exchange on 401; nonce retries do not count.
    @Test
    void aNonceCostsNoCredentialAndA401CostsExactlyOne() throws Exception {
        try (Calls calls = new Calls(server, "", "proof: dpop,", "10m")) {
            calls.answer = request -> "n1".equals(nonce(request)) ? ok() : challenge(401, "use_dpop_nonce", "n1");
            assertThat(calls.refund()).isEqualTo("200");
            assertThat(calls.received()).isEqualTo(2);
            assertThat(server.forms).hasSize(1);

            calls.answer = request -> challenge(401, "use_dpop_nonce", "n2");
            assertThat(calls.refund()).isEqualTo("401");
            assertThat(calls.received())
                    .as("nonce, re-exchange, nonce, and no more")
                    .isEqualTo(2 + 4);
            assertThat(server.forms).hasSize(1 + 2);

            calls.answer = request -> challenge(401, "invalid_token", null);
            assertThat(calls.refund()).isEqualTo("401");
            assertThat(calls.received()).isEqualTo(6 + 2);
            assertThat(server.forms).hasSize(3 + 2);
        }
    }

    private static MockResponse ok() {
        return new MockResponse.Builder().body("ok").build();
    }

    private static MockResponse challenge(int code, String error, String nonce) {
        MockResponse.Builder answer = new MockResponse.Builder()
                .code(code)
                .addHeader("WWW-Authenticate", "DPoP error=\"" + error + "\", algs=\"ES256\"");
        return nonce == null
                ? answer.build()
                : answer.addHeader("DPoP-Nonce", nonce).build();
    }

    private static Object nonce(RecordedRequest request) {
        try {
            return SignedJWT.parse(request.getHeaders().get("DPoP"))
                    .getJWTClaimsSet()
                    .getClaim("nonce");
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theEmbeddedIssuerBindsToo() {
        EmbeddedIssuer issuer = EmbeddedIssuer.create();
        CredentialRequest local =
                CallRequests.at(CallRequests.proving(CallRequests.payments("localhost:8443"), Proof.DPOP, Reuse.NONE));
        Credential credential = issuer.issue(local).toCompletableFuture().join();
        CredentialVerifier verifier = CredentialVerifier.builder(CallRequests.AUDIENCE)
                .issuer(issuer)
                .requireProof()
                .build();
        URI target = URI.create("https://localhost:8443/refunds?x=1");
        Map<String, String> headers = credential.headers("POST", target);
        PresentedRequest presented = PresentedRequest.of(
                "POST",
                target,
                name -> java.util.Optional.ofNullable(headers.get(name)).stream()
                        .toList());
        assertThat(verifier.verify(presented).tool()).isEqualTo("refund_payment");
    }

    private Credential issue(CredentialRequest asked) {
        return source.issue(asked).toCompletableFuture().join();
    }

    private void refused(ReasonCode reason, String named) {
        Throwable thrown = catchThrowable(() -> issue(request));
        assertThat(thrown).hasCauseInstanceOf(CredentialException.class).hasMessageContaining(named);
        assertThat(((CredentialException) thrown.getCause()).reason()).isEqualTo(reason);
    }
}
