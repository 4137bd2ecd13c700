/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.ReasonCode;
import dev.taskbound.TestClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedIssuerTest {
    private final TestClock clock = new TestClock();
    private final EmbeddedIssuer issuer = EmbeddedIssuer.builder().clock(clock).build();

    @Test
    void saysInItsClaimsAllThatTheRequestSaid() throws Exception {
        CredentialRequest request = request(CallRequests.payments("localhost"));
        Credential credential = issue(request);
        JWTClaimsSet claims = claims(credential);

        assertThat(claims.getIssuer()).isEqualTo(issuer.issuer());
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getAudience()).containsExactly(CallRequests.AUDIENCE);
        assertThat(claims.getJWTID()).isEqualTo(credential.id());
        assertThat(claims.getClaim("scope")).isEqualTo("payments.refund");
        assertThat(claims.getClaim("act")).isEqualTo(Map.of("sub", "support-assistant"));
        assertThat(claims.getClaim("authorization_details"))
                .isEqualTo(List.of(Map.of(
                        "type", "tool_call",
                        "locations", List.of(CallRequests.AUDIENCE),
                        "actions", List.of("write"),
                        "identifier", "refund_payment",
                        "task_id", request.task().id(),
                        "intent", "refund-order",
                        "control", Map.of("iban", "DE02120300000000202051", "amount", 100.1),
                        "call_digest", request.callDigest())));
        assertThat(credential.source()).isEqualTo(EmbeddedIssuer.SOURCE);
        assertThat(credential.confirmed())
                .containsExactlyInAnyOrder("iss", "sub", "aud", "exp", "act", "scope", "authorization_details");
    }

    @Test
    void signsWithAKeyThatItPublishesAndDoesNotPublishThePrivatePart() throws Exception {
        SignedJWT jwt = SignedJWT.parse(
                issue(request(CallRequests.payments("localhost"))).token().reveal());
        JWKSet keys = JWKSet.parse(issuer.publicKeys());
        assertThat(jwt.getHeader().getType()).hasToString("at+jwt");
        assertThat(jwt.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
        assertThat(issuer.publicKeys()).doesNotContain("\"d\"");
    }

    @Test
    void livesAsLongAsTheDestinationAllowsAndNeverLongerThanTheTask() {
        CredentialRequest request = request(CallRequests.payments("localhost"));
        assertThat(issue(request).expiresAt()).isEqualTo(clock.instant().plusSeconds(30));
        clock.advance(java.time.Duration.ofSeconds(590));
        CredentialRequest later =
                CallRequests.withDeadline(request, clock.instant().plusSeconds(60));
        assertThat(issue(later).expiresAt()).isEqualTo(request.task().deadline());
    }

    @Test
    void makesAnAgentThatActsForNobodyTheSubject() throws Exception {
        CredentialRequest request = CallRequests.request(null, CallRequests.payments("localhost"), clock.instant());
        JWTClaimsSet claims = claims(issue(request));
        assertThat(claims.getSubject()).isEqualTo("support-assistant");
        assertThat(claims.getClaims()).doesNotContainKey("act");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.8.9.1:8080", "[::1]:80", "[::1]", "::1"})
    void servesLoopback(String host) {
        assertThat(issue(request(CallRequests.payments(host)))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pay.example.com",
                "localhost.example.com",
                "127.0.0.1.example.com",
                "10.0.0.1",
                "128.0.0.1:127",
                "[::2]",
                "0.0.0.0"
            })
    void servesNothingElse(String host) {
        assertRefused(issuer, request(CallRequests.payments("localhost", host)));
    }

    @Test
    void refusesADestinationThatNamesNoHost() {
        assertRefused(issuer, request(CallRequests.payments()));
    }

    @Test
    void servesOtherHostsOnlyWhenToldSoByName() {
        EmbeddedIssuer anywhere = EmbeddedIssuer.builder()
                .clock(clock)
                .allowNonLoopbackDestinations()
                .build();
        assertThat(anywhere.issue(request(CallRequests.payments("pay.example.com"))))
                .isCompleted();
    }

    @Test
    void remembersARevocationUntilTheCredentialHasExpired() {
        Credential revoked = issue(request(CallRequests.payments("localhost")));
        Credential other = issue(request(CallRequests.payments("localhost")));
        issuer.revoke(revoked);
        assertThat(issuer.isRevoked(revoked.id())).isTrue();
        assertThat(issuer.isRevoked(other.id())).isFalse();
        clock.advance(java.time.Duration.ofSeconds(35));
        assertThat(issuer.isRevoked(revoked.id())).isTrue();
        clock.advance(java.time.Duration.ofSeconds(1));
        assertThat(issuer.isRevoked(revoked.id())).isFalse();
    }

    private CredentialRequest request(dev.taskbound.policy.Destination destination) {
        return CallRequests.request(CallRequests.ALICE, destination, clock.instant());
    }

    private Credential issue(CredentialRequest request) {
        return issuer.issue(request).toCompletableFuture().join();
    }

    private static JWTClaimsSet claims(Credential credential) throws Exception {
        return SignedJWT.parse(credential.token().reveal()).getJWTClaimsSet();
    }

    private static void assertRefused(EmbeddedIssuer issuer, CredentialRequest request) {
        assertThatThrownBy(() -> issuer.issue(request).toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CredentialException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE))
                .hasMessageContaining("loopback");
    }
}
