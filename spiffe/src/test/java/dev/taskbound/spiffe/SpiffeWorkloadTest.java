/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.spiffe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.identity.ClientAssertion;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** docs/identity-spiffe.md, against a Workload API over gRPC. */
@NeedsPart(Loopback.class)
@Timeout(60)
class SpiffeWorkloadTest {
    private static final String ISSUER = "https://idp.example.com";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private WorkloadApi api;

    @BeforeEach
    void start() throws Exception {
        api = new WorkloadApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static JWTClaimsSet claims(ClientAssertion assertion) throws Exception {
        return SignedJWT.parse(assertion.value().reveal()).getJWTClaimsSet();
    }

    // draft-ietf-oauth-spiffe-client-auth-02: the issuer identifier is the only audience.
    @Test
    void presentsAJwtSvidForTheIssuerAlone() throws Exception {
        try (SpiffeWorkload workload = SpiffeWorkload.connect(api.endpoint(), PATIENCE)) {
            ClientAssertion assertion = workload.assertion("agent-reader", ISSUER);
            assertThat(assertion.type()).isEqualTo("urn:ietf:params:oauth:client-assertion-type:jwt-spiffe");
            assertThat(claims(assertion).getSubject()).isEqualTo(WorkloadApi.READER);
            assertThat(claims(assertion).getAudience()).containsExactly(ISSUER);
            assertThat(workload.toString() + assertion)
                    .doesNotContain(assertion.value().reveal());
        }
    }

    @Test
    void presentsTheIdentityThatWasNamed() throws Exception {
        try (SpiffeWorkload workload = SpiffeWorkload.connect(api.endpoint(), WorkloadApi.WRITER, PATIENCE)) {
            assertThat(claims(workload.assertion("agent-writer", ISSUER)).getSubject())
                    .isEqualTo(WorkloadApi.WRITER);
        }
    }

    @Test
    void asksOnceForWhatIsStillYoungAndAgainForAnotherIssuer() throws Exception {
        try (SpiffeWorkload workload = SpiffeWorkload.connect(api.endpoint(), PATIENCE)) {
            workload.assertion("agent-reader", ISSUER);
            workload.assertion("agent-reader", ISSUER);
            assertThat(api.asked).hasValue(1);
            assertThat(claims(workload.assertion("agent-reader", "https://other.example"))
                            .getAudience())
                    .containsExactly("https://other.example");
            assertThat(api.asked).hasValue(2);
        }
    }

    @Test
    void asksAgainBeforeItExpires() throws Exception {
        // Half of it is over after three seconds; an exp in whole seconds can take one away.
        api.lifeSeconds = 6;
        try (SpiffeWorkload workload = SpiffeWorkload.connect(api.endpoint(), PATIENCE)) {
            workload.assertion("agent-reader", ISSUER);
            while (api.asked.get() < 2) {
                Thread.sleep(50);
                workload.assertion("agent-reader", ISSUER);
            }
        }
    }

    @Test
    void saysThatNoneIsToBeHadWithoutSayingMore() throws Exception {
        try (SpiffeWorkload workload = SpiffeWorkload.connect(api.endpoint(), PATIENCE)) {
            api.denying = true;
            assertThatThrownBy(() -> workload.assertion("agent-reader", ISSUER))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the SPIFFE Workload API gave no JWT-SVID")
                    .hasNoCause();
        }
    }

    @Test
    void doesNotWaitWithoutEnd() throws Exception {
        try (SpiffeWorkload workload = SpiffeWorkload.connect(api.endpoint(), Duration.ofSeconds(2))) {
            api.silent = true;
            assertThatThrownBy(() -> workload.assertion("agent-reader", ISSUER))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the SPIFFE Workload API did not answer in time");
        }
    }

    @Test
    void refusesAnEndpointThatIsNoneOrDoesNotAnswer() throws Exception {
        assertThatThrownBy(() -> SpiffeWorkload.connect("http://127.0.0.1", PATIENCE))
                .isInstanceOf(IOException.class);
        try (ServerSocket silent = new ServerSocket(0)) {
            String endpoint = "tcp://127.0.0.1:" + silent.getLocalPort();
            assertThatThrownBy(() -> SpiffeWorkload.connect(endpoint, Duration.ofSeconds(1)))
                    .isInstanceOf(IOException.class);
        }
    }

    // SPIFFE Workload Endpoint, 3: agents listen on a unix socket. The transport of this module and the server here
    // need Linux.
    @Test
    @EnabledOnOs(OS.LINUX)
    void speaksOverAUnixSocketAndAgainAfterTheAgentWasRestarted(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("agent.sock");
        WorkloadApi first = WorkloadApi.onUnixSocket(socket);
        try (SpiffeWorkload workload = SpiffeWorkload.connect(first.endpoint(), WorkloadApi.WRITER, PATIENCE)) {
            assertThat(claims(workload.assertion("agent-writer", ISSUER)).getSubject())
                    .isEqualTo(WorkloadApi.WRITER);
            first.close();
            Files.deleteIfExists(socket);
            try (WorkloadApi second = WorkloadApi.onUnixSocket(socket)) {
                assertThat(claims(workload.assertion("agent-writer", "https://other.example"))
                                .getAudience())
                        .containsExactly("https://other.example");
                assertThat(second.asked).hasValue(1);
            }
        } finally {
            first.close();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aUnixSocketThatIsNotThereIsNamed(@TempDir Path directory) {
        String endpoint = "unix://" + directory.resolve("nobody.sock");
        assertThatThrownBy(() -> SpiffeWorkload.connect(endpoint, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nobody.sock");
    }
}
