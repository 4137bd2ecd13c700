/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadIdentityTest {
    private static final String ISSUER = "https://idp.example.com";

    @TempDir
    Path directory;

    // RFC 7523, 3.
    @Test
    void assertsTheClientToOneIssuerForAMinuteAndOnce() throws Exception {
        Instant now = Instant.parse("2026-05-01T10:00:00Z");
        ECKey key = ec(Curve.P_256);
        WorkloadIdentity identity = PrivateKeyIdentity.of(key.toPrivateKey(), "k1", Clock.fixed(now, ZoneOffset.UTC));
        ClientAssertion assertion = identity.assertion("agent-writer", ISSUER);
        SignedJWT jwt = SignedJWT.parse(assertion.value().reveal());
        assertThat(assertion.type()).isEqualTo(ClientAssertion.JWT_BEARER);
        assertThat(jwt.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("agent-writer");
        assertThat(claims.getSubject()).isEqualTo("agent-writer");
        assertThat(claims.getAudience()).containsExactly(ISSUER);
        assertThat(claims.getIssueTime()).isEqualTo(now);
        assertThat(claims.getExpirationTime()).isEqualTo(now.plusSeconds(60));
        String next = identity.assertion("agent-writer", ISSUER).value().reveal();
        assertThat(SignedJWT.parse(next).getJWTClaimsSet().getJWTID()).isNotEqualTo(claims.getJWTID());
    }

    @ParameterizedTest
    @CsvSource({"P-256,ES256", "P-384,ES384", "P-521,ES512"})
    void signsAsTheCurveSays(String curve, String algorithm) throws Exception {
        ECKey key = ec(Curve.parse(curve));
        assertSigned(WorkloadIdentity.privateKey(key.toPrivateKey(), "k1"), algorithm, new ECDSAVerifier(key));
        assertSigned(WorkloadIdentity.privateKey(Secret.of(key.toJSONString())), algorithm, new ECDSAVerifier(key));
        assertSigned(WorkloadIdentity.privateKey(pem(key.toPrivateKey()), "k1"), algorithm, new ECDSAVerifier(key));
    }

    @Test
    void signsWithRsa() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
        assertSigned(WorkloadIdentity.privateKey(key.toPrivateKey(), "k1"), "RS256", new RSASSAVerifier(key));
        assertSigned(WorkloadIdentity.privateKey(pem(key.toPrivateKey()), "k1"), "RS256", new RSASSAVerifier(key));
    }

    // RFC 7517, 4.4.
    @Test
    void signsAsTheJwkSays() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048)
                .keyID("k1")
                .algorithm(com.nimbusds.jose.JWSAlgorithm.PS256)
                .generate();
        assertSigned(WorkloadIdentity.privateKey(Secret.of(key.toJSONString())), "PS256", new RSASSAVerifier(key));
        String contradiction = key.toJSONString().replace("PS256", "ES256");
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(Secret.of(contradiction)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alg");
    }

    // RFC 7292.
    @Test
    void signsWithTheKeyOfAPkcs12File() throws Exception {
        HeldCertificate held = new HeldCertificate.Builder().ecdsa256().build();
        Path file = pkcs12(held, "changeit");
        var verifier = new ECDSAVerifier((ECPublicKey) held.keyPair().getPublic());
        assertSigned(WorkloadIdentity.privateKey(file, Secret.of("changeit"), "k1"), "ES256", verifier);
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(file, Secret.of("wrong"), "k1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PKCS #12")
                .hasNoCause();
        Path none = Files.writeString(directory.resolve("none.p12"), "no key store");
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(none, Secret.of("changeit"), "k1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A device's key has no encoding; its provider signs. */
    @Test
    void signsOnTheDeviceWhereTheKeyDoesNotLeaveIt() throws Exception {
        HeldCertificate held = new HeldCertificate.Builder().ecdsa256().build();
        DeviceProvider device = new DeviceProvider(held.keyPair().getPrivate());
        StoredKey stored = new StoredKey(device.handle(), held.certificate(), device);
        var verifier = new ECDSAVerifier((ECPublicKey) held.keyPair().getPublic());
        assertSigned(PrivateKeyIdentity.of(stored, "k1", Clock.systemUTC()), "ES256", verifier);
        assertThat(device.signatures()).isEqualTo(1);
    }

    @Test
    void takesAKeyStoreWithOneKeyOnly() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        assertThatThrownBy(() -> WorkloadIdentity.clientCertificate(empty, Secret.of("x")))
                .hasMessageContaining("one private key, found 0");
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(empty, "missing", Secret.of("x"), "k1"))
                .hasMessageContaining("under this alias");
    }

    // RFC 8705, 2; RFC 6749, 2.3.1.
    @Test
    void certificatesAndSecretsSignNoAssertions() throws Exception {
        Path file = pkcs12(new HeldCertificate.Builder().build(), "changeit");
        WorkloadIdentity certificate = WorkloadIdentity.clientCertificate(file, Secret.of("changeit"));
        WorkloadIdentity secret = WorkloadIdentity.clientSecret(Secret.of("s3cr3t-value"));
        assertThat(certificate.authentication("agent", ISSUER)).isInstanceOf(ClientCertificate.class);
        assertThat(secret.authentication("agent", ISSUER)).isInstanceOf(ClientSecret.class);
        for (WorkloadIdentity identity : new WorkloadIdentity[] {certificate, secret}) {
            assertThatThrownBy(() -> identity.assertion("agent", ISSUER)).isInstanceOf(IllegalStateException.class);
            assertThat(identity + " " + identity.authentication("agent", ISSUER))
                    .doesNotContain("s3cr3t", "changeit");
        }
    }

    @Test
    void aClientSecretSaysInTheLogThatItIsOne() {
        java.io.PrintStream err = System.err;
        var logged = new java.io.ByteArrayOutputStream();
        System.setErr(new java.io.PrintStream(logged, true));
        try {
            WorkloadIdentity.clientSecret(Secret.of("s3cr3t-value"));
        } finally {
            System.setErr(err);
        }
        assertThat(logged.toString()).contains("client secret", "development").doesNotContain("s3cr3t-value");
    }

    private Path pkcs12(HeldCertificate held, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "key", held.keyPair().getPrivate(), password.toCharArray(), new java.security.cert.Certificate[] {
                    held.certificate()
                });
        Path file = directory.resolve("key.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    @Test
    void refusesKeysThatAreTooWeakOrOfAnotherKind() throws Exception {
        PrivateKey small = new RSAKeyGenerator(1024, true).generate().toPrivateKey();
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(small, "k1")).hasMessageContaining("2048 bits");
        PrivateKey ed = java.security.KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate();
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(ed, "k1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAJwkWithoutItsPrivatePartOrWithoutAnId() throws Exception {
        ECKey key = ec(Curve.P_256);
        Secret publicPart = Secret.of(key.toPublicJWK().toJSONString());
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(publicPart)).hasMessageContaining("private part");
        Secret unnamed = Secret.of(new ECKeyGenerator(Curve.P_256).generate().toJSONString());
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(unnamed)).hasMessageContaining("kid");
        Secret symmetric = Secret.of("{\"kty\":\"oct\",\"kid\":\"k1\",\"k\":\"c2VjcmV0\"}");
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(symmetric))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("c2VjcmV0");
        Secret broken = Secret.of(key.toJSONString().replace("\"P-256\"", "\"P-999\""));
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(broken))
                .hasNoCause()
                .hasMessageNotContaining(key.getD().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2VjcmV0",
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----"
            })
    void refusesAFileThatIsNoPlainKeyWithoutShowingIt(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("key.pem"), text);
        assertThatThrownBy(() -> WorkloadIdentity.privateKey(file, "k1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("key.pem: expected one unencrypted")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void showsNothingOfAKey() throws Exception {
        ECKey key = ec(Curve.P_256);
        WorkloadIdentity identity = WorkloadIdentity.privateKey(Secret.of(key.toJSONString()));
        String shown = identity + " " + SigningKey.of(key) + " " + identity.assertion("c", ISSUER);
        assertThat(shown).doesNotContain(key.getD().toString(), "eyJ");
    }

    @Test
    void presentsTheTokenThatIsInTheFileNow() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "eyJh.eyJi.c2ln\n");
        WorkloadIdentity identity = WorkloadIdentity.projectedToken(file);
        assertThat(identity.assertion("c", ISSUER).value()).isEqualTo(Secret.of("eyJh.eyJi.c2ln"));
        Files.writeString(file, "eyJh.eyJj.c2ln");
        assertThat(identity.assertion("c", ISSUER).value()).isEqualTo(Secret.of("eyJh.eyJj.c2ln"));
        Files.writeString(file, "half a token");
        assertThatThrownBy(() -> identity.assertion("c", ISSUER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected a signed JWT")
                .hasMessageNotContaining("half");
        Files.delete(file);
        assertThatThrownBy(() -> identity.assertion("c", ISSUER)).hasMessageContaining("NoSuchFileException");
        Files.writeString(file, "a".repeat(70_000) + ".b.c");
        assertThatThrownBy(() -> identity.assertion("c", ISSUER)).hasMessageContaining("cannot be read");
        assertThat(identity.toString()).contains("token").doesNotContain("eyJ");
    }

    private static void assertSigned(WorkloadIdentity identity, String algorithm, JWSVerifier verifier)
            throws Exception {
        SignedJWT jwt = SignedJWT.parse(identity.assertion("c", ISSUER).value().reveal());
        assertThat(jwt.getHeader().getAlgorithm()).hasToString(algorithm);
        assertThat(jwt.verify(verifier)).isTrue();
    }

    private Path pem(PrivateKey key) throws Exception {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    private static ECKey ec(Curve curve) throws Exception {
        return new ECKeyGenerator(curve).keyID("k1").generate();
    }
}
