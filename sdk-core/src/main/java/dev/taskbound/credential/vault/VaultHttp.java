/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import dev.taskbound.Secret;
import dev.taskbound.credential.IssuerAnswer;
import dev.taskbound.credential.IssuerClient;
import dev.taskbound.credential.IssuerRequest;
import dev.taskbound.identity.WorkloadIdentity;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The requests to one Vault: login, reads and writes under a token, and the token's end. Thread-safe. */
final class VaultHttp {
    /** A login that outlives its process by more than this is none for one call. */
    private static final Duration LONGEST_TOKEN = Duration.ofHours(1);

    private static final Duration FAREWELL = Duration.ofSeconds(10);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern PATH = Pattern.compile(NAME.pattern() + "(/" + NAME.pattern() + "){0,15}");

    private final IssuerClient client;
    private final WorkloadIdentity identity;
    private final String base;
    private final String authMount;
    private final String role;
    private final String audience;
    private final @Nullable String namespace;
    private final Clock clock;

    VaultHttp(VaultBuilder builder, WorkloadIdentity identity, IssuerClient client) {
        this.client = client;
        this.identity = identity;
        String address = builder.address.toString();
        this.base = (address.endsWith("/") ? address : address + "/") + "v1/";
        this.authMount = builder.authMount;
        this.role = builder.role;
        this.audience = builder.audience;
        this.namespace = builder.namespace;
        this.clock = builder.clock;
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static String requireName(String text) {
        return require(NAME, text, "a name of letters, digits, '_', '.' and '-'");
    }

    /** Names that are joined by slashes; none begins with a dot, so no path leads upwards. */
    static String requirePath(String text) {
        return require(PATH, text, "names of letters, digits, '_', '.' and '-', joined by '/'");
    }

    private static String require(Pattern form, String text, String expected) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("found \"" + text + "\", expected " + expected);
        }
        return text;
    }

    Instant now() {
        return clock.instant();
    }

    IssuerClient client() {
        return client;
    }

    /**
     * Work under a login of its own, which is revoked if the work fails.
     *
     * @param keep whether the login lives on where the work succeeds, because a lease hangs on it
     */
    <T> CompletableFuture<T> loggedIn(
            Supplier<Duration> left, boolean keep, Function<VaultToken, CompletableFuture<T>> work) {
        return login(left)
                .thenCompose(token -> begun(work, token).whenComplete((value, failure) -> {
                    if (failure != null || !keep) {
                        revoke(token);
                    }
                }));
    }

    private static <T> CompletableFuture<T> begun(Function<VaultToken, CompletableFuture<T>> work, VaultToken token) {
        try {
            return work.apply(token);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<VaultToken> login(Supplier<Duration> left) {
        Instant asked = now();
        return client.ask(this::loginRequest, left).thenCompose(answer -> {
            VaultToken token = token(answer, asked);
            try {
                requireModest(answer, token, asked);
                return CompletableFuture.completedFuture(token);
            } catch (RuntimeException e) {
                revoke(token);
                throw e;
            }
        });
    }

    private IssuerRequest loginRequest() {
        Secret jwt = identity.assertion(role, audience).value();
        return inNamespace(IssuerRequest.postJson(
                address("auth/" + authMount + "/login"), Map.of("role", role, "jwt", jwt.reveal())));
    }

    private static VaultToken token(IssuerAnswer answer, Instant asked) {
        Map<?, ?> auth = VaultJson.object(answer, VaultJson.answer(answer), "auth");
        Duration life = VaultJson.seconds(answer, auth, "lease_duration");
        String text = VaultJson.text(answer, auth, "client_token");
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw answer.unusable("expected a client_token that a header can hold");
        }
        return new VaultToken(Secret.of(text), asked.plus(life));
    }

    private static void requireModest(IssuerAnswer answer, VaultToken token, Instant asked) {
        Map<?, ?> auth = VaultJson.object(answer, VaultJson.answer(answer), "auth");
        if (!token.expiresAt().isAfter(asked) || token.expiresAt().isAfter(asked.plus(LONGEST_TOKEN))) {
            throw answer.tooBroad("the token lives longer than " + LONGEST_TOKEN.toMinutes()
                    + " minutes, or without end: set token_ttl and token_max_ttl of the auth role");
        }
        if (auth.get("policies") instanceof List<?> policies && policies.contains("root")) {
            throw answer.tooBroad("the token has the policy root");
        }
        if (!"service".equals(auth.get("token_type"))) {
            throw answer.tooBroad("the token cannot be revoked: set token_type of the auth role to service");
        }
    }

    CompletableFuture<IssuerAnswer> get(String path, VaultToken token, Supplier<Duration> left) {
        return client.ask(() -> under(token, IssuerRequest.get(address(path))), left);
    }

    CompletableFuture<IssuerAnswer> post(
            String path, Map<String, ? extends Object> body, VaultToken token, Supplier<Duration> left) {
        return client.ask(() -> under(token, IssuerRequest.postJson(address(path), body)), left);
    }

    /** The token, and in the background whatever was leased under it; completes with whether Vault has taken that on. */
    CompletableFuture<Boolean> revoke(VaultToken token) {
        return post("auth/token/revoke-self", Map.of(), token, IssuerClient.left(FAREWELL))
                .handle((answer, failure) -> failure == null && VaultJson.isDone(answer));
    }

    private IssuerRequest under(VaultToken token, IssuerRequest request) {
        return inNamespace(request.with("X-Vault-Token", token.value()));
    }

    /** The header that keeps requests forged through a server of somebody else's away from a Vault that asks for it. */
    private IssuerRequest inNamespace(IssuerRequest request) {
        IssuerRequest marked = request.with("X-Vault-Request", Secret.of("true"));
        return namespace == null ? marked : marked.with("X-Vault-Namespace", Secret.of(namespace));
    }

    private URI address(String path) {
        return URI.create(base + path);
    }

    /** Names the address and the login's role. */
    @Override
    public String toString() {
        return base + " as " + role;
    }
}
