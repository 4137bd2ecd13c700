/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Secret;
import dev.taskbound.policy.SourceConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The clients' own access tokens (RFC 6749, 4.4), for servers that take only tokens of their own as {@code actor_token}.
 * Kept for a moment, because many calls present the same: it opens nothing by itself. Thread-safe.
 */
final class ActorTokens {
    /** Shorter than any token's life: a token is presented once more within it, and then asked for anew. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    private static final int SHORTEST_USE_SECONDS = 10;

    private final AuthorizationServer server;
    private final Clock clock;
    private final Map<SourceConfig.Identity, Refreshing<Kept>> kept = new ConcurrentHashMap<>();

    ActorTokens(AuthorizationServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** @param form the request for it, without the grant */
    CompletableFuture<Secret> of(
            SourceConfig.Identity identity, Supplier<TokenForm> form, Supplier<Duration> remaining) {
        Refreshing<Kept> known =
                kept.computeIfAbsent(identity, client -> new Refreshing<>(() -> ask(form, remaining), clock));
        return known.notOlderThan(KEPT)
                .thenCompose(token -> token.until.isAfter(clock.instant())
                        ? CompletableFuture.completedFuture(token)
                        : known.insteadOf(token, Duration.ZERO))
                .thenApply(Kept::token);
    }

    private CompletableFuture<Kept> ask(Supplier<TokenForm> form, Supplier<Duration> remaining) {
        return server.token(form, null, remaining).thenApply(asked -> {
            TokenResponse response = TokenResponse.parse(asked.answer(), "Bearer");
            Object seconds = asked.answer().json().get("expires_in");
            long life = seconds instanceof Number number ? number.longValue() : KEPT.toSeconds();
            return new Kept(response.token(), clock.instant().plusSeconds(Math.max(0, life - SHORTEST_USE_SECONDS)));
        });
    }

    /** Tokens of a client that nobody uses any more are not kept. */
    void forget() {
        kept.clear();
    }

    private record Kept(Secret token, Instant until) {}
}
