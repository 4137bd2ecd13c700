/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.Tokens;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.revocation.Events;
import dev.taskbound.revocation.SecurityEventReceiver;
import dev.taskbound.revocation.SecurityEventResponse;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 6, judged by 3: forged, replayed, stale and foreign security events: none revokes. */
@Timeout(120)
class SecurityEventAttackTest {
    private static final String TYPE = Events.CAEP + "session-revoked";

    private final FakeAudit audit = new FakeAudit();
    private final FakeStore state = new FakeStore();
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy())
            .audit(audit)
            .state(state)
            .credentialSource("bank-source", new FakeSource())
            .patience(Duration.ofSeconds(30))
            .build();
    private final SecurityEventReceiver receiver = guard.securityEvents(Tokens.ISSUER)
            .keys(Tokens.keySet(Tokens.RSA, Tokens.EC))
            .audience(Events.AUDIENCE)
            .build();

    @AfterEach
    void close() {
        guard.close();
    }

    /** @param error the {@code err} of RFC 8935, 2.4 */
    private record Attack(String name, String body, String error) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Attack> forged() throws Exception {
        Map<String, Object> claims = Events.sessionRevoked(Events.ALICE);
        String payload = CanonicalJson.write(claims);
        String good = Events.sign(claims);
        String[] parts = good.split("\\.");
        byte[] publicKey = Tokens.RSA.toRSAPublicKey().getEncoded();
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n" + Base64.encode(publicKey) + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] jwk = Tokens.RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        var stranger = Tokens.rsa("rsa-1", 2048);
        List<Attack> attacks = new ArrayList<>();
        add(attacks, "another key under a known id", sign(Events.header(), payload, stranger), "invalid_key");
        add(attacks, "an unknown key", sign(Events.header().keyID("rsa-9"), payload, stranger), "invalid_key");
        add(attacks, "no key id, another key", sign(Events.header().keyID(null), payload, stranger), "invalid_key");
        add(
                attacks,
                "its own jwk",
                sign(Events.header().jwk(stranger.toPublicJWK()), payload, stranger),
                "invalid_key");
        add(
                attacks,
                "its own jku",
                sign(Events.header().jwkURL(URI.create("https://evil.example/jwks")), payload, stranger),
                "invalid_key");
        add(
                attacks,
                "its own x5c",
                sign(Events.header().x509CertChain(List.of(Base64.encode(publicKey))), payload, stranger),
                "invalid_key");
        add(attacks, "alg none", Tokens.none(claims), "invalid_request");
        add(
                attacks,
                "alg none with the right type",
                Tokens.base64("{\"alg\":\"none\",\"typ\":\"secevent+jwt\"}") + "." + Tokens.base64(payload) + ".",
                "invalid_request");
        add(
                attacks,
                "alg none with a signature",
                Tokens.base64("{\"alg\":\"none\",\"typ\":\"secevent+jwt\"}") + "." + parts[1] + "." + parts[2],
                "invalid_request");
        for (byte[] secret : List.of(publicKey, pem, jwk)) {
            add(attacks, "HMAC with the public key", hs256(payload, secret), "invalid_request");
        }
        add(attacks, "another payload", parts[0] + "." + Tokens.base64(payload + " ") + "." + parts[2], "invalid_key");
        add(attacks, "another header", header("\"a\":1") + "." + parts[1] + "." + parts[2], "invalid_key");
        add(attacks, "no signature", parts[0] + "." + parts[1] + ".", "invalid_request");
        add(attacks, "half a signature", good.substring(0, good.length() - 40), "invalid_key");
        add(
                attacks,
                "RSA by the name of an EC key",
                sign(Events.header().keyID("ec-1"), payload, Tokens.RSA),
                "invalid_key");
        return attacks;
    }

    static List<Attack> notAnEvent() throws Exception {
        Map<String, Object> claims = Events.sessionRevoked(Events.ALICE);
        String payload = CanonicalJson.write(claims);
        List<Attack> attacks = new ArrayList<>();
        for (String type : List.of("JWT", "at+jwt", "secevent", "txntoken+jwt", "secevent+jwt2", "dpop+jwt")) {
            add(
                    attacks,
                    "typ " + type,
                    sign(Events.header().type(new JOSEObjectType(type)), payload, Tokens.RSA),
                    "invalid_request");
        }
        add(attacks, "no typ", sign(Events.header().type(null), payload, Tokens.RSA), "invalid_request");
        add(
                attacks,
                "a critical header",
                sign(Events.header().criticalParams(Set.of("x")).customParam("x", true), payload, Tokens.RSA),
                "invalid_request");
        add(
                attacks,
                "a JWT inside",
                sign(Events.header().contentType("JWT"), Events.sign(claims), Tokens.RSA),
                "invalid_request");
        add(attacks, "an encrypted one", "e30.e30.e30.e30.e30", "invalid_request");
        add(attacks, "not JSON", sign(Events.header(), "session-revoked", Tokens.RSA), "invalid_request");
        add(attacks, "a list", sign(Events.header(), "[" + payload + "]", Tokens.RSA), "invalid_request");
        add(attacks, "JSON without signature", payload, "invalid_request");
        add(attacks, "nothing", "", "invalid_request");
        add(attacks, "two of them", Events.sign(claims) + "\n" + Events.sign(claims), "invalid_request");
        add(
                attacks,
                "a claim twice",
                sign(Events.header(), payload.replaceFirst("\\{", "{\"jti\":\"other\","), Tokens.RSA),
                "invalid_request");
        add(attacks, "an access token", Tokens.es256(claims), "invalid_request");
        return attacks;
    }

    static List<Attack> wrongClaims() {
        long now = Instant.now().getEpochSecond();
        List<Attack> attacks = new ArrayList<>();
        claim(attacks, "iss", "https://evil.example", "invalid_issuer");
        claim(attacks, "iss", Tokens.ISSUER + "/", "invalid_issuer");
        claim(attacks, "iss", null, "invalid_issuer");
        claim(attacks, "iss", List.of(Tokens.ISSUER), "invalid_request");
        claim(attacks, "aud", "https://other.example", "invalid_audience");
        claim(attacks, "aud", Events.AUDIENCE + "/x", "invalid_audience");
        claim(attacks, "aud", List.of("https://other.example", "x"), "invalid_audience");
        claim(attacks, "aud", List.of(), "invalid_audience");
        claim(attacks, "aud", null, "invalid_audience");
        claim(attacks, "aud", Map.of("a", Events.AUDIENCE), "invalid_request");
        claim(attacks, "iat", now - 660, "invalid_request");
        claim(attacks, "iat", now - 86_400, "invalid_request");
        claim(attacks, "iat", 0, "invalid_request");
        claim(attacks, "iat", -1, "invalid_request");
        claim(attacks, "iat", now + 120, "invalid_request");
        claim(attacks, "iat", now * 1000, "invalid_request");
        claim(attacks, "iat", String.valueOf(now), "invalid_request");
        claim(attacks, "iat", null, "invalid_request");
        claim(attacks, "nbf", now + 3_600, "invalid_request");
        claim(attacks, "exp", now + 3_600, "invalid_request");
        claim(attacks, "exp", now - 3_600, "invalid_request");
        claim(attacks, "sub", "alice", "invalid_request");
        claim(attacks, "jti", null, "invalid_request");
        claim(attacks, "jti", "", "invalid_request");
        claim(attacks, "jti", 7, "invalid_request");
        claim(attacks, "jti", "j".repeat(257), "invalid_request");
        claim(attacks, "events", null, "invalid_request");
        claim(attacks, "events", Map.of(), "invalid_request");
        claim(attacks, "events", List.of(TYPE), "invalid_request");
        claim(attacks, "events", TYPE, "invalid_request");
        claim(attacks, "events", Map.of(TYPE, "yes"), "invalid_request");
        claim(
                attacks,
                "events",
                Map.of(TYPE, Map.of(), Events.CAEP + "credential-change", Map.of("change_type", "revoke")),
                "invalid_request");
        claim(
                attacks,
                "events",
                Map.of(TYPE, Map.of("subject", Map.of("format", "email", "email", "a"))),
                "invalid_request");
        claim(attacks, "events", Map.of(Events.CAEP + "risk-level-change", Map.of()), "invalid_request");
        claim(
                attacks,
                "events",
                Map.of(Events.CAEP + "risk-level-change", Map.of("current_level", "high")),
                "invalid_request");
        claim(attacks, "events", Map.of(Events.CAEP + "credential-change", Map.of()), "invalid_request");
        claim(
                attacks,
                "events",
                Map.of(Events.CAEP + "credential-change", Map.of("change_type", List.of("revoke"))),
                "invalid_request");
        claim(attacks, "sub_id", null, "invalid_request");
        claim(attacks, "sub_id", "alice", "invalid_request");
        claim(attacks, "sub_id", Map.of("iss", Tokens.ISSUER, "sub", "alice"), "invalid_request");
        claim(attacks, "sub_id", Map.of("format", "complex"), "invalid_request");
        claim(attacks, "sub_id", Map.of("format", "complex", "user", Map.of("sub", "alice")), "invalid_request");
        claim(attacks, "sub_id", Map.of("format", "aliases"), "invalid_request");
        claim(attacks, "sub_id", Map.of("format", "aliases", "identifiers", List.of("alice")), "invalid_request");
        return attacks;
    }

    private static void claim(List<Attack> attacks, String name, @Nullable Object value, String error) {
        Map<String, Object> claims = Events.sessionRevoked(Events.ALICE);
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
        add(attacks, name + " " + value, Events.sign(claims), error);
    }

    private static void add(List<Attack> attacks, String name, String body, String error) {
        attacks.add(new Attack(name, body, error));
    }

    private static String sign(
            com.nimbusds.jose.JWSHeader.Builder header, String payload, com.nimbusds.jose.jwk.JWK key) {
        return Tokens.sign(header, payload, key);
    }

    private static String header(String more) {
        return Tokens.base64("{\"alg\":\"RS256\",\"typ\":\"secevent+jwt\",\"kid\":\"rsa-1\"," + more + "}");
    }

    private static String hs256(String payload, byte[] secret) throws Exception {
        String signed = Tokens.base64("{\"alg\":\"HS256\",\"typ\":\"secevent+jwt\",\"kid\":\"rsa-1\"}") + "."
                + Tokens.base64(payload);
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(secret, "HmacSHA256"));
        return signed + "." + Base64URL.encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource({"forged", "notAnEvent", "wrongClaims"})
    void revokesNothingAndIsToldWhy(Attack attack) {
        TaskScope task = guard.open(Desk.payBill());
        SecurityEventResponse answer = Events.push(receiver, attack.body());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
        assertThat(answer.body()).contains("\"err\":\"" + attack.error() + "\"").contains("\"description\":");
        assertThat(answer.body()).as("nothing of the event").doesNotContain("alice", "evil");
        assertNothingHappened(task);
    }

    private void assertNothingHappened(TaskScope task) {
        assertThat(guard.revocations()).isEmpty();
        assertThat(task.isOpen()).isTrue();
        CountingTool tool = new CountingTool();
        task.call(Desk.look(), tool);
        assertThat(tool.runs()).isOne();
        assertThat(audit.types()).doesNotContain(Type.REVOKED, Type.SECURITY_EVENT);
    }

    // The whole table would prove nothing if what it varies were refused anyway.
    @Test
    void whatTheTableVariesIsTakenIn() {
        for (Consumer<Map<String, Object>> still : List.<Consumer<Map<String, Object>>>of(
                claims -> {},
                claims -> claims.put("aud", List.of("https://other.example", Events.AUDIENCE)),
                claims -> claims.put("iat", Instant.now().getEpochSecond() - 540),
                claims -> claims.put("iat", Instant.now().getEpochSecond() + 30),
                claims -> claims.put("txn", "8675309"),
                claims -> claims.put("toe", 0),
                claims -> claims.put("events", Map.of(TYPE, Map.of("subject", Events.ALICE))))) {
            Map<String, Object> claims = Events.sessionRevoked(Events.ALICE);
            still.accept(claims);
            assertThat(Events.push(receiver, claims).status()).isEqualTo(202);
        }
        String payload = CanonicalJson.write(Events.sessionRevoked(Events.ALICE));
        String es256 = sign(
                Events.header()
                        .type(new JOSEObjectType("application/secevent+jwt"))
                        .keyID(null),
                payload,
                Tokens.RSA);
        assertThat(Events.push(receiver, es256).status()).isEqualTo(202);
        String ec = sign(
                Tokens.header(JWSAlgorithm.ES256, "ec-1").type(new JOSEObjectType("secevent+jwt")),
                CanonicalJson.write(Events.sessionRevoked(Events.ALICE)),
                Tokens.EC);
        assertThat(Events.push(receiver, ec).status()).isEqualTo(202);
        assertThat(guard.revocations()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/jwt", "application/json", "text/plain", "application/secevent+jwt2", ""})
    void anotherContentTypeIsNoEvent(String type) {
        TaskScope task = guard.open(Desk.payBill());
        String event = Events.sign(Events.sessionRevoked(Events.ALICE));
        assertThat(Events.push(receiver, event, Map.of("content-type", type)).status())
                .isEqualTo(415);
        assertThat(Events.push(receiver, event, Map.of()).status()).isEqualTo(415);
        assertNothingHappened(task);
    }

    @Test
    void whatIsTooLongIsNotLookedAt() {
        TaskScope task = guard.open(Desk.payBill());
        Map<String, Object> claims = Events.sessionRevoked(Events.ALICE);
        claims.put("padding", "x".repeat(SecurityEventReceiver.LONGEST_BODY));
        assertThat(Events.push(receiver, claims).status()).isEqualTo(413);
        assertNothingHappened(task);
    }

    // RFC 8935, 2: the answer is as the first time.
    @Test
    void anEventThatWasTakenInDoesNothingTheSecondTime() {
        String event = Events.sign(Events.sessionRevoked(Events.ALICE));
        assertThat(Events.push(receiver, event).status()).isEqualTo(202);
        assertThat(Events.push(receiver, event).status()).isEqualTo(202);
        SecurityEventReceiver another = guard.securityEvents(Tokens.ISSUER)
                .keys(Tokens.keySet(Tokens.RSA))
                .audience(Events.AUDIENCE)
                .build();
        assertThat(Events.push(another, event).status())
                .as("in another process")
                .isEqualTo(202);
        Map<String, Object> sameId =
                Events.sessionRevoked(Map.of("format", "iss_sub", "iss", Tokens.ISSUER, "sub", "bob"));
        sameId.put("jti", jti(event));
        assertThat(Events.push(receiver, sameId).status()).isEqualTo(202);

        assertThat(audit.types()).filteredOn(Type.REVOKED::equals).hasSize(1);
        assertThat(guard.revocations()).hasSize(1);
    }

    private static Object jti(String event) {
        try {
            return com.nimbusds.jwt.SignedJWT.parse(event).getJWTClaimsSet().getJWTID();
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHundredAtOnceAreOne() throws Exception {
        String event = Events.sign(Events.sessionRevoked(Events.ALICE));
        int many = 100;
        CountDownLatch start = new CountDownLatch(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                answers.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return Events.push(receiver, event).status();
                }));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(202);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(audit.types()).filteredOn(Type.REVOKED::equals).hasSize(1);
        assertThat(audit.types()).filteredOn(Type.SECURITY_EVENT::equals).hasSize(1);
    }

    @Test
    void anEventThatCouldNotBeCarriedOutIsTakenInTheNextTime() {
        String event = Events.sign(Events.sessionRevoked(Events.ALICE));
        audit.failOn(Type.REVOKED);
        SecurityEventResponse answer = Events.push(receiver, event);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();

        audit.failOn(Type.RECOVERED);
        assertThat(Events.push(receiver, event).status()).isEqualTo(202);
        assertThat(audit.types()).contains(Type.REVOKED, Type.SECURITY_EVENT);

        state.readOnly();
        String other =
                Events.sign(Events.sessionRevoked(Map.of("format", "iss_sub", "iss", Tokens.ISSUER, "sub", "bob")));
        assertThat(Events.push(receiver, other).status()).as("not stored").isEqualTo(503);
        assertThat(audit.types()).filteredOn(Type.SECURITY_EVENT::equals).hasSize(1);
    }

    @Test
    void keysThatRotateAreFetchedOnceAndThatTheyCannotBeIsNoForgery() throws Exception {
        try (MockWebServer idp = new MockWebServer()) {
            idp.start();
            SecurityEventReceiver remote = guard.securityEvents(Tokens.ISSUER)
                    .keys(idp.url("/jwks").uri())
                    .audience(Events.AUDIENCE)
                    .build();
            String event = Events.sign(Events.sessionRevoked(Events.ALICE));
            for (int i = 0; i < 2; i++) {
                idp.enqueue(new MockResponse.Builder().code(404).build());
            }
            assertThat(Events.push(remote, event).status()).as("no keys").isEqualTo(503);
            idp.setDispatcher(new mockwebserver3.Dispatcher() {
                @Override
                public MockResponse dispatch(mockwebserver3.RecordedRequest request) {
                    return new MockResponse.Builder()
                            .addHeader("Content-Type", "application/json")
                            .body(Tokens.keySet(idp.getRequestCount() > 2 ? Tokens.RSA : Tokens.EC))
                            .build();
                }
            });
            int before = idp.getRequestCount();
            assertThat(Events.push(remote, event).status())
                    .as("once the new key is published")
                    .isEqualTo(202);
            String unknown = sign(
                    Events.header().keyID("rsa-2"),
                    CanonicalJson.write(new LinkedHashMap<>(Events.sessionRevoked(Events.ALICE))),
                    Tokens.RSA);
            for (int i = 0; i < 50; i++) {
                assertThat(Events.push(remote, unknown).status()).isEqualTo(400);
            }
            assertThat(idp.getRequestCount() - before)
                    .as("not for every unknown id")
                    .isLessThanOrEqualTo(2);
        }
        assertThat(guard.revocations())
                .extracting(each -> each.target())
                .containsExactly(new Target(Kind.PRINCIPAL, "alice"));
    }
}
