/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.keycloak;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.Secret;
import dev.taskbound.identity.ClientAssertion;
import dev.taskbound.identity.WorkloadIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** What gives workloads their identities here: keys of their own, a cluster's token issuer, a SPIFFE bundle endpoint. */
final class Workloads implements AutoCloseable {
    private final ECKey key;
    private final RSAKey platformKey;
    private final MockWebServer cluster = new MockWebServer();
    private final MockWebServer bundle = new MockWebServer();
    private final Path authority;

    private Workloads(Path directory) throws IOException, JOSEException {
        this.key = agentKey();
        this.platformKey = new RSAKeyGenerator(2048).keyID("platform-1").generate();
        HeldCertificate ca =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        HeldCertificate server = new HeldCertificate.Builder()
                .signedBy(ca)
                .addSubjectAlternativeName("localhost")
                .build();
        this.authority = Files.writeString(directory.resolve("authority.pem"), ca.certificatePem());
        bundle.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(server, ca.certificate())
                .build()
                .sslSocketFactory());
        bundle.setDispatcher(new Answering(path -> jwks("jwt-svid")));
        cluster.setDispatcher(new Answering(path -> path.endsWith("/openid-configuration")
                ? "{\"issuer\":\"" + cluster() + "\",\"jwks_uri\":\"" + cluster() + "/keys\"}"
                : jwks("sig")));
        bundle.start(InetAddress.getByName("localhost"), 0);
        cluster.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    static Workloads start(Path directory) throws IOException {
        try {
            return new Workloads(directory);
        } catch (JOSEException e) {
            throw new IOException(e);
        }
    }

    String publicKeys() {
        return new JWKSet(key).toString(true);
    }

    String cluster() {
        return "http://127.0.0.1:" + cluster.getPort();
    }

    String bundle() {
        return "https://localhost:" + bundle.getPort() + "/bundle";
    }

    /** The certificate that the bundle endpoint's is signed with, as a PEM file. */
    Path authority() {
        return authority;
    }

    private String jwks(String use) {
        RSAKey shown = new RSAKey.Builder(platformKey.toPublicJWK())
                .keyUse(new KeyUse(use))
                .algorithm(use.equals("sig") ? JWSAlgorithm.RS256 : null)
                .build();
        return new JWKSet(shown).toString(true);
    }

    WorkloadIdentity key() {
        return WorkloadIdentity.privateKey(Secret.of(key.toJSONString()));
    }

    /** A key that the realm does not know, under an id that it knows. */
    WorkloadIdentity foreignKey() throws JOSEException {
        return WorkloadIdentity.privateKey(Secret.of(agentKey().toJSONString()));
    }

    private static ECKey agentKey() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID("agent-1")
                .keyUse(KeyUse.SIGNATURE)
                .generate();
    }

    /** A projected service account token, as the kubelet writes it. */
    String serviceAccountToken(String account, String audience) throws JOSEException {
        return sign(new JWTClaimsSet.Builder()
                .issuer(cluster())
                .subject("system:serviceaccount:agents:" + account)
                .audience(audience)
                .jwtID(UUID.randomUUID().toString()));
    }

    /** As the Workload API gives it: no issuer, no {@code jti}. */
    WorkloadIdentity svid(String path) {
        return (client, audience) -> {
            try {
                String svid = sign(new JWTClaimsSet.Builder()
                        .subject("spiffe://mesh.example" + path)
                        .audience(audience));
                return new ClientAssertion(ClientAssertion.JWT_SPIFFE, Secret.of(svid));
            } catch (JOSEException e) {
                throw new IllegalStateException("the key could not sign");
            }
        };
    }

    private String sign(JWTClaimsSet.Builder claims) throws JOSEException {
        Instant now = Instant.now();
        claims.issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300)));
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(com.nimbusds.jose.JOSEObjectType.JWT)
                        .keyID(platformKey.getKeyID())
                        .build(),
                claims.build());
        jwt.sign(new RSASSASigner(platformKey));
        return jwt.serialize();
    }

    @Override
    public void close() {
        cluster.close();
        bundle.close();
    }

    private static final class Answering extends Dispatcher {
        private final java.util.function.UnaryOperator<String> answer;

        Answering(java.util.function.UnaryOperator<String> answer) {
            this.answer = answer;
        }

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder()
                    .setHeader("Content-Type", "application/json")
                    .body(answer.apply(request.getTarget()))
                    .build();
        }
    }
}
