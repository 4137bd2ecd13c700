/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.credential.CallRequests;
import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.credential.Tokens;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8705, 3, in real TLS: a token that is bound to a certificate is refused from whoever does not present that one. */
@NeedsPart(Loopback.class)
@Timeout(60)
class CertificateAtServiceTest {
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate SERVER = new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    private static final HeldCertificate AGENT = new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .commonName("agent")
            .build();
    private static final HeldCertificate THIEF = new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .commonName("agent")
            .build();

    @ParameterizedTest
    @EnumSource
    void failsWithoutItsCertificate(Way way) throws Exception {
        CredentialVerifier verifier = CredentialVerifier.builder(CallRequests.AUDIENCE)
                .issuer(Tokens.ISSUER, Tokens.keySet(Tokens.EC))
                .requireProof()
                .build();
        String bound = token(Map.of("x5t#S256", thumbprint(AGENT)));
        try (Service service = new Service(way.filter(verifier, null), way.call(), tls())) {
            assertThat(post(service, bound, AGENT)).isEqualTo(200);
            assertThat(service.refunds).hasValue(1);
            assertThat(post(service, bound, null)).as("no certificate").isEqualTo(401);
            assertThat(post(service, bound, THIEF)).as("another of that name").isEqualTo(401);
            assertThat(post(service, token(Map.of()), AGENT))
                    .as("bound to nothing")
                    .isEqualTo(401);
            assertThat(service.refunds).hasValue(1);
        }
    }

    private static int post(Service service, String token, HeldCertificate certificate) throws Exception {
        HandshakeCertificates.Builder tls =
                new HandshakeCertificates.Builder().addTrustedCertificate(AUTHORITY.certificate());
        HandshakeCertificates presented = (certificate == null ? tls : tls.heldCertificate(certificate)).build();
        OkHttpClient client = new OkHttpClient.Builder()
                .sslSocketFactory(presented.sslSocketFactory(), presented.trustManager())
                .build();
        Request request = new Request.Builder()
                .url(service.address("/refunds").toString())
                .header("Authorization", "Bearer " + token)
                .post(new FormBody.Builder()
                        .add("iban", "DE02120300000000202051")
                        .add("amount", "100.10")
                        .build())
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        } finally {
            client.connectionPool().evictAll();
        }
    }

    /** As an issuer would bind it; the embedded one binds to no certificate. */
    private static String token(Map<String, Object> cnf) throws Exception {
        String unbound = EmbeddedIssuer.create()
                .issue(CallRequests.refund())
                .toCompletableFuture()
                .join()
                .token()
                .reveal();
        Map<String, Object> claims =
                new LinkedHashMap<>(SignedJWT.parse(unbound).getPayload().toJSONObject());
        claims.put("iss", Tokens.ISSUER);
        if (!cnf.isEmpty()) {
            claims.put("cnf", cnf);
        }
        return Tokens.es256(claims);
    }

    private static String thumbprint(HeldCertificate certificate) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(certificate.certificate().getEncoded());
        return Base64URL.encode(digest).toString();
    }

    private static SSLHostConfig tls() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("key", SERVER.keyPair().getPrivate(), "changeit".toCharArray(), new Certificate[] {
            SERVER.certificate(), AUTHORITY.certificate()
        });
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", AUTHORITY.certificate());
        SSLHostConfig config = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(keys);
        certificate.setCertificateKeystorePassword("changeit");
        config.addCertificate(certificate);
        config.setTrustStore(trusted);
        config.setCertificateVerification("optional");
        return config;
    }
}
