/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A Vault as its HTTP API is documented (auth/jwt, database, KV version 2, sys/leases, auth/token): tokens own leases, a
 * revoked token takes its leases along, an increment counts from now. Does all that it is asked, except where a test says
 * otherwise.
 */
public final class FakeVault extends Dispatcher implements AutoCloseable {
    public static final String JWT = "eyJhbGciOiJFUzI1NiJ9.jwt-that-must-never-be-seen.c2lnbmF0dXJl";
    static final String PASSWORD = "password-of-the-fake-vault";

    /** Method and path of every request, in order. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    final Map<String, List<String>> leasesByToken = new ConcurrentHashMap<>();
    final Map<String, String> userByLease = new ConcurrentHashMap<>();
    final Map<String, Map<String, Object>> keyValues = new ConcurrentHashMap<>();

    /** Answers instead of what would have been, by the path's beginning. */
    final Map<String, MockResponse> faults = new ConcurrentHashMap<>();

    /** The same, for the first request only. */
    final Map<String, MockResponse> once = new ConcurrentHashMap<>();

    /** Changes what would have been answered, by the path's beginning. */
    final Map<String, Consumer<Map<String, Object>>> changes = new ConcurrentHashMap<>();

    /** Makes a user with this name, for a role, with a password, for so many seconds. */
    public interface Database {
        void make(String user, String role, String password, long seconds) throws Exception;
    }

    public Database made = (user, role, password, seconds) -> {};
    public Consumer<String> dropped = user -> {};
    public Function<String, String> password = role -> PASSWORD + "-" + UUID.randomUUID();
    public long leaseSeconds = 30;
    long tokenSeconds = 600;
    long longestIncrement = 3_600;
    private final MockWebServer server = new MockWebServer();

    public FakeVault() throws IOException {
        server.setDispatcher(this);
        server.start(0);
    }

    public URI address() {
        return server.url("/").uri();
    }

    /** Requests whose path begins like this. */
    public long asked(String path) {
        return asked.stream().filter(each -> each.contains(" /v1/" + path)).count();
    }

    /** Leases that nobody has ended. */
    public int leases() {
        return userByLease.size();
    }

    public int tokens() {
        return leasesByToken.size();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getUrl().encodedPath().replaceFirst("^/v1/", "");
        asked.add(request.getMethod() + " /v1/" + path);
        requests.add(request);
        for (String beginning : once.keySet()) {
            MockResponse first = path.startsWith(beginning) ? once.remove(beginning) : null;
            if (first != null) {
                return first;
            }
        }
        for (Map.Entry<String, MockResponse> fault : faults.entrySet()) {
            if (path.startsWith(fault.getKey())) {
                return fault.getValue();
            }
        }
        try {
            return answer(request, path);
        } catch (Exception e) {
            return errors(500, "internal error");
        }
    }

    private MockResponse answer(RecordedRequest request, String path) throws Exception {
        if (path.equals("auth/jwt/login")) {
            return login(request);
        }
        String token = String.valueOf(request.getHeaders().get("X-Vault-Token"));
        if (!leasesByToken.containsKey(token)) {
            return errors(403, "permission denied");
        }
        if (path.startsWith("database/creds/")) {
            return lease(path, token);
        }
        if (path.startsWith("secret/data/")) {
            Map<String, Object> found = keyValues.get(path.substring("secret/data/".length()));
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("data", found);
            data.put("metadata", Map.of("version", 3));
            return found == null ? errors(404, "") : changed(path, new LinkedHashMap<>(Map.of("data", data)));
        }
        return switch (path) {
            case "sys/leases/renew" -> renew(request);
            case "sys/leases/revoke" -> {
                drop(String.valueOf(json(request).get("lease_id")));
                yield new MockResponse.Builder().code(204).build();
            }
            case "auth/token/revoke-self" -> {
                leasesByToken.remove(token).forEach(this::drop);
                yield new MockResponse.Builder().code(204).build();
            }
            default -> errors(404, "no handler for route");
        };
    }

    private MockResponse login(RecordedRequest request) throws JsonRefusedException {
        Map<String, Object> json = json(request);
        if (!"taskbound".equals(json.get("role")) || !JWT.equals(json.get("jwt"))) {
            return errors(400, "error validating token");
        }
        String token = "hvs." + UUID.randomUUID();
        leasesByToken.put(token, new CopyOnWriteArrayList<>());
        Map<String, Object> auth = new LinkedHashMap<>();
        auth.put("client_token", token);
        auth.put("policies", List.of("default", "taskbound"));
        auth.put("lease_duration", tokenSeconds);
        auth.put("renewable", true);
        auth.put("token_type", "service");
        return changed("auth/jwt/login", new LinkedHashMap<>(Map.of("auth", auth)));
    }

    private MockResponse lease(String path, String token) throws Exception {
        String role = path.substring("database/creds/".length());
        String id = path + "/" + UUID.randomUUID();
        String user = "v-jwt-" + role + "-" + UUID.randomUUID().toString().substring(0, 8);
        String secret = password.apply(role);
        made.make(user, role, secret, leaseSeconds);
        userByLease.put(id, user);
        leasesByToken.get(token).add(id);
        Map<String, Object> lease = new LinkedHashMap<>();
        lease.put("lease_id", id);
        lease.put("renewable", true);
        lease.put("lease_duration", leaseSeconds);
        lease.put("data", new LinkedHashMap<>(Map.of("username", user, "password", secret)));
        return changed(path, lease);
    }

    private MockResponse renew(RecordedRequest request) throws JsonRefusedException {
        Map<String, Object> json = json(request);
        long increment = Long.parseLong(String.valueOf(json.get("increment")));
        Map<String, Object> answer = new LinkedHashMap<>(json);
        answer.put("renewable", true);
        answer.put("lease_duration", Math.min(increment, longestIncrement));
        return changed("sys/leases/renew", answer);
    }

    private void drop(String lease) {
        // As the real one, it keeps a lease whose user it could not drop.
        userByLease.computeIfPresent(lease, (id, user) -> {
            dropped.accept(user);
            return null;
        });
    }

    private MockResponse changed(String path, Map<String, Object> answer) {
        changes.forEach((beginning, change) -> {
            if (path.startsWith(beginning)) {
                change.accept(answer);
            }
        });
        return json(200, CanonicalJson.write(answer));
    }

    private static Map<String, Object> json(RecordedRequest request) throws JsonRefusedException {
        return StrictJson.parseObject(request.getBody().utf8(), JsonLimits.ARGUMENTS);
    }

    static MockResponse errors(int code, String message) {
        return json(code, CanonicalJson.write(Map.of("errors", List.of(message))));
    }

    static MockResponse json(int code, String body) {
        return new MockResponse.Builder()
                .code(code)
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
