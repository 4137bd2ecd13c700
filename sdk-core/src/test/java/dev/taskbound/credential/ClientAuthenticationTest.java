/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_TOO_BROAD;
import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Destination.Proof;
import dev.taskbound.policy.Destination.Reuse;
import java.security.KeyStore;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a client says who it is, beside an assertion: RFC 6749, 2.3.1; RFC 8705. */
@NeedsPart(Loopback.class)
@Timeout(60)
@ExtendWith(OpenSources.class)
class ClientAuthenticationTest {
    private static final HeldCertificate CA =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate SERVER = new HeldCertificate.Builder()
            .signedBy(CA)
            .addSubjectAlternativeName("localhost")
            .build();
    private static final HeldCertificate CLIENT = new HeldCertificate.Builder()
            .signedBy(CA)
            .commonName("agent-writer")
            .build();

    // RFC 6749, 2.3.1: encoded before it is joined.
    @Test
    void aSecretGoesIntoTheHeaderAndNowhereElse() throws Exception {
        try (FakeAuthorizationServer server = new FakeAuthorizationServer()) {
            CredentialSource source = TestSources.connect(
                    TestSources.exchange(server.issuer(), "actor_token"),
                    WorkloadIdentity.clientSecret(Secret.of("a:b c%")),
                    new OkHttpClient());
            source.issue(CallRequests.refund()).toCompletableFuture().join();
            String header = server.headers.get(0).get("Authorization");
            assertThat(new String(java.util.Base64.getDecoder().decode(header.substring(6))))
                    .isEqualTo("agent-writer:a%3Ab+c%25");
            assertThat(server.forms.get(0)).doesNotContainKeys("client_assertion", "client_secret", "client_id");
        }
    }

    // RFC 8705, 2 and 3.
    @Test
    void aCertificateIsPresentedAndTheTokenBoundToIt() throws Exception {
        try (FakeAuthorizationServer server = new FakeAuthorizationServer(serverTls())) {
            Credential credential =
                    source(server).issue(bound()).toCompletableFuture().join();
            assertThat(server.forms.get(0)).containsEntry("client_id", "agent-writer");
            assertThat(server.forms.get(0)).doesNotContainKeys("client_assertion");
            assertThat(credential.confirmed()).contains("cnf");
            CredentialVerifier verifier = CredentialVerifier.builder(CallRequests.AUDIENCE)
                    .issuer(server.issuer().toString(), server.keySet)
                    .build();
            var target = java.net.URI.create("https://pay.example.com/refunds");
            PresentedRequest request = PresentedRequest.of(
                    "POST",
                    target,
                    name -> name.equals("Authorization")
                            ? java.util.List.of("Bearer " + credential.token().reveal())
                            : java.util.List.of());
            assertThat(verifier.verify(request.withCertificate(CLIENT.certificate()))
                            .tool())
                    .isEqualTo("refund_payment");
            for (var stolen : new PresentedRequest[] {request, request.withCertificate(SERVER.certificate())}) {
                assertThat(catchThrowable(() -> verifier.verify(stolen)))
                        .isInstanceOf(CredentialRefusedException.class)
                        .hasMessageContaining("certificate");
            }
        }
    }

    @Test
    void aTokenThatIsNotBoundToTheCertificateIsRefused() throws Exception {
        try (FakeAuthorizationServer server = new FakeAuthorizationServer(serverTls())) {
            server.claims = claims -> claims.remove("cnf");
            refused(server, CREDENTIAL_TOO_BROAD);
            server.claims = claims -> claims.put("cnf", Map.of("x5t#S256", "of-somebody-else"));
            refused(server, CREDENTIAL_UNAVAILABLE);
        }
    }

    private static void refused(FakeAuthorizationServer server, ReasonCode reason) {
        Throwable thrown = catchThrowable(
                () -> source(server).issue(bound()).toCompletableFuture().join());
        assertThat(((CredentialException) thrown.getCause()).reason()).isEqualTo(reason);
    }

    private static CredentialRequest bound() {
        return CallRequests.at(CallRequests.proving(CallRequests.payments("localhost"), Proof.CERTIFICATE, Reuse.NONE));
    }

    private static CredentialSource source(FakeAuthorizationServer server) {
        HandshakeCertificates trust = new HandshakeCertificates.Builder()
                .addTrustedCertificate(CA.certificate())
                .build();
        return TestSources.connect(
                TestSources.exchange(server.issuer(), "actor_token"),
                WorkloadIdentity.clientCertificate(keyStore(), Secret.of("changeit")),
                new OkHttpClient.Builder()
                        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
                        .build());
    }

    private static HandshakeCertificates serverTls() {
        return new HandshakeCertificates.Builder()
                .heldCertificate(SERVER)
                .addTrustedCertificate(CA.certificate())
                .build();
    }

    private static KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "key",
                    CLIENT.keyPair().getPrivate(),
                    "changeit".toCharArray(),
                    new java.security.cert.Certificate[] {CLIENT.certificate(), CA.certificate()});
            return store;
        } catch (java.security.GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
