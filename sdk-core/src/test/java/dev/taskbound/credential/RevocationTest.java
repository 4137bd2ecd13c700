/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.SourceConfig;
import dev.taskbound.policy.SourceConfig.Revoke;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 7009: a token ends at its issuer before its time. */
@NeedsPart(Loopback.class)
@Timeout(60)
class RevocationTest {
    private FakeAuthorizationServer server;
    private CredentialSources sources;

    @BeforeEach
    void start() throws Exception {
        server = new FakeAuthorizationServer();
        server.revokes = true;
        sources = sources(Revoke.TASK);
    }

    @AfterEach
    void stop() {
        sources.close();
        server.close();
    }

    private CredentialSources sources(Revoke revoke) {
        SourceConfig config = TestSources.exchange(server.issuer());
        SourceConfig revoking = new SourceConfig(
                config.name(),
                config.type(),
                config.issuer(),
                config.identities(),
                config.ignores(),
                config.token(),
                config.actor(),
                revoke);
        return CredentialSources.of(
                Map.of(config.name(), revoking),
                Map.of("pod", TestSources.POD),
                Map.of(),
                null,
                Clock.systemUTC(),
                OpenTelemetry.noop(),
                Metrics.of(OpenTelemetry.noop()));
    }

    private CredentialSource source() {
        return sources.forName("bank");
    }

    private Credential issue(CredentialRequest request) {
        return source().issue(request).toCompletableFuture().join();
    }

    private Credential issue() {
        return issue(CallRequests.refund());
    }

    private CredentialEnd revoke(Credential credential) {
        return source().revoke(credential).toCompletableFuture().join();
    }

    // RFC 7009, 2.1.
    @Test
    void aTokenIsRevokedByTheClientThatItWasIssuedTo() {
        Credential credential = issue();
        assertThat(revoke(credential)).isEqualTo(CredentialEnd.REVOKED);
        Map<String, String> form = server.revocations.get(0);
        assertThat(form)
                .containsEntry("token", credential.token().reveal())
                .containsEntry("token_type_hint", "access_token")
                .containsEntry("client_id", "agent-writer");
        assertThat(FakeAuthorizationServer.subject(form.get("client_assertion")))
                .isEqualTo("agent-writer");
        assertThat(form.get("client_assertion"))
                .isNotEqualTo(server.forms.get(0).get("client_assertion"));
        assertThat(sources.issued()).isEmpty();
    }

    @Test
    void whatIsRevokedIsNotAskedForAgain() {
        Credential credential = issue();
        assertThat(revoke(credential)).isEqualTo(CredentialEnd.REVOKED);
        assertThat(revoke(credential)).isEqualTo(CredentialEnd.REVOKED);
        assertThat(source().reject(credential).toCompletableFuture().join()).isEqualTo(CredentialEnd.REVOKED);
        assertThat(server.revocations).hasSize(1);
    }

    @Test
    void eachTryHasAFreshAssertion() {
        Credential credential = issue();
        server.revocationAnswer = () -> server.revocations.size() < 5
                ? new MockResponse.Builder().code(503).build()
                : null;
        assertThat(revoke(credential)).isEqualTo(CredentialEnd.RETRYING);
        assertThat(sources.issued()).singleElement().satisfies(entry -> {
            assertThat(entry.credential()).isEqualTo(credential.id());
            assertThat(entry.source()).isEqualTo("bank");
            assertThat(entry.expiresAt()).isEqualTo(credential.expiresAt());
            assertThat(entry.ending()).isTrue();
            assertThat(entry.tries()).isPositive();
        });
        await(() -> server.live().isEmpty());
        assertThat(server.revocations.stream().map(form -> form.get("client_assertion")))
                .hasSize(5)
                .doesNotHaveDuplicates();
        await(() -> sources.issued().isEmpty());
    }

    @Test
    void anIssuerWithoutRevocationEndpointLeavesItsTokensToExpire() throws Exception {
        server.revokes = false;
        Credential credential = issue();
        assertThat(sources.issued()).isEmpty();
        assertThat(revoke(credential)).isEqualTo(CredentialEnd.EXPIRES);
    }

    // RFC 7009, 2.2.1.
    @Test
    void aTypeThatIsNotRevokedIsNotTriedAgain() {
        Credential credential = issue();
        server.revocationAnswer = () -> FakeAuthorizationServer.json("{\"error\":\"unsupported_token_type\"}")
                .newBuilder()
                .code(400)
                .build();
        assertThat(revoke(credential)).isEqualTo(CredentialEnd.EXPIRES);
        assertThat(sources.issued()).isEmpty();
    }

    @Test
    void aServerThatWantsToBeLeftAloneIsLeftAlone() {
        Credential credential = issue();
        server.revocationAnswer = () -> new MockResponse.Builder()
                .code(429)
                .setHeader("Retry-After", "5")
                .build();
        assertThat(revoke(credential)).isEqualTo(CredentialEnd.RETRYING);
        assertThat(revoke(credential)).isEqualTo(CredentialEnd.RETRYING);
        assertThat(server.revocations).hasSize(1);
    }

    @Test
    void aTokenThatExpiresBeforeItCouldBeTriedAgainIsSaidToExpire() {
        Credential credential = issue();
        server.revocationAnswer = () -> new MockResponse.Builder()
                .code(503)
                .setHeader("Retry-After", "600")
                .build();
        assertThat(revoke(credential)).isEqualTo(CredentialEnd.EXPIRES);
    }

    @Test
    void aCallThatEndedWellLeavesItsTokenUntilItsTaskIsOver() {
        CredentialRequest request = CallRequests.refund();
        Credential credential = issue(request);
        source().giveBack(credential);
        assertThat(server.revocations).isEmpty();
        sources.release(CallRequests.refund().task());
        assertThat(server.revocations).isEmpty();
        sources.release(request.task());
        await(() -> server.live().isEmpty());
    }

    @Test
    void whereThePolicySaysSoItIsRevokedWithItsCall() {
        sources = sources(Revoke.CALL);
        source().giveBack(issue());
        await(() -> server.live().isEmpty());
    }

    @Test
    void whereThePolicySaysSoItIsLeftToExpireUnlessItIsStopped() {
        sources = sources(Revoke.STOPPED);
        CredentialRequest request = CallRequests.refund();
        source().giveBack(issue(request));
        assertThat(sources.issued()).isEmpty();
        Credential stopped = issue(request);
        assertThat(revoke(stopped)).isEqualTo(CredentialEnd.REVOKED);
        sources.release(request.task());
        assertThat(server.revocations).hasSize(1);
    }

    @Test
    void whatACallStillHasWhenItsTaskIsOverIsRevokedInAnyCase() {
        sources = sources(Revoke.STOPPED);
        CredentialRequest request = CallRequests.refund();
        issue(request);
        sources.release(request.task());
        await(() -> server.live().isEmpty());
    }

    /** CREDENTIAL_TOO_BROAD: nobody gets it, but it is out. */
    @Test
    void aTokenThatIsNotWhatWasAskedForIsRevoked() {
        server.claims = claims -> claims.put("scope", "payments.refund payments.admin");
        assertThatThrownBy(this::issue)
                .hasCauseInstanceOf(CredentialException.class)
                .satisfies(e -> assertThat(((CredentialException) e.getCause()).reason())
                        .isEqualTo(ReasonCode.CREDENTIAL_TOO_BROAD));
        await(() -> server.live().isEmpty());
        assertThat(server.revocations).hasSize(1);
    }

    static void await(BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
