/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.credential.CredentialRefusedException.Reason;
import dev.taskbound.internal.net.ExpiringIds;
import dev.taskbound.internal.net.Loopback;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The other side: what a resource server checks before it does anything for an agent.
 *
 * <pre>{@code
 * CredentialVerifier verifier = CredentialVerifier.builder("https://pay.example.com")
 *         .issuer("https://idp.example.com", URI.create("https://idp.example.com/jwks"))
 *         .singleUse()
 *         .build();
 *
 * VerifiedCall call = verifier.verify(PresentedRequest.of(request.method(), request.uri(), request::headers))
 *         .requireTool("refund_payment")
 *         .requireAction(Action.WRITE)
 *         .requireControl(Map.of("iban", refund.iban(), "amount", refund.amount()));
 * }</pre>
 *
 * <p>Guaranteed of a {@link VerifiedCall}: signed by the issuer's key with an asymmetric algorithm, {@code iss} as
 * configured, {@code aud} containing this server, not expired (clocks may be 5 s apart), of an access token's type,
 * presented by whoever holds the key it is bound to, if it is bound to one, and bound to exactly one tool call. Not guaranteed: that the issuer has not revoked it, except where the issuer is an
 * {@link EmbeddedIssuer}. Thread-safe. Blocks only when keys are fetched, 10 s at the longest per request.
 */
public final class CredentialVerifier {
    private static final int MOST_SEEN = 100_000;

    private final String audience;
    private final String issuer;
    private final JwtSignatures signatures;
    private final Predicate<String> isRevoked;
    private final @Nullable ExpiringIds seen;
    private final Possession possession;
    private final boolean proofRequired;
    private final String rolesClaim;
    private final Clock clock;

    private CredentialVerifier(Builder builder, String issuer, IssuerKeys keys) {
        this.audience = builder.audience;
        this.issuer = issuer;
        this.signatures = new JwtSignatures(keys, JwtSignatures.ACCESS_TOKEN);
        this.isRevoked = builder.isRevoked;
        this.seen = builder.singleUse ? new ExpiringIds(MOST_SEEN, builder.clock) : null;
        this.possession = new Possession(builder.clock);
        this.proofRequired = builder.proofRequired;
        this.rolesClaim = builder.rolesClaim;
        this.clock = builder.clock;
    }

    /** @param audience what this server is called in {@code aud}: the {@code audience} of its destination in the policy */
    public static Builder builder(String audience) {
        return new Builder(requireNonNull(audience, "audience"));
    }

    /**
     * Verifies the credential of one request, where nothing but its {@code Authorization} header is at hand. A credential
     * that is bound to a key or a certificate is refused then: use {@link #verify(PresentedRequest)}.
     *
     * @param authorization the value of the {@code Authorization} header (RFC 6750, 2.1), null if there is none
     * @throws CredentialRefusedException if it must not be served
     */
    public VerifiedCall verify(@Nullable String authorization) {
        return verify(Presented.of(authorization, null));
    }

    /**
     * Verifies the credential of one request, and that whoever sends it holds the key (RFC 9449, 7) or certificate (RFC
     * 8705, 3) that the credential is bound to, if it is bound to one.
     *
     * @throws CredentialRefusedException if it must not be served
     */
    public VerifiedCall verify(PresentedRequest request) {
        return verify(Presented.of(requireNonNull(request, "request")));
    }

    private VerifiedCall verify(Presented presented) {
        VerifiedJwt jwt = verifiedJwt(presented.token());
        Instant expiry = jwt.requireLive(clock.instant());
        ToolCallDetail detail = ToolCallDetail.parse(jwt.claim(ToolCallDetail.CLAIM));
        require(detail.audience().equals(audience), Reason.WRONG_AUDIENCE, "a tool_call at " + audience);
        String id = jwt.id();
        require(!isRevoked.test(id), Reason.REVOKED, "a credential that was not revoked");
        possession.require(jwt, presented, proofRequired);
        VerifiedCall call =
                new VerifiedCall(jwt, detail, issuer, subject(jwt), id, expiry, Secret.of(presented.token()));
        use(id, expiry);
        return call;
    }

    /**
     * Verifies a person's or service's own token, and makes it the principal of tasks. The token has been issued for
     * this application ({@code aud}); it is kept, so that a token exchange can present it.
     *
     * @param authorization the value of the {@code Authorization} header, null if there is none
     * @return a principal with the roles of {@link Builder#rolesClaim}
     * @throws CredentialRefusedException if it proves nothing
     */
    public Principal verifyPrincipal(@Nullable String authorization) {
        Presented presented = Presented.of(authorization, null);
        String token = presented.token();
        VerifiedJwt jwt = verifiedJwt(token);
        jwt.requireLive(clock.instant());
        possession.require(jwt, presented, false);
        require(!isRevoked.test(jwt.id()), Reason.REVOKED, "a token that was not revoked");
        return Principal.verified(issuer, subject(jwt))
                .withRoles(rolesClaim.isEmpty() ? Set.of() : jwt.textsAt(rolesClaim))
                .withToken(Secret.of(token));
    }

    private VerifiedJwt verifiedJwt(String token) {
        VerifiedJwt jwt = verifiedSignature(token);
        String iss = jwt.text("iss").orElse("");
        require(iss.equals(issuer), Reason.WRONG_ISSUER, "an iss of " + issuer);
        require(jwt.audience().contains(audience), Reason.WRONG_AUDIENCE, "an aud with " + audience);
        return jwt;
    }

    private VerifiedJwt verifiedSignature(String token) {
        try {
            return signatures.verify(token).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CredentialRefusedException refused) {
                throw refused;
            }
            throw new CredentialRefusedException(Reason.UNAVAILABLE, "expected the keys of " + issuer);
        }
    }

    private static String subject(VerifiedJwt jwt) {
        String subject = jwt.text("sub").orElse("");
        require(!subject.isBlank(), Reason.MALFORMED, "a sub");
        return subject;
    }

    private void use(String id, Instant expiry) {
        if (seen != null) {
            ExpiringIds.Added added = seen.add(id, expiry.plus(VerifiedJwt.SKEW));
            require(added != ExpiringIds.Added.KNOWN, Reason.ALREADY_USED, "a credential not used before");
            require(added != ExpiringIds.Added.FULL, Reason.UNAVAILABLE, "at most " + MOST_SEEN + " live credentials");
        }
    }

    private static void require(boolean holds, Reason reason, String expected) {
        if (!holds) {
            throw new CredentialRefusedException(reason, "expected " + expected);
        }
    }

    @Override
    public String toString() {
        return "CredentialVerifier[" + audience + " trusts " + issuer + "]";
    }

    /** Collects a {@link CredentialVerifier}. Exactly one {@code issuer} is needed. Not thread-safe. */
    public static final class Builder {
        private final String audience;
        private @Nullable String issuer;
        private @Nullable Supplier<IssuerKeys> keys;
        private Predicate<String> isRevoked = id -> false;
        private boolean singleUse;
        private boolean proofRequired;
        private String rolesClaim = "";
        private @Nullable OkHttpClient client;
        private Clock clock = Clock.systemUTC();

        private Builder(String audience) {
            this.audience = audience;
        }

        /**
         * Trusts an issuer whose keys are known.
         *
         * @param identifier the exact {@code iss}
         * @param keySet a JWK set (RFC 7517, 5) as JSON text
         */
        public Builder issuer(String identifier, String keySet) {
            IssuerKeys fixed = new FixedKeys(JwkSets.parse(requireNonNull(keySet, "keySet")));
            return trust(identifier, () -> fixed);
        }

        /**
         * Trusts an issuer that publishes its keys. They are fetched when first needed, kept for 10 minutes, and fetched
         * anew at once for a key id not seen before, but then not again for 30 seconds.
         *
         * @param identifier the exact {@code iss}
         * @param keySet the {@code jwks_uri}: HTTPS, or HTTP on loopback
         */
        public Builder issuer(String identifier, URI keySet) {
            if (!Loopback.isProtected(keySet)) {
                throw new IllegalArgumentException("keySet: expected HTTPS, or HTTP on loopback, found " + keySet);
            }
            return trust(
                    identifier,
                    () -> RemoteKeys.at(
                            keySet,
                            new JsonHttp(client(), OpenTelemetry.noop(), identifier, Metrics.of(OpenTelemetry.noop())),
                            clock));
        }

        /** Trusts an embedded issuer of this very process, and asks it what it has revoked. */
        public Builder issuer(EmbeddedIssuer embedded) {
            this.isRevoked = embedded::isRevoked;
            IssuerKeys fixed = new FixedKeys(embedded.keys());
            return trust(embedded.issuer(), () -> fixed);
        }

        private Builder trust(String identifier, Supplier<IssuerKeys> source) {
            if (issuer != null) {
                throw new IllegalStateException("one verifier trusts one issuer, and has " + issuer);
            }
            this.issuer = requireNonNull(identifier, "identifier");
            this.keys = source;
            return this;
        }

        private OkHttpClient client() {
            return client == null ? new OkHttpClient() : client;
        }

        /**
         * Accepts each credential once, in this process. Remembers up to 100,000 live ones, and refuses all more rather
         * than forget one.
         */
        public Builder singleUse() {
            this.singleUse = true;
            return this;
        }

        /** Refuses credentials that are bound to no key and no certificate: whoever steals one could use it. */
        public Builder requireProof() {
            this.proofRequired = true;
            return this;
        }

        /** Where {@link #verifyPrincipal} finds roles: a claim, or a path such as {@code realm_access.roles}. */
        public Builder rolesClaim(String path) {
            this.rolesClaim = requireNonNull(path, "path");
            return this;
        }

        /** The client whose TLS, proxy and connection settings are used to fetch keys. */
        public Builder client(OkHttpClient okHttp) {
            this.client = requireNonNull(okHttp, "okHttp");
            return this;
        }

        public Builder clock(Clock source) {
            this.clock = requireNonNull(source, "source");
            return this;
        }

        /** @throws IllegalStateException if there is no issuer to trust */
        public CredentialVerifier build() {
            if (issuer == null || keys == null) {
                throw new IllegalStateException("expected an issuer to trust: call one of the issuer methods");
            }
            return new CredentialVerifier(this, issuer, keys.get());
        }
    }
}
