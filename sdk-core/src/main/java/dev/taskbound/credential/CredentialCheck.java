/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import dev.taskbound.internal.json.CanonicalJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an issuer gave with what was asked. More than was asked, or not bound as asked, is {@code
 * CREDENTIAL_TOO_BROAD}; something else than was asked is {@code CREDENTIAL_UNAVAILABLE}. Messages hold nothing of the
 * answer but counts. Not thread-safe.
 */
final class CredentialCheck {
    private final CredentialRequest request;
    private final TokenResponse response;
    private final VerifiedJwt token;
    private final Set<String> confirmed = new TreeSet<>();

    CredentialCheck(CredentialRequest request, TokenResponse response, VerifiedJwt token) {
        this.request = request;
        this.response = response;
        this.token = token;
    }

    /** Names of the claims that agreed. */
    Set<String> confirmed() {
        return confirmed;
    }

    void issuer(String issuer) {
        agree("iss", token.text("iss").orElse("").equals(issuer), "an iss of " + issuer);
    }

    /** Exactly the destination (RFC 8707, 2): one more audience could use the token at the others. */
    void audience() {
        String wanted = request.destination().audience();
        Set<String> found = token.audience();
        agree("aud", found.contains(wanted), "an aud of " + wanted);
        narrow(found.size() == 1, "an aud of " + wanted + " alone, found " + found.size());
    }

    Instant life(Clock clock) {
        Instant now = clock.instant();
        Instant expiry = token.requireLive(now);
        agree("exp", now.isBefore(expiry), "an exp in the future");
        Duration ttl = request.destination().ttl();
        narrow(!expiry.isAfter(now.plus(ttl).plus(VerifiedJwt.SKEW)), "a life of at most " + ttl);
        return expiry;
    }

    /** Never more than was asked; less is the server's right (RFC 6749, 3.3). */
    void scope() {
        Set<String> asked =
                request.destination().scope(request.action()).map(Scopes::parse).orElse(Set.of());
        Set<String> claimed = token.scope();
        narrow(asked.containsAll(response.scope()) && asked.containsAll(claimed), "no scope but " + asked);
        if (!claimed.isEmpty()) {
            confirmed.add("scope");
        }
    }

    /** @param ignored whether the server is known to say nothing; what it says must be right even so */
    void details(boolean ignored) {
        Object claimed = token.claim(ToolCallDetail.CLAIM);
        Object echoed = response.details();
        if (claimed == null && echoed == null) {
            narrow(ignored, "authorization_details in the token or the response");
            return;
        }
        narrow(isAbsentOrAsked(claimed) && isAbsentOrAsked(echoed), "the authorization_details that were asked for");
        confirmed.add(ToolCallDetail.CLAIM);
    }

    private boolean isAbsentOrAsked(@Nullable Object details) {
        return details == null
                || CanonicalJson.write(details)
                        .equals(CanonicalJson.write(ToolCallDetail.of(request).toJson()));
    }

    void subject() {
        String wanted = request.task().subject().orElse("");
        agree("sub", token.text("sub").orElse("").equals(wanted), "the sub of the principal");
    }

    /** @param required whether a token without the agent is refused: it would let the agent pass for the principal */
    void actor(boolean required) {
        String agent = request.task().agent();
        boolean isAgent = token.actor().stream().anyMatch(agent::equals);
        if (isAgent) {
            confirmed.add("act");
        } else if (required) {
            narrow(token.actor().isPresent(), "an act with the agent " + agent);
            agree("act", false, "an act with the agent " + agent + ", found another");
        }
    }

    /** A token that is bound to a key (RFC 7800, 3.1) is of no use to whoever does not hold that key. */
    void unbound() {
        require(
                token.claim("cnf") == null,
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "no cnf, found a token bound to some key");
    }

    void issuedTokenType(Set<String> accepted) {
        agree(
                "issued_token_type",
                response.issuedTokenType() instanceof String type && accepted.contains(type),
                "an issued_token_type of an access token");
    }

    private void agree(String name, boolean holds, String expected) {
        require(holds, ReasonCode.CREDENTIAL_UNAVAILABLE, expected);
        confirmed.add(name);
    }

    private void narrow(boolean holds, String expected) {
        require(holds, ReasonCode.CREDENTIAL_TOO_BROAD, expected);
    }

    private void require(boolean holds, ReasonCode reason, String expected) {
        if (!holds) {
            throw new CredentialException(reason, response.address() + ": expected " + expected);
        }
    }
}
