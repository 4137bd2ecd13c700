/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.internal.json.CanonicalJson;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
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

    /**
     * Exactly the destination (RFC 8707, 2): one more audience could use the token at the others.
     *
     * @param asker who may be named too: some issuers tell only an audience what a token is good for; null for nobody
     */
    void audience(@Nullable String asker) {
        String wanted = request.destination().audience();
        Set<String> found = new HashSet<>(token.audience());
        agree("aud", found.contains(wanted), "an aud of " + wanted);
        if (asker != null && !asker.equals(wanted)) {
            found.remove(asker);
        }
        narrow(found.size() == 1, "an aud of " + wanted + " alone, found " + found.size());
    }

    Instant life(Clock clock) {
        Instant now = clock.instant();
        Instant expiry = token.requireLive(now);
        agree("exp", now.isBefore(expiry), "an exp in the future");
        Duration ttl = request.destination().ttl();
        narrow(!expiry.isAfter(now.plus(ttl).plus(VerifiedJwt.SKEW)), "a life of at most " + ttl);
        lifeAsSaid(ttl);
        return expiry;
    }

    /** A server that contradicts its own token is not believed. */
    private void lifeAsSaid(Duration ttl) {
        BigDecimal said = response.expiresIn();
        if (said == null) {
            return;
        }
        require(said.signum() > 0, ReasonCode.CREDENTIAL_UNAVAILABLE, "an expires_in above 0");
        Duration longest = ttl.plus(VerifiedJwt.SKEW);
        narrow(said.compareTo(BigDecimal.valueOf(longest.toSeconds())) <= 0, "an expires_in of at most " + ttl);
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

    /**
     * The transaction is the one that was described (draft-ietf-oauth-transaction-tokens-10, 5.2): {@code tctx} says all
     * that was asked. What the server adds is its own affair.
     *
     * @param ignored whether the server is known to say nothing
     */
    void transaction(boolean ignored) {
        agree("txn", token.text("txn").isPresent(), "a txn");
        Object context = token.claim("tctx");
        if (context == null && ignored) {
            return;
        }
        Map<String, @Nullable Object> asked =
                ToolCallDetail.of(request).toJson().get(0);
        boolean isAll = context instanceof Map<?, ?> found
                && asked.entrySet().stream().allMatch(each -> isSame(found.get(each.getKey()), each.getValue()));
        narrow(isAll, "the tctx of the tool call");
        confirmed.add("tctx");
    }

    private static boolean isSame(@Nullable Object found, @Nullable Object asked) {
        return found != null && CanonicalJson.write(found).equals(CanonicalJson.write(requireNonNull(asked)));
    }

    private boolean isAbsentOrAsked(@Nullable Object details) {
        return details == null || CanonicalJson.write(details).equals(CanonicalJson.write(AskedDetails.of(request)));
    }

    void subject() {
        String wanted = request.task().subject().orElse("");
        agree("sub", token.text("sub").orElse("").equals(wanted), "the sub of the principal");
    }

    /**
     * @param expected how the server may name the agent
     * @param required whether a token without the agent is refused: it would let the agent pass for the principal
     */
    void actor(Set<String> expected, boolean required) {
        String names = String.join(" or ", expected);
        boolean isAgent = token.actor().stream().anyMatch(expected::contains);
        if (isAgent) {
            confirmed.add("act");
        } else if (required || token.actor().isPresent()) {
            narrow(token.actor().isPresent(), "an act with the agent " + names);
            agree("act", false, "an act with the agent " + names + ", found another");
        }
    }

    /**
     * Bound to what it is to be bound to (RFC 7800, 3.1; RFC 9449, 6.1; RFC 8705, 3.1), and to nothing else: a token that
     * is bound to a key of somebody else is of no use here.
     *
     * @param jkt of the key that proved possession; null for none
     * @param x5t of the certificate that was presented in TLS; null for none
     * @param certificateRequired whether a token that is not bound to the certificate is refused
     */
    void bound(@Nullable String jkt, @Nullable String x5t, boolean certificateRequired) {
        Object cnf = token.claim("cnf");
        if (cnf == null) {
            narrow(jkt == null, "a cnf with the key that was proved");
            narrow(!certificateRequired, "a cnf with the certificate that was presented");
            return;
        }
        boolean isOurs = cnf instanceof Map<?, ?> map
                && Possession.isUnderstood(map)
                && isAbsentOr(map, "jkt", jkt)
                && isAbsentOr(map, "x5t#S256", x5t);
        agree("cnf", isOurs, "a cnf with a key of this client only");
        Map<?, ?> bindings = (Map<?, ?>) cnf;
        narrow(jkt == null || bindings.containsKey("jkt"), "a cnf with the key that was proved");
        narrow(
                !certificateRequired || bindings.containsKey("x5t#S256"),
                "a cnf with the certificate that was presented");
    }

    private static boolean isAbsentOr(Map<?, ?> bindings, String name, @Nullable String own) {
        return !bindings.containsKey(name) || own != null && own.equals(bindings.get(name));
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
