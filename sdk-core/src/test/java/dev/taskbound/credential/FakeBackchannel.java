/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.taskbound.Secret;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.internal.json.CanonicalJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;

/** An authorization server that asks people: whoever is asked agrees at the first poll, unless a test says otherwise. */
public final class FakeBackchannel extends Dispatcher implements AutoCloseable {
    public static final String CLIENT = "support-desk";
    private static final WorkloadIdentity WORKLOAD =
            WorkloadIdentity.privateKey(Secret.of(Tokens.ec("client-key").toJSONString()));

    public final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    public final List<Map<String, String>> polls = new CopyOnWriteArrayList<>();
    /** Error codes that polls are answered with before the tokens come, by login hint; the last one stays. */
    public final Map<String, Queue<String>> script = new ConcurrentHashMap<>();

    Consumer<Map<String, Object>> metadata = known -> {};
    Consumer<Map<String, Object>> acknowledgement = answer -> {};
    Consumer<Map<String, Object>> claims = claims -> {};
    Consumer<Map<String, Object>> tokens = answer -> {};
    Function<Map<String, Object>, String> signer = FakeBackchannel::idToken;
    MockResponse ackAnswer;
    final Queue<MockResponse> pollAnswers = new ArrayDeque<>();

    private final MockWebServer server = new MockWebServer();

    public FakeBackchannel() throws IOException {
        server.setDispatcher(this);
        server.start(0);
    }

    public URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/realms/people");
    }

    /** A client of this server for which a second passes quickly. */
    public BackchannelAuthentication client() {
        return client(Duration.ofMillis(20));
    }

    BackchannelAuthentication client(Duration second) {
        return BackchannelAuthentication.of(issuer(), CLIENT, WORKLOAD, new OkHttpClient(), Clock.systemUTC(), second);
    }

    public static WorkloadIdentity workload() {
        return WORKLOAD;
    }

    /** Waits until somebody was polled for. */
    public void awaitPoll() throws InterruptedException {
        while (polls.isEmpty()) {
            Thread.sleep(5);
        }
    }

    /** One poll may have been on its way when its caller left; then no more come, though every 20 ms one was due. */
    public void assertNoMorePolls() throws InterruptedException {
        int made = polls.size();
        Thread.sleep(300);
        assertThat(polls).hasSizeLessThanOrEqualTo(made + 1);
    }

    /** What polls about this person are answered with, in order; after the last one, tokens. */
    public void script(String hint, String... errors) {
        script.put(hint, new ArrayDeque<>(List.of(errors)));
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getTarget();
        return switch (path) {
            case "/.well-known/oauth-authorization-server/realms/people" -> json(metadata());
            case "/keys" -> FakeAuthorizationServer.json(Tokens.keySet(Tokens.EC));
            case "/bc-authorize" -> acknowledge(form(request));
            case "/token" -> poll(form(request));
            default -> new MockResponse.Builder().code(404).build();
        };
    }

    private Map<String, Object> metadata() {
        String base = issuer().resolve("/").toString();
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("issuer", issuer().toString());
        known.put("token_endpoint", base + "token");
        known.put("jwks_uri", base + "keys");
        known.put("backchannel_authentication_endpoint", base + "bc-authorize");
        metadata.accept(known);
        return known;
    }

    private MockResponse acknowledge(Map<String, String> form) {
        asked.add(form);
        if (ackAnswer != null) {
            return ackAnswer;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("auth_req_id", id(form.getOrDefault("login_hint", "token")));
        answer.put("expires_in", 1_000);
        answer.put("interval", 1);
        acknowledgement.accept(answer);
        return json(answer);
    }

    static String id(String hint) {
        return "request-of-" + hint;
    }

    private MockResponse poll(Map<String, String> form) {
        polls.add(form);
        MockResponse scripted = pollAnswers.poll();
        if (scripted != null) {
            return scripted;
        }
        String hint = form.getOrDefault("auth_req_id", "").replace("request-of-", "");
        Queue<String> errors = script.getOrDefault(hint, new ArrayDeque<>());
        String error = errors.size() == 1 && errors.peek().endsWith("*") ? errors.peek() : errors.poll();
        if (error != null) {
            return json(Map.of("error", error.replace("*", "")))
                    .newBuilder()
                    .code(400)
                    .build();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", "access-token-that-nobody-needs");
        answer.put("token_type", "Bearer");
        answer.put("expires_in", 60);
        answer.put("id_token", signer.apply(claims(hint)));
        tokens.accept(answer);
        return json(answer);
    }

    private Map<String, Object> claims(String hint) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> right = new LinkedHashMap<>();
        right.put("iss", issuer().toString());
        right.put("sub", "sub-of-" + hint);
        right.put("aud", CLIENT);
        right.put("iat", now);
        right.put("exp", now + 60);
        claims.accept(right);
        return right;
    }

    static String idToken(Map<String, Object> claims) {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(Tokens.EC.getKeyID());
        return Tokens.sign(header, CanonicalJson.write(claims), Tokens.EC);
    }

    private static MockResponse json(Map<String, Object> body) {
        return FakeAuthorizationServer.json(CanonicalJson.write(body));
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
