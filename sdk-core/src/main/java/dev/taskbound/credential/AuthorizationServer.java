/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import dev.taskbound.ReasonCode;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server as found under its issuer identifier. Metadata is kept for an hour, keys as {@link RemoteKeys}
 * says. Everything fails with {@link CredentialException}. Thread-safe.
 */
final class AuthorizationServer implements IssuerKeys {
    private static final Duration METADATA_KEPT = Duration.ofHours(1);
    private static final Duration LOOK_KEPT = Duration.ofSeconds(10);

    private final URI issuer;
    private final JsonHttp http;
    private final Refreshing<ServerMetadata> metadata;
    /** Apart from what calls use, so that a look at a server that is away takes nothing from them. */
    private final Refreshing<ServerMetadata> looks;

    private final RemoteKeys keys;
    /** The newest one this server gave, for whatever key proves next. */
    private volatile @Nullable String nonce;

    AuthorizationServer(URI issuer, JsonHttp http, Clock clock) {
        this.issuer = issuer;
        this.http = http;
        this.metadata = new Refreshing<>(this::discover, clock);
        this.looks = new Refreshing<>(this::discover, clock);
        this.keys = new RemoteKeys(this::loadKeys, clock);
    }

    URI issuer() {
        return issuer;
    }

    /** Where its answers are worked on. */
    Executor executor() {
        return http.executor();
    }

    /** Whether its metadata can be had; looked at no more than once in ten seconds as long as it can. */
    CompletableFuture<Void> check() {
        return looks.notOlderThan(LOOK_KEPT).thenApply(known -> null);
    }

    /**
     * One request to the token endpoint; a second one where the server wants a nonce in the proof (RFC 9449, 8). Either is
     * made once more where nothing came of it.
     *
     * @param form made anew whenever a request is about to go out
     * @param key what the token is to be bound to; null for none
     * @param remaining asked for at the same time
     */
    CompletableFuture<Asked> token(Supplier<TokenForm> form, @Nullable ProofKey key, Supplier<Duration> remaining) {
        return metadata()
                .thenCompose(Context.current()
                        .wrapFunction(known -> ask(known, form, key, remaining)
                                .thenCompose(
                                        asked -> key != null && asked.answer().wantsNonce()
                                                ? ask(known, form, key, remaining)
                                                : CompletableFuture.completedFuture(asked))));
    }

    private CompletableFuture<Asked> ask(
            ServerMetadata known, Supplier<TokenForm> wanted, @Nullable ProofKey key, Supplier<Duration> remaining) {
        return http.post(() -> request(known, wanted.get(), key), remaining).thenApply(asked -> {
            String given = asked.answer().nonce();
            if (given != null) {
                nonce = given;
            }
            return asked;
        });
    }

    private TokenRequest request(ServerMetadata known, TokenForm form, @Nullable ProofKey key) {
        URI address = form.certificate() == null ? known.tokenEndpoint() : known.mtlsTokenEndpoint();
        if (key != null) {
            String given = nonce;
            if (given != null) {
                key.learn(address, given);
            }
            form.prove(key.proof("POST", address));
        }
        return new TokenRequest(address, form);
    }

    /** One request to the introspection endpoint (RFC 7662, 2.1). */
    CompletableFuture<JsonAnswer> introspect(Supplier<TokenForm> form, Supplier<Duration> remaining) {
        return metadata().thenCompose(Context.current().wrapFunction(known -> {
            URI address = known.introspection();
            if (address == null) {
                throw new CredentialException(
                        ReasonCode.CREDENTIAL_UNAVAILABLE,
                        issuer + ": expected an introspection_endpoint in its metadata");
            }
            return http.post(() -> new TokenRequest(address, form.get()), remaining)
                    .thenApply(Asked::answer);
        }));
    }

    /** One request to the backchannel authentication endpoint (OpenID Connect CIBA Core 1.0, 7.1). */
    CompletableFuture<JsonAnswer> authenticate(Supplier<TokenForm> wanted, Supplier<Duration> remaining) {
        return metadata().thenCompose(Context.current().wrapFunction(known -> {
            Supplier<TokenRequest> made = () -> {
                TokenForm form = wanted.get();
                URI address = form.certificate() == null ? known.backchannel() : known.mtlsBackchannel();
                if (address == null) {
                    throw new CredentialException(
                            ReasonCode.CREDENTIAL_UNAVAILABLE,
                            issuer + ": expected a backchannel_authentication_endpoint in its metadata");
                }
                return new TokenRequest(address, form);
            };
            return http.postOnce(made, remaining).thenApply(Asked::answer);
        }));
    }

    /** Whether it offers to revoke its tokens at all. */
    CompletableFuture<Boolean> revokes() {
        return metadata().thenApply(known -> known.revocation() != null);
    }

    /**
     * One request to the revocation endpoint (RFC 7009, 2.1).
     *
     * @return what it answered; null if it offers none
     */
    CompletableFuture<@Nullable RevocationAnswer> revoke(Supplier<TokenForm> wanted, Supplier<Duration> remaining) {
        return metadata().thenCompose(known -> {
            if (known.revocation() == null) {
                return CompletableFuture.completedFuture(null);
            }
            Supplier<TokenRequest> made = () -> {
                TokenForm form = wanted.get();
                URI address = form.certificate() == null ? known.revocation() : known.mtlsRevocation();
                return new TokenRequest(requireNonNull(address), form);
            };
            return http.revoke(made, remaining).thenApply(answer -> answer);
        });
    }

    /** Fetches what is no secret before the first call needs it, and leaves a connection open. */
    CompletableFuture<Void> warm() {
        return find(new JWKMatcher.Builder().build()).thenApply(found -> null);
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
