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
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import okhttp3.FormBody;

/**
 * An authorization server as found under its issuer identifier. Metadata is kept for an hour, keys as {@link RemoteKeys}
 * says. Everything fails with {@link CredentialException}. Thread-safe.
 */
final class AuthorizationServer implements IssuerKeys {
    private static final Duration METADATA_KEPT = Duration.ofHours(1);

    private final URI issuer;
    private final JsonHttp http;
    private final Refreshing<ServerMetadata> metadata;
    private final RemoteKeys keys;

    AuthorizationServer(URI issuer, JsonHttp http, Clock clock) {
        this.issuer = issuer;
        this.http = http;
        this.metadata = new Refreshing<>(this::discover, clock);
        this.keys = new RemoteKeys(this::loadKeys, clock);
    }

    URI issuer() {
        return issuer;
    }

    /** Where its answers are worked on. */
    Executor executor() {
        return http.executor();
    }

    /**
     * One request to the token endpoint.
     *
     * @param form made when the server is known and the request is about to go out
     * @param remaining asked for at the same time
     */
    CompletableFuture<TokenResponse> token(Supplier<FormBody> form, Supplier<Duration> remaining) {
        return metadata()
                .thenCompose(Context.current()
                        .wrapFunction(known -> http.post(known.tokenEndpoint(), form.get(), remaining.get())))
                .thenApply(TokenResponse::parse);
    }

    @Override
    public CompletableFuture<List<JWK>> find(JWKMatcher wanted) {
        return keys.find(wanted);
    }

    private CompletableFuture<JWKSet> loadKeys() {
        return metadata().thenCompose(Context.current().wrapFunction(known -> RemoteKeys.load(known.keys(), http)));
    }

    private CompletableFuture<ServerMetadata> metadata() {
        return metadata.notOlderThan(METADATA_KEPT);
    }

    private CompletableFuture<ServerMetadata> discover() {
        List<URI> addresses = ServerMetadata.addresses(issuer);
        return http.get(addresses.get(0))
                .thenCompose(Context.current()
                        .wrapFunction(answer -> ServerMetadata.isIn(answer)
                                ? CompletableFuture.completedFuture(answer)
                                : http.get(addresses.get(1))))
                .thenApply(answer -> ServerMetadata.parse(issuer, answer));
    }

    @Override
    public String toString() {
        return "AuthorizationServer[" + issuer + "]";
    }
}
