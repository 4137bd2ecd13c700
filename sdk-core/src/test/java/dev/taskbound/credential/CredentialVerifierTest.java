/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import dev.taskbound.Action;
import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.TestClock;
import dev.taskbound.credential.CredentialRefusedException.Reason;
import dev.taskbound.internal.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialVerifierTest {
    private final TestClock clock = new TestClock();
    private final CredentialRequest request =
            CallRequests.request(CallRequests.ALICE, CallRequests.payments("localhost"), clock.instant());
    private final CredentialVerifier verifier = builder()
            .issuer(Tokens.ISSUER, Tokens.keySet(Tokens.EC, Tokens.RSA))
            .build();

    @Test
    void acceptsWhatTheEmbeddedIssuerIssued() {
        EmbeddedIssuer issuer = EmbeddedIssuer.builder().clock(clock).build();
        CredentialVerifier server = builder().issuer(issuer).build();
        Credential credential = issuer.issue(request).toCompletableFuture().join();
        VerifiedCall call = server.verify(bearer(credential));
        assertThat(call.taskId()).isEqualTo(request.task().id());
        assertThat(call.intent()).isEqualTo("refund-order");
        assertThat(call.tool()).isEqualTo("refund_payment");
        assertThat(call.action()).isEqualTo("write");
        assertThat(call.subject()).isEqualTo("alice");
        assertThat(call.agent()).isEqualTo("support-assistant");
        assertThat(call.callDigest()).isEqualTo(request.callDigest());
        assertThat(call.credentialId()).isEqualTo(credential.id());
        assertThat(call.expiresAt()).isEqualTo(credential.expiresAt());
        assertThat(call.controlNames()).containsExactlyInAnyOrder("iban", "amount");
    }

    @Test
    void verifiesWithThePublishedKeysAlone() {
        EmbeddedIssuer issuer = EmbeddedIssuer.builder().clock(clock).build();
        String header = bearer(issuer.issue(request).toCompletableFuture().join());
        CredentialVerifier server =
                builder().issuer(issuer.issuer(), issuer.publicKeys()).build();
        assertThat(server.verify(header).tool()).isEqualTo("refund_payment");
        CredentialVerifier stranger = builder()
                .issuer(issuer.issuer(), EmbeddedIssuer.create().publicKeys())
                .build();
        assertRefused(stranger, header, Reason.BAD_SIGNATURE);
    }

    @Test
    void asksTheEmbeddedIssuerWhatItHasRevoked() {
        EmbeddedIssuer issuer = EmbeddedIssuer.builder().clock(clock).build();
        CredentialVerifier server = builder().issuer(issuer).build();
        Credential credential = issuer.issue(request).toCompletableFuture().join();
        issuer.revoke(credential);
        assertRefused(server, bearer(credential), Reason.REVOKED);
    }

    @Test
    void acceptsAnRsaSignature() {
        String payload = CanonicalJson.write(claims());
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256)) {
            String token = Tokens.sign(Tokens.header(algorithm, "rsa-1"), payload, Tokens.RSA);
            assertThat(verifier.verify("bearer " + token).tool()).isEqualTo("refund_payment");
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Bearer", "Basic YTpi", "DPoPeyJ", "Bearereyj"})
    void wantsABearerCredential(@Nullable String header) {
        assertRefused(verifier, header, Reason.NO_CREDENTIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer x", "Bearer a.b.c", "Bearer ..", "Bearer a.b.c.d.e", "Bearer ", "Bearer e30.e30.e30~"})
    void refusesWhatIsNoJwt(String header) {
        assertRefused(verifier, header, Reason.MALFORMED);
    }

    // RFC 8725, 3.1 and 3.2.
    @Test
    void refusesEveryForgedSignature() throws Exception {
        Map<String, Object> claims = claims();
        String payload = CanonicalJson.write(claims);
        assertRefused("alg none", Tokens.none(claims), Reason.MALFORMED);
        byte[] publicKey = Tokens.RSA.toRSAPublicKey().getEncoded();
        assertRefused("HMAC with the public key", Tokens.hs256(claims, "rsa-1", publicKey), Reason.MALFORMED);
        byte[] jwk = Tokens.EC.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        assertRefused("HMAC with the JWK", Tokens.hs256(claims, "ec-1", jwk), Reason.MALFORMED);
        assertRefused(
                "RSA under an EC key's id",
                Tokens.sign(Tokens.header(JWSAlgorithm.RS256, "ec-1"), payload, Tokens.RSA),
                Reason.BAD_SIGNATURE);
        assertRefused(
                "another key under a known id",
                Tokens.sign(Tokens.header(JWSAlgorithm.ES256, "ec-1"), payload, Tokens.ec("ec-1")),
                Reason.BAD_SIGNATURE);
        assertRefused(
                "an unknown key id",
                Tokens.sign(Tokens.header(JWSAlgorithm.ES256, "ec-2"), payload, Tokens.EC),
                Reason.BAD_SIGNATURE);
        var attacker = Tokens.ec("attacker");
        assertRefused(
                "a key that the token brings along",
                Tokens.sign(Tokens.header(JWSAlgorithm.ES256, "ec-1").jwk(attacker.toPublicJWK()), payload, attacker),
                Reason.BAD_SIGNATURE);
        assertRefused(
                "a critical parameter",
                Tokens.sign(Tokens.header(JWSAlgorithm.ES256, "ec-1").criticalParams(Set.of("x")), payload, Tokens.EC),
                Reason.MALFORMED);
        var small = Tokens.rsa("small", 1024);
        CredentialVerifier weak =
                builder().issuer(Tokens.ISSUER, Tokens.keySet(small)).build();
        String weakly = Tokens.sign(Tokens.header(JWSAlgorithm.RS256, "small"), payload, small);
        assertRefused(weak, "Bearer " + weakly, Reason.BAD_SIGNATURE);
    }

    @Test
    void refusesAnotherPayloadUnderAGoodSignature() {
        String[] good = Tokens.es256(claims()).split("\\.");
        Map<String, Object> claims = claims();
        claims.put("sub", "mallory");
        String forged = good[0] + "." + Tokens.base64(CanonicalJson.write(claims)) + "." + good[2];
        assertRefused("payload", forged, Reason.BAD_SIGNATURE);
    }

    @Test
    void refusesOtherTypesOfToken() {
        String payload = CanonicalJson.write(claims());
        for (String type : List.of("txntoken+jwt", "dpop+jwt", "secevent+jwt", "at", "")) {
            var header = Tokens.header(JWSAlgorithm.ES256, "ec-1").type(new JOSEObjectType(type));
            assertRefused(type, Tokens.sign(header, payload, Tokens.EC), Reason.MALFORMED);
        }
        for (JOSEObjectType type : List.of(JOSEObjectType.JWT, new JOSEObjectType("application/at+JWT"))) {
            var header = Tokens.header(JWSAlgorithm.ES256, "ec-1").type(type);
            assertThat(verifier.verify("Bearer " + Tokens.sign(header, payload, Tokens.EC)))
                    .isNotNull();
        }
        var untyped = Tokens.header(JWSAlgorithm.ES256, "ec-1").type(null);
        assertThat(verifier.verify("Bearer " + Tokens.sign(untyped, payload, Tokens.EC)))
                .isNotNull();
    }

    @Test
    void refusesWrongClaims() {
        refuses(Reason.WRONG_ISSUER, claims -> claims.put("iss", Tokens.ISSUER + "/"));
        refuses(Reason.WRONG_ISSUER, claims -> claims.remove("iss"));
        refuses(Reason.MALFORMED, claims -> claims.put("iss", List.of(Tokens.ISSUER)));
        refuses(Reason.WRONG_AUDIENCE, claims -> claims.put("aud", "https://orders.example.com"));
        refuses(Reason.WRONG_AUDIENCE, claims -> claims.remove("aud"));
        refuses(Reason.MALFORMED, claims -> claims.put("aud", 7L));
        refuses(Reason.MALFORMED, claims -> claims.remove("sub"));
        refuses(Reason.NOT_LIVE, claims -> claims.remove("exp"));
        refuses(Reason.MALFORMED, claims -> claims.put("exp", "soon"));
        refuses(Reason.MALFORMED, claims -> claims.put("exp", -1L));
        refuses(Reason.NOT_LIVE, claims -> claims.put("nbf", now() + 6));
        refuses(Reason.NOT_LIVE, claims -> claims.put("iat", now() + 6));
        refuses(Reason.MALFORMED, claims -> claims.put("act", "support-assistant"));
    }

    @Test
    void allowsClocksToBeFiveSecondsApartAndNoMore() {
        String token = Tokens.es256(with(claims -> claims.put("nbf", now() + 5)));
        assertThat(verifier.verify("Bearer " + token)).isNotNull();
        clock.advance(Duration.ofSeconds(34));
        assertThat(verifier.verify("Bearer " + token)).isNotNull();
        clock.advance(Duration.ofSeconds(1));
        assertRefused("expired", token, Reason.NOT_LIVE);
    }

    // RFC 9396: a token that is not bound to one call is good for anything.
    @Test
    void refusesATokenThatIsNotBoundToExactlyOneCall() {
        Map<String, @Nullable Object> detail =
                ToolCallDetail.of(request).toJson().get(0);
        refuses(Reason.NOT_BOUND, claims -> claims.remove("authorization_details"));
        refuses(Reason.NOT_BOUND, claims -> claims.put("authorization_details", List.of()));
        refuses(Reason.NOT_BOUND, claims -> claims.put("authorization_details", detail));
        refuses(Reason.NOT_BOUND, claims -> claims.put("authorization_details", List.of(detail, detail)));
        refuses(Reason.NOT_BOUND, claims -> claims.put("authorization_details", List.of(Map.of("type", "x"))));
        for (String name :
                List.of("identifier", "actions", "locations", "task_id", "intent", "control", "call_digest")) {
            Map<String, @Nullable Object> partial = new java.util.HashMap<>(detail);
            partial.remove(name);
            refuses(Reason.NOT_BOUND, claims -> claims.put("authorization_details", List.of(partial)));
        }
    }

    @Test
    void refusesACallThatIsBoundToAnotherOfItsAudiences() {
        var orders = CallRequests.destination("https://orders.example.com", Map.of(), "localhost");
        var elsewhere = CallRequests.request(CallRequests.ALICE, orders, clock.instant());
        refuses(Reason.WRONG_AUDIENCE, claims -> {
            claims.put("aud", List.of(CallRequests.AUDIENCE, "https://orders.example.com"));
            claims.put("authorization_details", ToolCallDetail.of(elsewhere).toJson());
        });
    }

    @Test
    void refusesDuplicateClaimsEvenWhenSigned() {
        String payload = CanonicalJson.write(claims()).replaceFirst("\\{", "{\"sub\":\"mallory\",");
        String token = Tokens.sign(Tokens.header(JWSAlgorithm.ES256, "ec-1"), payload, Tokens.EC);
        assertRefused("duplicate", token, Reason.MALFORMED);
    }

    @Test
    void comparesWhatTheServiceIsAboutToDo() {
        VerifiedCall call = verifier.verify("Bearer " + Tokens.es256(claims()));
        call.requireTool("refund_payment")
                .requireAction(Action.WRITE)
                .requireIntent("refund-order")
                .requireScope("payments.refund")
                .requireControl(Map.of("iban", "DE02120300000000202051", "amount", 100.10))
                .requireControl(Map.of("amount", new java.math.BigDecimal("100.100")));
        assertThat(call.requireTask(call.taskId())).isSameAs(call);
        assertReason(Reason.WRONG_TASK, () -> call.requireTask("another"));
        assertReason(Reason.WRONG_TOOL, () -> call.requireTool("send_email"));
        assertReason(Reason.WRONG_ACTION, () -> call.requireAction(Action.READ));
        assertReason(Reason.WRONG_INTENT, () -> call.requireIntent("pay-bill"));
        assertReason(Reason.MISSING_SCOPE, () -> call.requireScope("payments"));
        assertReason(Reason.WRONG_CONTROL, () -> call.requireControl(Map.of("iban", "DE99")));
        assertReason(Reason.WRONG_CONTROL, () -> call.requireControl(Map.of("amount", 100)));
        assertReason(Reason.WRONG_CONTROL, () -> call.requireControl(Map.of("amount", "100.1")));
        assertReason(Reason.WRONG_CONTROL, () -> call.requireControl(Map.of("currency", "EUR")));
    }

    @Test
    void acceptsEachCredentialOnceWhereTheServiceWantsThat() {
        CredentialVerifier once = builder()
                .issuer(Tokens.ISSUER, Tokens.keySet(Tokens.EC))
                .singleUse()
                .build();
        String first = "Bearer " + Tokens.es256(claims());
        assertThat(once.verify(first)).isNotNull();
        assertRefused(once, first, Reason.ALREADY_USED);
        assertThat(once.verify("Bearer " + Tokens.es256(claims()))).isNotNull();
        String withoutId = "Bearer " + Tokens.es256(with(claims -> claims.remove("jti")));
        assertThat(once.verify(withoutId).credentialId()).startsWith("sha-256:");
        assertRefused(once, withoutId, Reason.ALREADY_USED);
        // The last character holds two bits that the decoder ignores: the same token in another spelling.
        assertRefused(once, respelt(withoutId), Reason.ALREADY_USED);
    }

    @Test
    void makesAPrincipalOfAPersonsOwnToken() {
        CredentialVerifier app = builder()
                .issuer(Tokens.ISSUER, Tokens.keySet(Tokens.EC))
                .rolesClaim("realm_access.roles")
                .build();
        Map<String, Object> claims = claims();
        claims.keySet().removeAll(Set.of("act", "authorization_details"));
        claims.put("realm_access", Map.of("roles", List.of("support", "lead")));
        String token = Tokens.es256(claims);
        Principal alice = app.verifyPrincipal("Bearer " + token);
        assertThat(alice.subject()).isEqualTo("alice");
        assertThat(alice.verifiedBy()).isEqualTo(Tokens.ISSUER);
        assertThat(alice.roles()).containsExactlyInAnyOrder("support", "lead");
        assertThat(alice.token()).contains(Secret.of(token));

        claims.put("aud", "https://elsewhere.example.com");
        assertReason(Reason.WRONG_AUDIENCE, () -> app.verifyPrincipal("Bearer " + Tokens.es256(claims)));
        assertReason(Reason.NO_CREDENTIAL, () -> app.verifyPrincipal(null));
    }

    // RFC 6750, 3 and 3.1.
    @Test
    void tellsTheClientWhatKindOfThingIsWrongAndNoMore() {
        CredentialRefusedException none = refusal(verifier, null);
        assertThat(none.wwwAuthenticate()).isEqualTo("Bearer");
        assertThat(none.httpStatus()).isEqualTo(401);
        CredentialRefusedException broken = refusal(verifier, "Bearer x");
        assertThat(broken.wwwAuthenticate()).isEqualTo("Bearer error=\"invalid_token\"");
        VerifiedCall call = verifier.verify("Bearer " + Tokens.es256(claims()));
        CredentialRefusedException wrong =
                catchThrowableOfType(CredentialRefusedException.class, () -> call.requireTool("x"));
        assertThat(wrong.wwwAuthenticate()).isEqualTo("Bearer error=\"insufficient_scope\"");
        assertThat(wrong.httpStatus()).isEqualTo(403);
    }

    @Test
    void needsExactlyOneIssuer() {
        assertThatThrownBy(builder()::build).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder().issuer(EmbeddedIssuer.create()).issuer("x", Tokens.keySet(Tokens.EC)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder().issuer("x", java.net.URI.create("http://idp.example.com/jwks")))
                .hasMessageContaining("HTTPS");
        assertThatThrownBy(() -> builder().issuer("x", "{\"keys\":[]}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().issuer("x", "<html>")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever the text, the answer is a refusal that does not repeat it. */
    @RepeatedTest(5)
    void refusesEveryMutationOfAToken() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        String token = Tokens.es256(claims());
        for (int i = 0; i < 100; i++) {
            StringBuilder mutated = new StringBuilder(token);
            int at = random.nextInt(token.length() - 2);
            char put = (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000);
            mutated.setCharAt(at, put);
            if (put == token.charAt(at) || Character.isWhitespace(put)) {
                continue;
            }
            CredentialRefusedException refused = refusal(verifier, "Bearer " + mutated);
            assertThat(refused.getMessage()).as("seed %d", seed).doesNotContain(token.substring(0, 40));
        }
    }

    private CredentialVerifier.Builder builder() {
        return CredentialVerifier.builder(CallRequests.AUDIENCE).clock(clock);
    }

    private Map<String, Object> claims() {
        return Tokens.claims(request, clock.instant());
    }

    private Map<String, Object> with(Consumer<Map<String, Object>> change) {
        Map<String, Object> claims = claims();
        change.accept(claims);
        return claims;
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private void refuses(Reason reason, Consumer<Map<String, Object>> change) {
        assertRefused(reason.name(), Tokens.es256(with(change)), reason);
    }

    private void assertRefused(String what, String token, Reason reason) {
        CredentialRefusedException refused = refusal(verifier, "Bearer " + token);
        assertThat(refused.reason()).as(what).isEqualTo(reason);
        assertThat(refused).as(what).hasNoCause();
        assertThat(refused.getMessage()).doesNotContain("eyJ");
    }

    private static void assertRefused(CredentialVerifier verifier, @Nullable String header, Reason reason) {
        assertThat(refusal(verifier, header).reason()).isEqualTo(reason);
    }

    private static CredentialRefusedException refusal(CredentialVerifier verifier, @Nullable String header) {
        return catchThrowableOfType(CredentialRefusedException.class, () -> verifier.verify(header));
    }

    private static void assertReason(Reason reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        assertThat(catchThrowableOfType(CredentialRefusedException.class, action)
                        .reason())
                .isEqualTo(reason);
    }

    private static String respelt(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
    }

    private static String bearer(Credential credential) {
        return credential.scheme() + " " + credential.token().reveal();
    }
}
