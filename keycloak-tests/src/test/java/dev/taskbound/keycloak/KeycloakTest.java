/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.http.Introspected;
import dev.taskbound.http.Orders;
import dev.taskbound.http.Orders.Outcome;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.parts.NeedsPart;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/identity-keycloak.md: what works with Keycloak, and what it must be said to ignore. Issue 4, judged by 1. */
@NeedsPart(KeycloakServer.class)
@Timeout(300)
class KeycloakTest {
    private static final String EXCHANGE =
            "type: token-exchange, ignores: [actor_token, authorization_details, resource]";
    private static final String OWN_ACCESS =
            "type: client-credentials, ignores: [audience, authorization_details, resource]";

    private Keycloak keycloak;
    private Workloads workloads;
    private Orders orders;
    private Principal alice;

    @TempDir
    Path directory;

    @BeforeEach
    void findServer() throws Exception {
        keycloak = KeycloakServer.running();
        workloads = keycloak.workloads();
        orders = new Orders(keycloak.issuer());
        alice = keycloak.alice();
    }

    @AfterEach
    void stopService() {
        orders.close();
    }

    // RFC 8693, RFC 7523.
    @Test
    void exchangesThePrincipalsTokenForOneOfThisCall() throws Exception {
        Outcome outcome = orders.look("agent-reader", workloads.key(), EXCHANGE, alice);
        letThrough(outcome);
        assertThat(outcome.confirmed()).contains("iss", "sub", "aud", "exp", "scope", "issued_token_type");
        assertThat(outcome.confirmed()).doesNotContain("act", "authorization_details");
        JWTClaimsSet claims = outcome.claims();
        assertThat(claims.getSubject()).isEqualTo(alice.subject());
        assertThat(claims.getAudience()).containsExactly(Realm.SERVICE);
        assertThat(claims.getStringClaim("azp")).isEqualTo("agent-reader");
    }

    @Test
    void givesEachCallItsOwnCredential() throws Exception {
        Outcome one = orders.look("agent-reader", workloads.key(), EXCHANGE, alice);
        Outcome another = orders.look("agent-reader", workloads.key(), EXCHANGE, alice);
        assertThat(one.claims().getJWTID()).isNotEqualTo(another.claims().getJWTID());
    }

    // RFC 6749, 4.4.
    @Test
    void givesTheClientItsOwnAccess() throws Exception {
        Outcome outcome = orders.look("agent-reader", workloads.key(), OWN_ACCESS, null);
        letThrough(outcome);
        assertThat(outcome.confirmed()).contains("iss", "aud", "exp", "scope").doesNotContain("sub");
    }

    // DESIGN: silence is never agreement.
    @Test
    void refusesWhatKeycloakGivesUnlessThePolicySaysWhatItIgnores() throws Exception {
        refused(
                orders.look("agent-reader", workloads.key(), EXCHANGE.replace("actor_token, ", ""), alice),
                ReasonCode.CREDENTIAL_TOO_BROAD,
                "act");
        refused(
                orders.look("agent-reader", workloads.key(), EXCHANGE.replace("authorization_details, ", ""), alice),
                ReasonCode.CREDENTIAL_TOO_BROAD,
                "authorization_details");
    }

    @Test
    void refusesATokenThatLivesLongerThanThePolicyAccepts() throws Exception {
        refused(orders.look("agent-long", workloads.key(), EXCHANGE, alice), ReasonCode.CREDENTIAL_TOO_BROAD, "life");
    }

    @Test
    void refusesAClientWithAnotherKey() throws Exception {
        refused(
                orders.look("agent-reader", workloads.foreignKey(), EXCHANGE, alice),
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "invalid_client");
    }

    @Test
    void refusesASubjectTokenThatIsNone() throws Exception {
        Principal forged = Principal.verified("test", "alice").withToken(Secret.of("eyJhbGciOiJub25lIn0.e30."));
        refused(
                orders.look("agent-reader", workloads.key(), EXCHANGE, forged),
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "HTTP 400");
    }

    // RFC 9449.
    @Test
    void bindsTheTokenToAKeyAndProvesItToTheService() throws Exception {
        Outcome outcome = orders.look("agent-proving", workloads.key(), EXCHANGE, "dpop", alice);
        letThrough(outcome);
        assertThat(outcome.confirmed()).contains("cnf");
        assertThat(outcome.presented().getHeaders().get("Authorization")).startsWith("DPoP ");
        SignedJWT proof = SignedJWT.parse(outcome.presented().getHeaders().get("DPoP"));
        JWK key = proof.getHeader().getJWK();
        assertThat(outcome.claims().getJSONObjectClaim("cnf"))
                .containsEntry("jkt", key.computeThumbprint().toString());
        assertThat(proof.getJWTClaimsSet().getStringClaim("ath")).isNotBlank();
    }

    @Test
    void getsNothingWhereTheClientMustProveAndThePolicyDoesNotSaySo() throws Exception {
        refused(
                orders.look("agent-proving", workloads.key(), EXCHANGE, alice),
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "HTTP 400");
    }

    // RFC 7662: a lightweight token says little; the issuer is asked.
    @Test
    void asksWhatALightweightTokenIsGoodFor() throws Exception {
        String lightweight = EXCHANGE.replace("resource]", "resource, audience]");
        Outcome outcome = orders.look("agent-light", workloads.key(), lightweight + ", token: opaque", alice);
        letThrough(outcome);
        assertThat(outcome.confirmed()).contains("aud", "sub", "exp", "scope");
        assertThat(outcome.claims().getAudience()).isEmpty();
        refused(
                orders.look("agent-light", workloads.key(), lightweight, alice),
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "aud");
    }

    // RFC 7009. Keycloak tells only an audience of a token whether it is active.
    @Test
    void isRevokedWithItsTaskUnlessThePolicyLeavesItToExpire() throws Exception {
        String source = EXCHANGE.replace("resource]", "resource, audience], token: opaque");
        Outcome revoked = orders.look("agent-light", workloads.key(), source, alice);
        Outcome left = orders.look("agent-light", workloads.key(), source + ", revoke: stopped", alice);
        letThrough(revoked);
        letThrough(left);
        assertThat(isActive(revoked)).isFalse();
        assertThat(isActive(left)).isTrue();
    }

    private boolean isActive(Outcome outcome) throws Exception {
        return Introspected.isActive(
                keycloak.issuer() + "/protocol/openid-connect/token/introspect",
                keycloak.issuer(),
                "agent-light",
                workloads.key(),
                outcome.token());
    }

    /** Kubernetes: the token is read anew from where the kubelet puts it. */
    @Test
    void takesAProjectedServiceAccountToken() throws Exception {
        Path file = directory.resolve("token");
        WorkloadIdentity pod = WorkloadIdentity.projectedToken(file);
        Files.writeString(file, workloads.serviceAccountToken("reader", keycloak.issuer()));
        letThrough(orders.look("agent-pod", pod, EXCHANGE, alice));
        Files.writeString(file, workloads.serviceAccountToken("reader", keycloak.issuer()));
        letThrough(orders.look("agent-pod", pod, EXCHANGE, alice));
        Files.writeString(file, workloads.serviceAccountToken("another", keycloak.issuer()));
        refused(orders.look("agent-pod", pod, EXCHANGE, alice), ReasonCode.CREDENTIAL_UNAVAILABLE, "invalid_client");
        Files.writeString(file, workloads.serviceAccountToken("reader", "https://elsewhere.example"));
        refused(orders.look("agent-pod", pod, EXCHANGE, alice), ReasonCode.CREDENTIAL_UNAVAILABLE, "invalid_client");
    }

    // draft-ietf-oauth-spiffe-client-auth-02.
    @Test
    void takesAJwtSvid() throws Exception {
        letThrough(orders.look("agent-svid", workloads.svid("/agents/reader"), EXCHANGE, alice));
        refused(
                orders.look("agent-svid", workloads.svid("/agents/another"), EXCHANGE, alice),
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "invalid_client");
    }

    @Test
    void takesAClientSecretForDevelopment() throws Exception {
        letThrough(
                orders.look("agent-secret", WorkloadIdentity.clientSecret(Secret.of(Realm.SECRET)), EXCHANGE, alice));
        refused(
                orders.look("agent-secret", WorkloadIdentity.clientSecret(Secret.of("wrong")), EXCHANGE, alice),
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "HTTP 401");
    }

    private static void letThrough(Outcome outcome) {
        assertThat(outcome.reason()).as(outcome.detail()).isNull();
        assertThat(outcome.runs()).isEqualTo(1);
        assertThat(outcome.presented()).isNotNull();
    }

    private static void refused(Outcome outcome, ReasonCode reason, String named) {
        assertThat(outcome.reason()).as(outcome.detail()).isEqualTo(reason);
        assertThat(outcome.detail()).contains(named).doesNotContainPattern("eyJ[\\w-]{10,}\\.");
        assertThat(outcome.runs()).isZero();
        assertThat(outcome.presented()).isNull();
    }
}
