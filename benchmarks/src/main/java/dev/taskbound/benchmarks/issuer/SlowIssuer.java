/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.issuer;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An authorization server in a process of its own that takes five milliseconds for a token and serves four at a time. Does
 * what it is asked and proves nothing of who asks: what is measured is the other end. Arguments: port, key as a JWK.
 */
public final class SlowIssuer {
    static final int AT_ONCE = 4;
    static final int LATENCY_MILLIS = 5;

    private static final int WARM_UP = 2_000;

    private final RSAKey key;
    private final RSASSASigner signer;
    private final String issuer;
    private final Semaphore serving = new Semaphore(AT_ONCE, true);
    private final AtomicLong tokens = new AtomicLong();

    private SlowIssuer(int port, RSAKey key) throws Exception {
        this.key = key;
        this.signer = new RSASSASigner(key);
        this.issuer = "http://127.0.0.1:" + port;
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        SlowIssuer issuer = new SlowIssuer(port, RSAKey.parse(args[1]));
        for (int i = 0; i < WARM_UP; i++) {
            issuer.sign(Map.of("scope", "warm"));
        }
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 1000);
        server.setExecutor(Executors.newFixedThreadPool(128));
        server.createContext("/.well-known/oauth-authorization-server", issuer::metadata);
        server.createContext("/keys", issuer::keys);
        server.createContext("/token", issuer::token);
        server.createContext("/count", exchange -> answer(exchange, String.valueOf(issuer.tokens.get())));
        server.start();
        System.out.println("ready");
        System.in.read();
        System.exit(0);
    }

    private void metadata(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                JSONObjectUtils.toJSONString(
                        Map.of("issuer", issuer, "token_endpoint", issuer + "/token", "jwks_uri", issuer + "/keys")));
    }

    private void keys(HttpExchange exchange) throws IOException {
        answer(exchange, new JWKSet(key).toString(true));
    }

    private void token(HttpExchange exchange) throws IOException {
        tokens.incrementAndGet();
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        serving.acquireUninterruptibly();
        try {
            long end = System.nanoTime() + LATENCY_MILLIS * 1_000_000L;
            String answer = JSONObjectUtils.toJSONString(Map.of(
                    "access_token",
                    sign(form),
                    "token_type",
                    "Bearer",
                    "issued_token_type",
                    "urn:ietf:params:oauth:token-type:access_token"));
            long left = end - System.nanoTime();
            // Not sleep: that is rounded to whole milliseconds.
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = end - System.nanoTime();
            }
            answer(exchange, answer);
        } catch (Exception e) {
            exchange.close();
        } finally {
            serving.release();
        }
    }

    private String sign(Map<String, String> form) throws Exception {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("alice")
                .audience(form.get("audience"))
                .claim("scope", form.get("scope"))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(30)));
        if (form.containsKey("actor_token")) {
            String actor =
                    SignedJWT.parse(form.get("actor_token")).getJWTClaimsSet().getSubject();
            claims.claim("act", Map.of("sub", actor));
        }
        if (form.containsKey("authorization_details")) {
            claims.claim("authorization_details", JSONArrayUtils.parse(form.get("authorization_details")));
        }
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims.build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
