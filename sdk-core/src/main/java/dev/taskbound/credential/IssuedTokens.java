/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sees to it that what an issuer gave for one wish can be revoked, whatever happens to it. Thread-safe. */
final class IssuedTokens {
    private static final long SHORTEST_SECONDS = 1;
    private static final long USUAL_SECONDS = 60;
    private static final long LONGEST_SECONDS = 3600;

    private final TokenWish wish;
    private final AuthorizationServer server;
    private final TokenRevoker revoker;

    IssuedTokens(TokenWish wish, AuthorizationServer server, TokenRevoker revoker) {
        this.wish = wish;
        this.server = server;
        this.revoker = revoker;
    }

    /** The credential once it is kept, where its issuer revokes at all. One that comes too late is revoked at once. */
    CompletableFuture<Credential> keep(Credential credential, Supplier<Duration> left) {
        return server.revokes().thenCompose(revokes -> {
            if (!revokes) {
                return CompletableFuture.completedFuture(credential);
            }
            CompletableFuture<Void> kept = put(issued(credential));
            return kept.isDone()
                    ? kept.thenApply(done -> inTime(credential, left))
                    : kept.thenApplyAsync(done -> inTime(credential, left), server.executor());
        });
    }

    private CompletableFuture<Void> put(IssuedToken token) {
        return revoker.put(token, wish.config().revoke(), AskedDetails.isShared(wish.request()));
    }

    private IssuedToken issued(Credential credential) {
        return IssuedToken.of(credential, wish.request(), wish.identity(), server.issuer());
    }

    private Credential inTime(Credential credential, Supplier<Duration> left) {
        if (left.get().isZero()) {
            revoker.end(credential.source(), credential.id());
            throw new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, "no answer before the call's deadline");
        }
        return credential;
    }

    /** It is not what was asked for: nobody gets it, but it is out. */
    void refused(JsonAnswer answer) {
        if (answer.status() != 200 || !(answer.json().get("access_token") instanceof String text) || text.isEmpty()) {
            return;
        }
        long seconds = answer.json().get("expires_in") instanceof Number number ? number.longValue() : USUAL_SECONDS;
        Credential refused = new Credential(
                "refused-" + RandomIds.next(),
                String.valueOf(answer.json().get("token_type")),
                Secret.of(text),
                wish.config().name(),
                revoker.now().plusSeconds(Math.max(SHORTEST_SECONDS, Math.min(seconds, LONGEST_SECONDS))),
                java.util.Set.of());
        server.revokes().thenAccept(revokes -> {
            if (revokes) {
                put(issued(refused)).thenRun(() -> revoker.end(refused.source(), refused.id()));
            }
        });
    }
}
