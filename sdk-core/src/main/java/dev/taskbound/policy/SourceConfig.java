/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A credential source as the policy describes it.
 *
 * @param name its name in the policy
 * @param type what kind it is
 * @param issuer the authorization server's issuer identifier (RFC 8414); null for kinds without one
 * @param identities who asks, in order; the first whose conditions all hold is used
 * @param ignores request parameters that this server is known to ignore
 * @param token what kind of token it issues
 * @param actor what is presented as {@code actor_token} in a token exchange
 * @param revoke when a token is revoked whose call ended well
 */
public record SourceConfig(
        String name,
        Type type,
        @Nullable URI issuer,
        List<Identity> identities,
        Set<String> ignores,
        Token token,
        Actor actor,
        Revoke revoke) {

    public SourceConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        identities = List.copyOf(identities);
        ignores = Set.copyOf(ignores);
    }

    /** One whose tokens are revoked when their task is over. */
    public SourceConfig(
            String name,
            Type type,
            @Nullable URI issuer,
            List<Identity> identities,
            Set<String> ignores,
            Token token,
            Actor actor) {
        this(name, type, issuer, identities, ignores, token, actor, Revoke.TASK);
    }

    /** The first identity whose conditions all hold, if any: no identity means no credential. */
    public Optional<Identity> identity(Action action, String tenant, String agent, Destination destination) {
        return identities.stream()
                .filter(identity -> identity.when().matches(action, tenant, agent, destination))
                .findFirst();
    }

    /** The kinds of source that the policy file knows. */
    public enum Type {
        EMBEDDED,
        TOKEN_EXCHANGE,
        CLIENT_CREDENTIALS,
        /** A secret that lives on after the call: the last resort. */
        STATIC,
        CUSTOM
    }

    /** The kinds of token that are understood. */
    public enum Token {
        /** A signed JWT (RFC 9068), verified here. */
        JWT,
        /** One that only its issuer can read: it is asked (RFC 7662). */
        OPAQUE,
        /** A transaction token (draft-ietf-oauth-transaction-tokens-10). */
        TRANSACTION
    }

    /** The kinds of {@code actor_token}. */
    public enum Actor {
        /** A JWT about the agent, signed by the workload. */
        ASSERTION,
        /** The client's own access token from the same issuer, for issuers that accept no other; it names the client. */
        TOKEN
    }

    /**
     * When a token is revoked at its issuer (RFC 7009) whose call ended well. Whatever is said here, one is revoked at once
     * if its call was stopped, failed or has no known outcome, if its destination refused it, or if it is not what was
     * asked for.
     */
    public enum Revoke {
        /** When its call is over: a request more for each call. */
        CALL,
        /** When its task is over, as far as it lives for so long; a few at a time. */
        TASK,
        /** Not at all: it is left to expire. */
        STOPPED
    }

    /**
     * Who asks the source.
     *
     * @param client the OAuth client id
     * @param workload the name under which the application registered its {@code WorkloadIdentity}
     */
    public record Identity(When when, String client, String workload) {}

    /** When an identity is used; null means whatever. */
    public record When(
            @Nullable Action action,
            @Nullable String tenant,
            @Nullable String agent,
            @Nullable String destination,
            @Nullable String domain) {

        boolean matches(Action anAction, String aTenant, String anAgent, Destination aDestination) {
            return (action == null || action == anAction)
                    && (tenant == null || tenant.equals(aTenant))
                    && (agent == null || agent.equals(anAgent))
                    && (destination == null || destination.equals(aDestination.name()))
                    && (domain == null || domain.equals(aDestination.domain()));
        }
    }
}
