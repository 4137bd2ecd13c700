/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Handshake;
import okhttp3.Headers;
import okhttp3.tls.HandshakeCertificates;

/** An authorization server that does all that it is asked, except where a test says otherwise. */
final class FakeAuthorizationServer extends Dispatcher implements AutoCloseable {
    final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    final List<String> issued = new CopyOnWriteArrayList<>();
    final List<Headers> headers = new CopyOnWriteArrayList<>();
    final List<Map<String, String>> introspected = new CopyOnWriteArrayList<>();
    /** Of HTTP, by which it was asked. */
    final Set<String> versions = ConcurrentHashMap.newKeySet();

    final AtomicInteger keyRequests = new AtomicInteger();
    final AtomicInteger metadataRequests = new AtomicInteger();

    Consumer<Map<String, Object>> claims = claims -> {};
    Consumer<Map<String, Object>> response = response -> {};
    Consumer<Map<String, Object>> metadata = metadata -> {};
    Function<Map<String, Object>, String> signer = Tokens::es256;
    String keySet = Tokens.keySet(Tokens.EC, Tokens.RSA);
    MockResponse tokenAnswer;
    MockResponse keyAnswer;
    MockResponse metadataAnswer;
    String metadataPath = "/.well-known/oauth-authorization-server/realms/test";

    /** Wanted in proofs, if there is one. */
    volatile String nonce;

    /** Whether its metadata names a revocation endpoint. */
    volatile boolean revokes;

    final List<Map<String, String>> revocations = new CopyOnWriteArrayList<>();
    final List<Headers> revocationHeaders = new CopyOnWriteArrayList<>();
    /** The tokens that are revoked at it. */
    final Set<String> revoked = ConcurrentHashMap.newKeySet();

    volatile Supplier<MockResponse> revocationAnswer = () -> null;

    MockResponse introspectionAnswer;
    Consumer<Map<String, Object>> introspection = claims -> {};

    private final Map<String, Map<String, Object>> opaque = new ConcurrentHashMap<>();
    private final MockWebServer server = new MockWebServer();
    private final String scheme;

    FakeAuthorizationServer() throws IOException {
        this.scheme = "http";
        server.setDispatcher(this);
        server.start(0);
    }

    /** One that wants a certificate of its clients (RFC 8705). */
    FakeAuthorizationServer(HandshakeCertificates tls) throws IOException {
        this.scheme = "https";
        server.setDispatcher(this);
        server.useHttps(tls.sslSocketFactory());
        server.requestClientAuth();
        server.start(0);
    }

    URI issuer() {
        return URI.create(base() + "/realms/test");
    }

    private String base() {
        return scheme + (scheme.equals("http") ? "://127.0.0.1:" : "://localhost:") + server.getPort();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getTarget();
        versions.add(request.getVersion());
        if (path.equals(metadataPath)) {
            metadataRequests.incrementAndGet();
            return metadataAnswer == null ? json(metadata()) : metadataAnswer;
        }
        if (path.equals("/keys")) {
            keyRequests.incrementAndGet();
            return keyAnswer == null ? json(keySet) : keyAnswer;
        }
        if (path.equals("/introspect")) {
            return introspect(form(request));
        }
        if (path.equals("/revoke")) {
            return revoke(form(request), request);
        }
        return path.equals("/token")
                ? token(form(request), request)
                : new MockResponse.Builder().code(404).build();
    }

    private String metadata() {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("issuer", issuer().toString());
        known.put("token_endpoint", base() + "/token");
        known.put("jwks_uri", base() + "/keys");
        known.put("introspection_endpoint", base() + "/introspect");
        if (revokes) {
            known.put("revocation_endpoint", base() + "/revoke");
        }
        metadata.accept(known);
        return CanonicalJson.write(known);
    }

    private MockResponse token(Map<String, String> form, RecordedRequest request) {
        forms.add(form);
        headers.add(request.getHeaders());
        if (tokenAnswer != null) {
            return tokenAnswer;
        }
        Map<String, Object> proof = proof(request.getHeaders().get("DPoP"));
        if (proof != null && nonce != null && !nonce.equals(proof.get("nonce"))) {
            return json("{\"error\":\"use_dpop_nonce\"}")
                    .newBuilder()
                    .code(400)
                    .addHeader("DPoP-Nonce", nonce)
                    .build();
        }
        return json(CanonicalJson.write(answer(form, request)));
    }

    private static Map<String, Object> proof(String header) {
        try {
            return header == null
                    ? null
                    : SignedJWT.parse(header).getJWTClaimsSet().toJSONObject();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 7009, 2.2: by the client that it was issued to, and the same for one that is not known. */
    private MockResponse revoke(Map<String, String> form, RecordedRequest request) {
        revocations.add(form);
        revocationHeaders.add(request.getHeaders());
        MockResponse otherwise = revocationAnswer.get();
        if (otherwise != null) {
            return otherwise;
        }
        revoked.add(form.get("token"));
        return new MockResponse.Builder().code(200).build();
    }

    /** The tokens that it issued and has not revoked. */
    List<String> live() {
        return issued.stream().filter(token -> !revoked.contains(token)).toList();
    }

    private MockResponse introspect(Map<String, String> form) {
        introspected.add(form);
        if (introspectionAnswer != null) {
            return introspectionAnswer;
        }
        Map<String, Object> claims = new LinkedHashMap<>(opaque.getOrDefault(form.get("token"), Map.of()));
        claims.put("active", !claims.isEmpty());
        introspection.accept(claims);
        return json(CanonicalJson.write(claims));
    }

    private Map<String, Object> answer(Map<String, String> form, RecordedRequest request) {
        boolean isTransaction = String.valueOf(form.get("requested_token_type")).endsWith(":txn_token");
        Map<String, Object> claims = claims(form, request);
        String token = signer.apply(claims);
        opaque.put(token, claims);
        issued.add(token);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put(
                "issued_token_type",
                "urn:ietf:params:oauth:token-type:" + (isTransaction ? "txn_token" : "access_token"));
        answer.put("token_type", isTransaction ? "N_A" : request.getHeaders().get("DPoP") == null ? "Bearer" : "DPoP");
        answer.put("expires_in", 30);
        response.accept(answer);
        return answer;
    }

    private Map<String, Object> claims(Map<String, String> form, RecordedRequest request) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> right = new LinkedHashMap<>();
        right.put("iss", issuer().toString());
        right.put("sub", form.containsKey("subject_token") ? "alice" : form.get("client_id"));
        right.put("aud", form.getOrDefault("audience", CallRequests.AUDIENCE));
        right.put("iat", now);
        right.put("exp", now + 30);
        right.put("jti", RandomIds.next());
        if (form.containsKey("scope")) {
            right.put("scope", form.get("scope"));
        }
        if (form.containsKey("actor_token")) {
            right.put("act", Map.of("sub", subject(form.get("actor_token"))));
        }
        if (form.containsKey("authorization_details")) {
            right.put("authorization_details", parse(form.get("authorization_details")));
        }
        if (form.containsKey("request_details")) {
            right.put("txn", RandomIds.next());
            right.put("tctx", parse(form.get("request_details")));
        }
        confirmation(request).ifPresent(cnf -> right.put("cnf", cnf));
        claims.accept(right);
        return right;
    }

    private static Optional<Map<String, Object>> confirmation(RecordedRequest request) {
        try {
            String proof = request.getHeaders().get("DPoP");
            if (proof != null) {
                JWK key = SignedJWT.parse(proof).getHeader().getJWK();
                return Optional.of(Map.of("jkt", key.computeThumbprint().toString()));
            }
            Handshake handshake = request.getHandshake();
            return handshake == null || handshake.peerCertificates().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Map.of("x5t#S256", TlsIdentity.thumbprint((X509Certificate)
                            handshake.peerCertificates().get(0))));
        } catch (ParseException | JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String subject(String jwt) {
        try {
            return SignedJWT.parse(jwt).getJWTClaimsSet().getSubject();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static String id(String jwt) {
        try {
            return SignedJWT.parse(jwt).getJWTClaimsSet().getJWTID();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static Object parse(String json) {
        try {
            return StrictJson.parse(json, JsonLimits.ARGUMENTS);
        } catch (JsonRefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    static MockResponse json(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private static Map<String, String> form(RecordedRequest request) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : request.getBody().utf8().split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(decode(parts[0]), decode(parts[1]));
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        super.close();
        server.close();
    }
}
