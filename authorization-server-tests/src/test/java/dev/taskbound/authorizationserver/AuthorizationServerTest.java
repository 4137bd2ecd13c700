/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.authorizationserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Action;
import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.credential.CredentialRefusedException;
import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.PresentedRequest;
import dev.taskbound.credential.VerifiedCall;
import dev.taskbound.http.Introspected;
import dev.taskbound.http.Orders;
import dev.taskbound.http.Orders.Outcome;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/identity-spring-authorization-server.md: tokens that say who acts for whom, and for which call. */
@NeedsPart(Loopback.class)
@Timeout(120)
class AuthorizationServerTest {
    private static final String EXCHANGE = "type: token-exchange, actor: token, ignores: []";

    private static RunningServer server;

    private Orders orders;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void startService() throws Exception {
        orders = new Orders(server.issuer());
    }

    @AfterEach
    void stopService() {
        orders.close();
    }

    private Outcome look(Principal principal) throws Exception {
        return orders.look(AuthorizationServerApplication.AGENT, server.agent(), EXCHANGE, principal);
    }

    private VerifiedCall verified(Outcome outcome) {
        return CredentialVerifier.builder("orders-api")
                .issuer(server.issuer(), URI.create(server.issuer() + "/oauth2/jwks"))
                .build()
                .verify(PresentedRequest.of(
                        "GET", orders.address(), outcome.presented().getHeaders()::values));
    }

    // RFC 8693, 4.1; RFC 9396.
    @Test
    void theTokenSaysWhoActsForWhomAndForWhichCall() throws Exception {
        Outcome outcome = look(server.alice());
        letThrough(outcome);
        assertThat(outcome.confirmed())
                .contains("iss", "sub", "act", "aud", "exp", "scope", "authorization_details", "issued_token_type");
        assertThat(outcome.claims().getSubject()).isEqualTo("alice");
        assertThat(outcome.claims().getJSONObjectClaim("act"))
                .containsEntry("sub", AuthorizationServerApplication.AGENT);
        VerifiedCall call = verified(outcome);
        call.requireTool("lookup_order").requireAction(Action.READ).requireIntent("answer");
        assertThat(call.subject()).isEqualTo("alice");
        assertThat(call.agent()).isEqualTo(AuthorizationServerApplication.AGENT);
        assertThatThrownBy(() -> call.requireAction(Action.WRITE)).isInstanceOf(CredentialRefusedException.class);
    }

    // RFC 8693, 4.4.
    @Test
    void actsOnlyWhereThePrincipalLetsThisClientAct() throws Exception {
        letThrough(look(server.aliceTrusting(AuthorizationServerApplication.AGENT)));
        refused(look(server.aliceTrusting("somebody")), ReasonCode.CREDENTIAL_UNAVAILABLE, "HTTP 400");
    }

    @Test
    void withoutAnActorTokenTheServerNamesNoActor() throws Exception {
        Outcome silent = orders.look(
                AuthorizationServerApplication.AGENT,
                server.agent(),
                "type: token-exchange, ignores: [actor_token]",
                server.alice());
        letThrough(silent);
        assertThat(silent.confirmed()).doesNotContain("act");
        assertThat(silent.claims().getClaim("act")).isNull();
    }

    // Without a customizer the audience is the client, whatever was asked for.
    @Test
    void refusesWhatIsMeantForAnother() throws Exception {
        refused(
                orders.look(AuthorizationServerApplication.UNTOLD, server.agent(), EXCHANGE, server.alice()),
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "aud");
    }

    @Test
    void refusesAClientWithAnotherKey() throws Exception {
        refused(
                orders.look(AuthorizationServerApplication.AGENT, server.impostor(), EXCHANGE, server.alice()),
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "invalid_client");
    }

    @Test
    void refusesASubjectTokenThatTheServerDoesNotKnow() throws Exception {
        Principal forged = Principal.verified("test", "alice").withToken(Secret.of("eyJhbGciOiJub25lIn0.e30."));
        refused(look(forged), ReasonCode.CREDENTIAL_UNAVAILABLE, "HTTP 400");
    }

    // RFC 9449.
    @Test
    void isGoodOnlyWithItsKey() throws Exception {
        Outcome outcome =
                orders.look(AuthorizationServerApplication.AGENT, server.agent(), EXCHANGE, "dpop", server.alice());
        letThrough(outcome);
        assertThat(outcome.confirmed()).contains("cnf", "act");
        verified(outcome).requireTool("lookup_order");
        assertThatThrownBy(() -> CredentialVerifier.builder("orders-api")
                        .issuer(server.issuer(), URI.create(server.issuer() + "/oauth2/jwks"))
                        .build()
                        .verify("Bearer " + outcome.token()))
                .isInstanceOf(CredentialRefusedException.class);
        assertThat(Map.copyOf(outcome.claims().getJSONObjectClaim("cnf"))).containsOnlyKeys("jkt");
    }

    // RFC 7009.
    @Test
    void isRevokedWithItsTaskUnlessThePolicyLeavesItToExpire() throws Exception {
        Outcome revoked = look(server.alice());
        Outcome left = orders.look(
                AuthorizationServerApplication.AGENT, server.agent(), EXCHANGE + ", revoke: stopped", server.alice());
        letThrough(revoked);
        letThrough(left);
        assertThat(isActive(revoked)).isFalse();
        assertThat(isActive(left)).isTrue();
    }

    private boolean isActive(Outcome outcome) throws Exception {
        return Introspected.isActive(
                server.issuer() + "/oauth2/introspect",
                server.issuer(),
                AuthorizationServerApplication.AGENT,
                server.agent(),
                outcome.token());
    }

    private static void letThrough(Outcome outcome) {
        assertThat(outcome.reason()).as(outcome.detail()).isNull();
        assertThat(outcome.runs()).isEqualTo(1);
    }

    private static void refused(Outcome outcome, ReasonCode reason, String named) {
        assertThat(outcome.reason()).as(outcome.detail()).isEqualTo(reason);
        assertThat(outcome.detail()).contains(named).doesNotContainPattern("eyJ[\\w-]{10,}\\.");
        assertThat(outcome.runs()).isZero();
        assertThat(outcome.presented()).isNull();
    }
}
