/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.Task;
import dev.taskbound.internal.net.ExpiringIds;
import dev.taskbound.internal.net.Loopback;
import dev.taskbound.policy.Destination;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer inside the application's own process, for development and tests: credentials work offline, and look to a
 * resource server like those of a real authorization server.
 *
 * <p>Guaranteed: one JWT (RFC 9068) per call, signed with a key that is made with this object and never leaves it, for
 * one audience, of one action's scope, bound to task, intent, tool and control arguments by {@code
 * authorization_details}, living no longer than the destination's {@code ttl} and the task. It serves loopback
 * destinations only, unless {@link Builder#allowNonLoopbackDestinations()} was called. Not guaranteed: separation.
 * Whoever controls this process can issue anything; in production the issuer must be another system. Thread-safe.
 */
public final class EmbeddedIssuer implements CredentialSource {
    /** What {@link Credential#source()} says for every credential of an embedded issuer, so that traces show it. */
    public static final String SOURCE = "embedded";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedIssuer.class);
    private static final String DEFAULT_ISSUER = "urn:taskbound:embedded-issuer";
    private static final int MOST_REVOKED = 100_000;

    private final EmbeddedKey signingKey = EmbeddedKey.generate();
    private final String issuer;
    private final boolean loopbackOnly;
    private final Clock clock;
    private final ExpiringIds revoked;
    private final ProofKeys proofKeys;

    private EmbeddedIssuer(Builder builder) {
        this.issuer = builder.issuer;
        this.loopbackOnly = builder.loopbackOnly;
        this.clock = builder.clock;
        this.revoked = new ExpiringIds(MOST_REVOKED, clock);
        this.proofKeys = new ProofKeys(clock);
        log.warn(
                "Credentials are issued by this process itself ({}{}). This is for development and tests.",
                issuer,
                loopbackOnly ? ", for loopback destinations only" : ", for any destination");
    }

    /** An issuer for loopback destinations. */
    public static EmbeddedIssuer create() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The {@code iss} of its credentials. */
    public String issuer() {
        return issuer;
    }

    /** What a resource server verifies with: a JWK set (RFC 7517, 5) of public keys, as JSON text. */
    public String publicKeys() {
        return keys().toString(true);
    }

    JWKSet keys() {
        return new JWKSet(signingKey.publicKey());
    }

    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        requireNonNull(request, "request");
        try {
            return CompletableFuture.completedFuture(sign(request));
        } catch (CredentialException e) {
            return CompletableFuture.failedFuture(e);
        } catch (JOSEException | RuntimeException e) {
            return CompletableFuture.failedFuture(
                    unavailable("the embedded issuer failed: " + e.getClass().getName()));
        }
    }

    private Credential sign(CredentialRequest request) throws JOSEException {
        requireServed(request.destination());
        Instant now = clock.instant();
        if (request.destination().proof() == Destination.Proof.CERTIFICATE) {
            throw unavailable("the embedded issuer binds nothing to certificates");
        }
        ProofKey key = request.destination().proof() == Destination.Proof.DPOP ? proofKeys.of(request) : null;
        EmbeddedClaims claims = EmbeddedClaims.of(issuer, request, now, key);
        if (!now.isBefore(claims.expiry()) || !now.isBefore(request.deadline())) {
            throw unavailable("no time is left for this call");
        }
        return new Credential(
                claims.id(),
                key == null ? "Bearer" : "DPoP",
                Secret.of(signingKey.sign(claims.json())),
                SOURCE,
                claims.expiry(),
                claims.names(),
                key);
    }

    @Override
    public void release(Task task) {
        proofKeys.forget(task.id());
    }

    private void requireServed(Destination destination) {
        if (loopbackOnly
                && (destination.hosts().isEmpty()
                        || !destination.hosts().stream().allMatch(Loopback::isHost))) {
            throw unavailable("destination " + destination.name()
                    + ": the embedded issuer serves destinations on loopback hosts only, found " + destination.hosts());
        }
    }

    private static CredentialException unavailable(String message) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, message);
    }

    /**
     * From now on {@link #isRevoked} says so, until the credential expires. Fails if more are revoked at once than can
     * be remembered (100,000): nothing that is revoked is forgotten.
     */
    @Override
    public CompletionStage<CredentialEnd> revoke(Credential credential) {
        Instant expiry = credential.expiresAt().plus(VerifiedJwt.SKEW);
        return revoked.add(credential.id(), expiry) == ExpiringIds.Added.FULL
                ? CompletableFuture.failedFuture(unavailable("too many revoked credentials to remember one more"))
                : CompletableFuture.completedFuture(CredentialEnd.REVOKED);
    }

    /** Whether the credential of this id was revoked and could still be accepted otherwise. */
    public boolean isRevoked(String credentialId) {
        return revoked.contains(credentialId);
    }

    @Override
    public String toString() {
        return "EmbeddedIssuer[" + issuer + "]";
    }

    /** Collects the options of an {@link EmbeddedIssuer}. Not thread-safe. */
    public static final class Builder {
        private String issuer = DEFAULT_ISSUER;
        private boolean loopbackOnly = true;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** The {@code iss} of its credentials; by default {@code urn:taskbound:embedded-issuer}. */
        public Builder issuer(String identifier) {
            this.issuer = requireNonNull(identifier, "identifier");
            return this;
        }

        /** Serves destinations beyond this machine. Whoever holds this process then holds those systems. */
        public Builder allowNonLoopbackDestinations() {
            this.loopbackOnly = false;
            return this;
        }

        public Builder clock(Clock source) {
            this.clock = requireNonNull(source, "source");
            return this;
        }

        public EmbeddedIssuer build() {
            return new EmbeddedIssuer(this);
        }
    }
}
