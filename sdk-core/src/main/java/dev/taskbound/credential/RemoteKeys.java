/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Keys that an issuer publishes, kept for a while; a key not seen before asks anew, at once but not for every token. */
final class RemoteKeys implements IssuerKeys {
    static final Duration KEPT = Duration.ofMinutes(10);
    static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(30);

    private final Refreshing<JWKSet> keys;

    RemoteKeys(Supplier<CompletableFuture<JWKSet>> loader, Clock clock) {
        this.keys = new Refreshing<>(loader, clock);
    }

    static RemoteKeys at(URI address, JsonHttp http, Clock clock) {
        return new RemoteKeys(() -> load(address, http), clock);
    }

    static CompletableFuture<JWKSet> load(URI address, JsonHttp http) {
        return http.get(address).thenApply(RemoteKeys::keySet);
    }

    private static JWKSet keySet(JsonAnswer answer) {
        try {
            return JwkSets.parse(answer.requireOk());
        } catch (IllegalArgumentException e) {
            throw answer.unusable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public CompletableFuture<List<JWK>> find(JWKMatcher wanted) {
        return keys.notOlderThan(KEPT)
                .thenCompose(Context.current()
                        .wrapFunction(known -> JwkSets.select(known, wanted).isEmpty()
                                ? keys.insteadOf(known, BETWEEN_REFRESHES)
                                : CompletableFuture.completedFuture(known)))
                .thenApply(known -> JwkSets.select(known, wanted));
    }
}
