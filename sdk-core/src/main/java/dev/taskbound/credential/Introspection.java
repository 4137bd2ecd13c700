/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.SourceConfig;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks an issuer what a token of its own is good for (RFC 7662), where the token itself does not say. The answer stands
 * for the claims and is checked like them.
 */
final class Introspection {
    private final AuthorizationServer server;

    Introspection(AuthorizationServer server) {
        this.server = server;
    }

    /** @param token as the token endpoint gave it */
    CompletableFuture<VerifiedJwt> claims(TokenWish wish, String token, Supplier<Duration> remaining) {
        Supplier<TokenForm> form = () -> form(wish.identity(), wish.workload(), wish.issuer(), token);
        return server.introspect(form, remaining).thenApply(answer -> verified(answer, token));
    }

    private static TokenForm form(SourceConfig.Identity identity, WorkloadIdentity workload, URI issuer, String token) {
        return new TokenForm()
                .add("token", token)
                .add("token_type_hint", "access_token")
                .addClient(identity.client(), workload.authentication(identity.client(), issuer.toString()));
    }

    private VerifiedJwt verified(JsonAnswer answer, String token) {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>(answer.requireOk());
        if (!Boolean.TRUE.equals(claims.get("active"))) {
            throw answer.unusable("expected a token that is active");
        }
        // RFC 7662, 2.2: optional; it is this issuer's own endpoint that answers.
        claims.putIfAbsent("iss", server.issuer().toString());
        return new VerifiedJwt(claims, token);
    }
}
