/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.internal.net.Loopback;
import dev.taskbound.policy.SourceConfig;
import dev.taskbound.policy.SourceConfig.Type;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** What the application registered, and how sources are made of it. Thread-safe. */
final class SourceFactory {
    private final Map<String, WorkloadIdentity> workloads;
    private final Map<String, CredentialSource> registered;
    private final OkHttpClient client;
    private final OpenTelemetry openTelemetry;
    private final Metrics metrics;
    /** By issuer: sources that ask the same one share its metadata, its keys and its bounds. */
    private final Map<URI, AuthorizationServer> servers = new ConcurrentHashMap<>();

    private final Clock clock;
    private final TokenRevoker revoker;

    SourceFactory(
            Map<String, WorkloadIdentity> workloads,
            Map<String, CredentialSource> registered,
            OkHttpClient client,
            Clock clock,
            OpenTelemetry openTelemetry,
            Metrics metrics,
            RevocationOutbox outbox) {
        this.workloads = workloads;
        this.registered = registered;
        this.client = client;
        this.openTelemetry = openTelemetry;
        this.metrics = metrics;
        this.clock = clock;
        this.revoker = new TokenRevoker(outbox, this::revoke, clock, metrics);
    }

    TokenRevoker revoker() {
        return revoker;
    }

    Clock clock() {
        return clock;
    }

    /** Finds all that is missing before the first call needs it. */
    void requireComplete(Collection<SourceConfig> configs) {
        List<String> problems = configs.stream()
                .flatMap(config -> problems(config).map(problem -> "source " + config.name() + ": " + problem))
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    private Stream<String> problems(SourceConfig config) {
        CredentialSource own = registered.get(config.name());
        return switch (config.type()) {
            case CUSTOM ->
                own instanceof StaticSecretSource
                        ? Stream.of("a StaticSecretSource is registered under this name, which type: static takes")
                        : unless(own != null, "expected a CredentialSource registered under this name");
            case STATIC ->
                unless(own instanceof StaticSecretSource, "expected a StaticSecretSource registered under this name");
            case EMBEDDED ->
                unless(
                        own == null || own instanceof EmbeddedIssuer,
                        "expected an EmbeddedIssuer registered under this name, or none");
            case TOKEN_EXCHANGE, CLIENT_CREDENTIALS ->
                Stream.of(
                                unless(own == null, "a source is registered under this name, which type: custom takes"),
                                unless(
                                        !config.name().equals(EmbeddedIssuer.SOURCE),
                                        "the name is for embedded issuers"),
                                unless(isIssuer(config.issuer()), "expected an issuer: HTTPS, or HTTP on loopback"),
                                unknownWorkloads(config))
                        .flatMap(problem -> problem);
        };
    }

    private Stream<String> unknownWorkloads(SourceConfig config) {
        return config.identities().stream()
                .map(SourceConfig.Identity::workload)
                .filter(name -> !workloads.containsKey(name))
                .distinct()
                .map(name -> "expected a WorkloadIdentity registered as " + name + ", there are "
                        + new TreeSet<>(workloads.keySet()));
    }

    private static Stream<String> unless(boolean holds, String problem) {
        return holds ? Stream.empty() : Stream.of(problem);
    }

    /** RFC 8414, 2: no query and no fragment. */
    private static boolean isIssuer(@Nullable URI issuer) {
        return issuer != null
                && Loopback.isProtected(issuer)
                && issuer.getRawQuery() == null
                && issuer.getRawFragment() == null;
    }

    CredentialSource make(SourceConfig config) {
        CredentialSource own = registered.get(config.name());
        if (own != null) {
            return own;
        }
        return config.type() == Type.EMBEDDED
                ? EmbeddedIssuer.builder().clock(clock).build()
                : overTheNetwork(config);
    }

    private CredentialSource overTheNetwork(SourceConfig config) {
        AuthorizationServer server = server(requireNonNull(config.issuer()));
        Grant grant =
                config.type() == Type.TOKEN_EXCHANGE ? new TokenExchangeGrant(config) : new ClientCredentialsGrant();
        return new OAuthSource(config, grant, server, workloads, revoker, clock, metrics);
    }

    private AuthorizationServer server(URI address) {
        return servers.computeIfAbsent(
                address,
                issuer -> new AuthorizationServer(
                        issuer, new JsonHttp(client, openTelemetry, issuer.toString(), metrics), clock));
    }

    /** RFC 7009, 2.1: by the client that it was issued to. On a thread of the issuer's, because that may have to sign. */
    private CompletableFuture<@Nullable RevocationAnswer> revoke(IssuedToken token, Supplier<Duration> remaining) {
        AuthorizationServer server = server(token.issuer());
        return CompletableFuture.supplyAsync(() -> server.revoke(() -> form(token), remaining), server.executor())
                .thenCompose(Function.identity());
    }

    private TokenForm form(IssuedToken token) {
        WorkloadIdentity workload = workloads.get(token.workload());
        if (workload == null) {
            throw new CredentialException(
                    ReasonCode.CREDENTIAL_UNAVAILABLE, "no WorkloadIdentity is registered as " + token.workload());
        }
        TokenForm form = new TokenForm().add("token", token.token().reveal());
        if (token.hint() != null) {
            form.add("token_type_hint", token.hint());
        }
        return form.addClient(
                token.client(),
                workload.authentication(token.client(), token.issuer().toString()));
    }
}
