/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.taskbound.Action;
import dev.taskbound.TestClock;
import dev.taskbound.credential.CredentialRefusedException.Reason;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.policy.Destination.Proof;
import dev.taskbound.policy.Destination.Reuse;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Issue 4, judged by 6: a token stolen from one call fails at another service, for another tool, for other control
 * values, after its seconds, and without its key.
 */
class StolenCredentialTest {
    private static final URI TARGET = URI.create("https://pay.example.com/refunds");

    private final TestClock clock = new TestClock();
    private final EmbeddedIssuer issuer =
            EmbeddedIssuer.builder().clock(clock).allowNonLoopbackDestinations().build();
    private final CredentialRequest request = CallRequests.request(
            CallRequests.ALICE,
            CallRequests.proving(CallRequests.payments("pay.example.com"), Proof.DPOP, Reuse.NONE),
            clock.instant());
    private final Credential credential =
            issuer.issue(request).toCompletableFuture().join();
    private final CredentialVerifier payments = verifier(CallRequests.AUDIENCE);

    private CredentialVerifier verifier(String audience) {
        return CredentialVerifier.builder(audience).issuer(issuer).clock(clock).build();
    }

    private PresentedRequest presented(String method, URI target, Map<String, String> headers) {
        return PresentedRequest.of(
                method,
                target,
                name -> Optional.ofNullable(headers.get(name)).stream().toList());
    }

    private PresentedRequest genuine() {
        return presented("POST", TARGET, credential.headers("POST", TARGET));
    }

    private static void refused(Reason reason, Runnable use) {
        CredentialRefusedException thrown = catchThrowableOfType(CredentialRefusedException.class, use::run);
        assertThat(thrown).isNotNull();
        assertThat(thrown.reason()).as(thrown.getMessage()).isEqualTo(reason);
        assertThat(thrown.getMessage() + thrown.wwwAuthenticate()).doesNotContain("eyJ");
    }

    @Test
    void worksForTheCallItWasIssuedFor() {
        payments.verify(genuine())
                .requireTool("refund_payment")
                .requireAction(Action.WRITE)
                .requireControl(Map.of("iban", "DE02120300000000202051", "amount", 100.1));
    }

    @Test
    void failsAtAnotherService() {
        refused(
                Reason.WRONG_AUDIENCE,
                () -> verifier("https://orders.example.com").verify(genuine()));
    }

    @Test
    void failsForAnotherToolActionAndOtherControlValues() {
        refused(Reason.WRONG_TOOL, () -> payments.verify(genuine()).requireTool("send_email"));
        refused(Reason.WRONG_ACTION, () -> payments.verify(genuine()).requireAction(Action.ADMIN));
        refused(Reason.WRONG_CONTROL, () -> payments.verify(genuine()).requireControl(Map.of("iban", "DE00")));
        refused(Reason.WRONG_CONTROL, () -> payments.verify(genuine()).requireControl(Map.of("amount", 100.11)));
    }

    @Test
    void failsAfterItsSeconds() {
        clock.advance(request.destination().ttl().plus(VerifiedJwt.SKEW).plusSeconds(1));
        refused(Reason.NOT_LIVE, () -> payments.verify(genuine()));
    }

    // RFC 9449, 7.2: a bound token must not be taken for a bearer token.
    @Test
    void failsWithoutItsKey() {
        String token = credential.token().reveal();
        refused(Reason.NO_PROOF, () -> payments.verify("Bearer " + token));
        refused(Reason.NO_PROOF, () -> payments.verify("DPoP " + token));
        refused(
                Reason.NO_PROOF,
                () -> payments.verify(presented("POST", TARGET, Map.of("Authorization", "Bearer " + token))));
        refused(
                Reason.NO_PROOF,
                () -> payments.verify(presented("POST", TARGET, Map.of("Authorization", "DPoP " + token))));
        Map<String, String> withThiefsKey = Map.of(
                "Authorization",
                "DPoP " + token,
                "DPoP",
                ProofKey.generate(clock).proof("POST", TARGET, credential.token()));
        refused(Reason.BAD_PROOF, () -> payments.verify(presented("POST", TARGET, withThiefsKey)));
    }

    @Test
    void failsAsBearerEvenWithTheRightProof() {
        Map<String, String> headers = new LinkedHashMap<>(credential.headers("POST", TARGET));
        headers.put("Authorization", "Bearer " + credential.token().reveal());
        refused(Reason.NO_PROOF, () -> payments.verify(presented("POST", TARGET, headers)));
    }

    // RFC 9449, 4.3 and 11.1.
    @Test
    void aStolenProofFailsForAnotherRequestAndTheSecondTime() {
        Map<String, String> headers = credential.headers("POST", TARGET);
        refused(Reason.BAD_PROOF, () -> payments.verify(presented("DELETE", TARGET, headers)));
        refused(Reason.BAD_PROOF, () -> payments.verify(presented("POST", TARGET.resolve("/payouts"), headers)));
        refused(
                Reason.BAD_PROOF,
                () -> payments.verify(presented("POST", URI.create("https://evil.example/refunds"), headers)));
        payments.verify(presented("POST", URI.create("HTTPS://PAY.example.com:443/refunds?page=2"), headers));
        refused(Reason.BAD_PROOF, () -> payments.verify(presented("POST", TARGET, headers)));
    }

    @Test
    void aProofOfAnotherTokenFails() {
        Credential other = issuer.issue(CallRequests.at(request, request.destination()))
                .toCompletableFuture()
                .join();
        Map<String, String> mixed = Map.of(
                "Authorization",
                "DPoP " + credential.token().reveal(),
                "DPoP",
                other.headers("POST", TARGET).get("DPoP"));
        refused(Reason.BAD_PROOF, () -> payments.verify(presented("POST", TARGET, mixed)));
    }

    @Test
    void anOldProofAndOneOfTheFutureFail() {
        Map<String, String> old = credential.headers("POST", TARGET);
        Credential later = issuer.issue(
                        CallRequests.withDeadline(request, clock.instant().plusSeconds(500)))
                .toCompletableFuture()
                .join();
        clock.advance(Duration.ofSeconds(20));
        Map<String, String> early = later.headers("POST", TARGET);
        clock.advance(Duration.ofSeconds(-10));
        refused(Reason.BAD_PROOF, () -> payments.verify(presented("POST", TARGET, early)));
        clock.advance(Duration.ofSeconds(-10));
        payments.verify(presented("POST", TARGET, old));
    }

    @Test
    void twoProofsOrTwoTokensFail() {
        Map<String, String> headers = credential.headers("POST", TARGET);
        String authorization = headers.get("Authorization");
        String proof = headers.get("DPoP");
        refused(
                Reason.NO_PROOF,
                () -> payments.verify(
                        new PresentedRequest("POST", TARGET, List.of(authorization), List.of(proof, proof), null)));
        refused(
                Reason.MALFORMED,
                () -> payments.verify(new PresentedRequest(
                        "POST", TARGET, List.of(authorization, authorization), List.of(proof), null)));
    }

    /** Every part of a proof, wrong one at a time, signed with the right key. */
    @Test
    void aForgedProofFails() throws Exception {
        var key = Tokens.ec("");
        String jkt = key.computeThumbprint().toString();
        Map<String, Object> claims = Tokens.claims(request, clock.instant());
        claims.put("cnf", Map.of("jkt", jkt));
        String token = Tokens.es256(claims);
        CredentialVerifier verifier = CredentialVerifier.builder(CallRequests.AUDIENCE)
                .issuer(Tokens.ISSUER, Tokens.keySet(Tokens.EC))
                .clock(clock)
                .build();
        JWSHeader.Builder right = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new com.nimbusds.jose.JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK());
        verifier.verify(with(token, Tokens.sign(right, proof(token, all -> {}), key)));
        Map<String, Consumer<Map<String, Object>>> wrong = new LinkedHashMap<>();
        for (String name : List.of("htm", "htu", "iat", "ath", "jti")) {
            wrong.put("no " + name, all -> all.remove(name));
            wrong.put(name + " of another type", all -> all.put(name, List.of()));
        }
        wrong.put("an empty jti", all -> all.put("jti", ""));
        wrong.put("a relative htu", all -> all.put("htu", "/refunds"));
        wrong.put("an htu of another scheme", all -> all.put("htu", "http://pay.example.com/refunds"));
        wrong.put("an htu of another port", all -> all.put("htu", "https://pay.example.com:444/refunds"));
        wrong.put("too old", all -> all.put("iat", clock.instant().getEpochSecond() - 61));
        wrong.forEach((name, change) -> refused(
                Reason.BAD_PROOF, () -> verifier.verify(with(token, Tokens.sign(right, proof(token, change), key)))));
        JWSHeader.Builder untyped = new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(key.toPublicJWK());
        JWSHeader.Builder keyless =
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(new com.nimbusds.jose.JOSEObjectType("dpop+jwt"));
        for (String proof : List.of(
                Tokens.sign(untyped, proof(token, all -> {}), key),
                Tokens.sign(keyless, proof(token, all -> {}), key),
                Tokens.sign(right, proof(token, all -> {}), Tokens.ec("")),
                "not-a-proof",
                "a.b.c",
                Tokens.none(Map.of("htm", "POST")))) {
            refused(Reason.BAD_PROOF, () -> verifier.verify(with(token, proof)));
        }
    }

    private PresentedRequest with(String token, String proof) {
        return presented("POST", TARGET, Map.of("Authorization", "DPoP " + token, "DPoP", proof));
    }

    private String proof(String token, Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("htm", "POST");
        claims.put("htu", TARGET.toString());
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("jti", RandomIds.next());
        claims.put("ath", Hashes.base64Sha256(token));
        change.accept(claims);
        return CanonicalJson.write(claims);
    }

    // RFC 7800, 3.1: what is not understood is not taken for nothing.
    @Test
    void aBindingThatIsNotUnderstoodFails() {
        CredentialVerifier verifier = CredentialVerifier.builder(CallRequests.AUDIENCE)
                .issuer(Tokens.ISSUER, Tokens.keySet(Tokens.EC))
                .clock(clock)
                .build();
        for (Object cnf : List.of(Map.of("kid", "x"), Map.of(), "text", Map.of("x5t#S256", "x"), Map.of("jkt", 7))) {
            Map<String, Object> claims = Tokens.claims(request, clock.instant());
            claims.put("cnf", cnf);
            refused(Reason.NO_PROOF, () -> verifier.verify("Bearer " + Tokens.es256(claims)));
        }
    }

    @Test
    void anUnboundTokenFailsWhereProofIsRequired() {
        CredentialVerifier strict = CredentialVerifier.builder(CallRequests.AUDIENCE)
                .issuer(Tokens.ISSUER, Tokens.keySet(Tokens.EC))
                .requireProof()
                .clock(clock)
                .build();
        String token = Tokens.es256(Tokens.claims(request, clock.instant()));
        refused(Reason.NO_PROOF, () -> strict.verify("Bearer " + token));
        refused(Reason.NO_PROOF, () -> strict.verify("DPoP " + token));
    }
}
