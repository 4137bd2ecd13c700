/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_TOO_BROAD;
import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.taskbound.ReasonCode;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.SourceConfig;
import dev.taskbound.policy.SourceConfig.Actor;
import dev.taskbound.policy.SourceConfig.Token;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Opaque tokens (RFC 7662), transaction tokens (draft 10), and actors that the server names itself. */
@NeedsPart(Loopback.class)
@Timeout(60)
@ExtendWith(OpenSources.class)
class TokenKindsTest {
    private final FakeAuthorizationServer server = newServer();
    private final CredentialRequest request = CallRequests.refund();

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

    // RFC 7662, 2.

    @Test
    void asksTheIssuerWhatAnOpaqueTokenIsGoodFor() {
        server.signer = claims -> "opaque-" + RandomIds.next();
        Credential credential = issue(Token.OPAQUE);
        assertThat(server.introspected)
                .singleElement()
                .satisfies(form -> assertThat(form)
                        .containsEntry("token", server.issued.get(0))
                        .containsEntry("client_id", "agent-writer")
                        .containsKey("client_assertion"));
        assertThat(server.introspected.get(0).get("client_assertion"))
                .isNotEqualTo(server.forms.get(0).get("client_assertion"));
        assertThat(credential.confirmed())
                .contains("iss", "sub", "aud", "exp", "act", "scope", "authorization_details");
        assertThat(credential.id()).doesNotContain(server.issued.get(0));
    }

    @Test
    void checksTheAnswerLikeClaims() {
        server.signer = claims -> "opaque-" + RandomIds.next();
        introspected(CREDENTIAL_UNAVAILABLE, "active", claims -> claims.put("active", false));
        introspected(CREDENTIAL_UNAVAILABLE, "active", claims -> claims.put("active", "true"));
        introspected(CREDENTIAL_UNAVAILABLE, "active", claims -> claims.remove("active"));
        introspected(CREDENTIAL_UNAVAILABLE, "iss", claims -> claims.put("iss", "https://evil.example"));
        introspected(CREDENTIAL_UNAVAILABLE, "aud", claims -> claims.put("aud", "https://other.example"));
        introspected(CREDENTIAL_UNAVAILABLE, "aud", claims -> claims.remove("aud"));
        introspected(CREDENTIAL_UNAVAILABLE, "sub", claims -> claims.put("sub", "mallory"));
        introspected(CREDENTIAL_UNAVAILABLE, "exp", claims -> claims.remove("exp"));
        introspected(
                CREDENTIAL_TOO_BROAD,
                "life",
                claims -> claims.put("exp", Instant.now().getEpochSecond() + 600));
        introspected(CREDENTIAL_TOO_BROAD, "scope", claims -> claims.put("scope", "payments.refund admin"));
        introspected(CREDENTIAL_TOO_BROAD, "act", claims -> claims.remove("act"));
        introspected(CREDENTIAL_TOO_BROAD, "aud", claims -> claims.put("aud", List.of(CallRequests.AUDIENCE, "x")));
        server.introspection = claims -> claims.put("aud", List.of(CallRequests.AUDIENCE, "agent-writer"));
        assertThat(issue(Token.OPAQUE)).as("who asks may have to be in aud").isNotNull();
        server.introspection = claims -> claims.remove("iss");
        assertThat(issue(Token.OPAQUE)).as("iss is optional there").isNotNull();
    }

    private void introspected(ReasonCode reason, String named, Consumer<Map<String, Object>> claims) {
        server.introspection = claims;
        refused(Token.OPAQUE, reason, named);
    }

    @Test
    void noAnswerOfTheIntrospectionEndpointIsAnAgreement() throws Exception {
        server.signer = claims -> "opaque-" + RandomIds.next();
        CredentialRequest hurried =
                CallRequests.withDeadline(request, Instant.now().plusSeconds(600));
        for (var fault : ServerFaults.all("http://127.0.0.1:1/").entrySet()) {
            server.introspectionAnswer = fault.getValue();
            CredentialRequest each =
                    CallRequests.withDeadline(hurried, Instant.now().plusMillis(400));
            Throwable thrown = catchThrowable(() -> source(Token.OPAQUE, Actor.ASSERTION)
                    .issue(each)
                    .toCompletableFuture()
                    .join());
            assertThat(thrown).as(fault.getKey()).hasCauseInstanceOf(CredentialException.class);
            assertThat(((CredentialException) thrown.getCause()).reason()).isEqualTo(CREDENTIAL_UNAVAILABLE);
            assertThat(thrown.toString()).doesNotContain(ServerFaults.SECRET, "opaque-");
        }
    }

    @Test
    void anIssuerWithoutIntrospectionIsNamed() {
        server.metadata = metadata -> metadata.remove("introspection_endpoint");
        refused(Token.OPAQUE, CREDENTIAL_UNAVAILABLE, "introspection_endpoint");
    }

    // draft-ietf-oauth-transaction-tokens-10.

    @Test
    void asksForATransactionTokenAndPresentsItInItsOwnHeader() {
        server.signer = TokenKindsTest::transaction;
        Credential credential = issue(Token.TRANSACTION);
        assertThat(server.forms.get(0))
                .containsEntry("requested_token_type", "urn:ietf:params:oauth:token-type:txn_token")
                .containsKey("request_details")
                .doesNotContainKey("authorization_details");
        assertThat(credential.confirmed()).contains("txn", "tctx");
        assertThat(credential.headers("GET", java.net.URI.create("https://pay.example.com/")))
                .isEqualTo(Map.of("Txn-Token", server.issued.get(0)));
    }

    @Test
    void refusesATransactionTokenThatIsNone() {
        refused(Token.TRANSACTION, CREDENTIAL_UNAVAILABLE, "typ");
        server.signer = TokenKindsTest::transaction;
        server.claims = claims -> claims.remove("txn");
        refused(Token.TRANSACTION, CREDENTIAL_UNAVAILABLE, "txn");
        server.claims = claims -> claims.remove("tctx");
        refused(Token.TRANSACTION, CREDENTIAL_TOO_BROAD, "tctx");
        server.claims = claims -> claims.put("tctx", Map.of("type", "tool_call"));
        refused(Token.TRANSACTION, CREDENTIAL_TOO_BROAD, "tctx");
        server.claims = claims -> {};
        server.response = response -> response.put("token_type", "Bearer");
        refused(Token.TRANSACTION, CREDENTIAL_UNAVAILABLE, "token_type of N_A");
        server.response =
                response -> response.put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token");
        refused(Token.TRANSACTION, CREDENTIAL_UNAVAILABLE, "issued_token_type");
    }

    static String transaction(Map<String, Object> claims) {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("txntoken+jwt"))
                .keyID(Tokens.EC.getKeyID());
        return Tokens.sign(header, CanonicalJson.write(claims), Tokens.EC);
    }

    // RFC 8693, 2.1: the actor's own token.

    @Test
    void presentsTheClientsOwnTokenAsActorAndAsksForItOnce() {
        server.claims = claims -> {
            if (claims.containsKey("act")) {
                claims.put("act", Map.of("sub", "agent-writer"));
            }
        };
        CredentialSource source = source(Token.JWT, Actor.TOKEN);
        for (int i = 0; i < 3; i++) {
            assertThat(source.issue(request).toCompletableFuture().join().confirmed())
                    .contains("act");
        }
        assertThat(server.forms).hasSize(4);
        assertThat(server.forms.get(0)).containsEntry("grant_type", "client_credentials");
        assertThat(server.forms.get(1))
                .containsEntry("actor_token", server.issued.get(0))
                .containsEntry("actor_token_type", "urn:ietf:params:oauth:token-type:access_token");
    }

    @Test
    void theActorThenIsTheClientAndNobodyElse() {
        server.claims = claims -> {
            if (claims.containsKey("act")) {
                claims.put("act", Map.of("sub", "another-client"));
            }
        };
        Throwable thrown = catchThrowable(() -> source(Token.JWT, Actor.TOKEN)
                .issue(request)
                .toCompletableFuture()
                .join());
        assertThat(thrown).hasMessageContaining("act with the agent agent-writer");
    }

    /** Servers that take no actor_token may still say which of their clients acts: it is this one, or somebody else. */
    @Test
    void aServerThatIgnoresTheActorMayNameTheClient() {
        CredentialSource source =
                TestSources.connect(TestSources.exchange(server.issuer(), "actor_token"), Clock.systemUTC());
        server.claims = claims -> claims.put("act", Map.of("sub", "agent-writer"));
        assertThat(source.issue(request).toCompletableFuture().join().confirmed())
                .contains("act");
        server.claims = claims -> claims.put("act", Map.of("sub", "another-client"));
        assertThat(catchThrowable(
                        () -> source.issue(request).toCompletableFuture().join()))
                .hasMessageContaining("an act with the agent");
    }

    private Credential issue(Token token) {
        return source(token, Actor.ASSERTION)
                .issue(request)
                .toCompletableFuture()
                .join();
    }

    private CredentialSource source(Token token, Actor actor) {
        SourceConfig config = TestSources.of(TestSources.exchange(server.issuer()), token, actor);
        return TestSources.connect(config, Clock.systemUTC());
    }

    private void refused(Token token, ReasonCode reason, String named) {
        Throwable thrown = catchThrowable(() -> issue(token));
        assertThat(thrown).hasCauseInstanceOf(CredentialException.class).hasMessageContaining(named);
        assertThat(((CredentialException) thrown.getCause()).reason())
                .as(thrown.getMessage())
                .isEqualTo(reason);
    }
}
