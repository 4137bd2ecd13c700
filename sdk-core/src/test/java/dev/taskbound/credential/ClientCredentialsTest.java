/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.SourceConfig;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@NeedsPart(Loopback.class)
@ExtendWith(OpenSources.class)
class ClientCredentialsTest extends CredentialSourceKit {
    private FakeAuthorizationServer server;

    @Override
    protected CredentialSource source() throws IOException {
        server = new FakeAuthorizationServer();
        return TestSources.connect(
                TestSources.config(SourceConfig.Type.CLIENT_CREDENTIALS, server.issuer()), Clock.systemUTC());
    }

    @Override
    protected CredentialRequest refusedRequest() {
        server.claims = claims -> claims.put("aud", List.of(CallRequests.AUDIENCE, "https://orders.example.com"));
        return CallRequests.refund();
    }

    @AfterEach
    void close() {
        server.close();
    }

    // RFC 6749, 4.4.2.
    @Test
    void asksWithoutThePrincipal() throws Exception {
        CredentialSource source = source();
        CredentialRequest nobody = CallRequests.request(null, CallRequests.payments("localhost"), Instant.now());
        Credential credential = source.issue(nobody).toCompletableFuture().join();
        assertThat(server.forms.get(0))
                .containsOnlyKeys(
                        "grant_type",
                        "resource",
                        "audience",
                        "scope",
                        "authorization_details",
                        "client_id",
                        "client_assertion_type",
                        "client_assertion")
                .containsEntry("grant_type", "client_credentials");
        assertThat(credential.confirmed())
                .containsExactlyInAnyOrder("iss", "aud", "exp", "scope", "authorization_details");
    }

    @Test
    void aLookAtTheServerAsksForNoToken() throws Exception {
        CredentialSource source = source();
        source.check().toCompletableFuture().join();
        assertThat(server.metadataRequests).hasValue(1);
        assertThat(server.forms).isEmpty();
    }

    @Test
    void aLookAtAServerThatIsAwayFailsAndTakesNothingFromCalls() throws Exception {
        CredentialSource source = source();
        source.issue(CallRequests.refund()).toCompletableFuture().join();
        server.metadataAnswer =
                new mockwebserver3.MockResponse.Builder().code(503).build();
        assertThatThrownBy(() -> source.check().toCompletableFuture().join())
                .hasCauseInstanceOf(CredentialException.class);
        assertThat(source.issue(CallRequests.refund())
                        .toCompletableFuture()
                        .join()
                        .id())
                .isNotBlank();
    }

    @Test
    void asksForNothingWhereNoIdentityIsForTheCall() throws Exception {
        server = new FakeAuthorizationServer();
        var other = new SourceConfig.When(null, null, "another-agent", null, null);
        SourceConfig config = new SourceConfig(
                "bank",
                SourceConfig.Type.CLIENT_CREDENTIALS,
                server.issuer(),
                List.of(new SourceConfig.Identity(other, "agent-reader", "pod")),
                java.util.Set.of(),
                SourceConfig.Token.JWT,
                SourceConfig.Actor.ASSERTION);
        CredentialSource source = TestSources.connect(config, Clock.systemUTC());
        assertThatThrownBy(() -> source.issue(CallRequests.refund())
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(CredentialException.class)
                .hasMessageContaining("no identity");
        assertThat(server.metadataRequests).hasValue(0);
    }

    @Test
    void saysWhyAWorkloadCannotProveItself() throws Exception {
        server = new FakeAuthorizationServer();
        WorkloadIdentity silent = (client, audience) -> {
            throw new IllegalStateException("token.jwt: cannot be read");
        };
        var config = TestSources.config(SourceConfig.Type.CLIENT_CREDENTIALS, server.issuer());
        CredentialSource source = CredentialSources.of(
                        Map.of("bank", config),
                        Map.of("pod", silent),
                        Map.of(),
                        null,
                        Clock.systemUTC(),
                        OpenTelemetry.noop(),
                        dev.taskbound.telemetry.Metrics.of(OpenTelemetry.noop()))
                .forName("bank");
        assertThatThrownBy(() -> source.issue(CallRequests.refund())
                        .toCompletableFuture()
                        .join())
                .hasMessageContaining("workload pod: token.jwt: cannot be read");
    }
}
