/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.identity.ClientCertificate;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.SourceConfig;
import dev.taskbound.policy.SourceConfig.Token;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a credential of what a token endpoint gave, if it is what was asked for. Thread-safe. */
final class TokenVerification {
    private final SourceConfig config;
    private final String issuer;
    private final JwtSignatures signatures;
    private final Introspection introspection;
    private final Clock clock;

    TokenVerification(SourceConfig config, AuthorizationServer server, Clock clock) {
        this.config = config;
        this.issuer = server.issuer().toString();
        this.signatures = new JwtSignatures(
                server,
                config.token() == Token.TRANSACTION
                        ? Set.of(JwtSignatures.TRANSACTION_TOKEN)
                        : JwtSignatures.ACCESS_TOKEN);
        this.introspection = new Introspection(server);
        this.clock = clock;
    }

    CompletableFuture<Credential> credential(TokenWish wish, Asked asked, Supplier<Duration> remaining) {
        TokenResponse response = TokenResponse.parse(asked.answer(), tokenType(wish));
        String token = response.token().reveal();
        CompletableFuture<VerifiedJwt> verified = config.token() == Token.OPAQUE
                ? introspection.claims(wish, token, remaining)
                : signatures.verify(token);
        return verified.thenApply(claims -> credential(wish, asked, response, claims));
    }

    /** RFC 6749, 7.1; RFC 9449, 5; draft-ietf-oauth-transaction-tokens-10: such a token is no access token. */
    private String tokenType(TokenWish wish) {
        if (config.token() == Token.TRANSACTION) {
            return "N_A";
        }
        return wish.key() == null ? "Bearer" : "DPoP";
    }

    private Credential credential(TokenWish wish, Asked asked, TokenResponse response, VerifiedJwt token) {
        CredentialCheck check = new CredentialCheck(wish.request(), response, token);
        check.issuer(issuer);
        check.audience(config.token() == Token.OPAQUE ? wish.identity().client() : null);
        Instant expiry = check.life(clock);
        check.scope();
        check.bound(jkt(wish), x5t(asked), wish.request().destination().proof() == Destination.Proof.CERTIFICATE);
        boolean saysNothing = config.ignores().contains(ToolCallDetail.CLAIM);
        if (config.token() == Token.TRANSACTION) {
            check.transaction(saysNothing);
        } else {
            check.details(saysNothing);
        }
        wish.grant().check(check, wish);
        return new Credential(
                token.id(),
                config.token() == Token.TRANSACTION ? Credential.TRANSACTION : tokenType(wish),
                response.token(),
                config.name(),
                expiry,
                check.confirmed(),
                wish.key());
    }

    private static @Nullable String jkt(TokenWish wish) {
        ProofKey key = wish.key();
        return key == null ? null : key.thumbprint();
    }

    private static @Nullable String x5t(Asked asked) {
        ClientCertificate certificate = asked.form().certificate();
        return certificate == null ? null : TlsIdentity.thumbprint(certificate);
    }

    @Override
    public String toString() {
        return "TokenVerification[" + config.name() + "]";
    }
}
