/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A system that tools reach.
 *
 * @param name its name in the policy
 * @param hosts {@code name} or {@code name:port}, lower case; a name without port means the scheme's default port
 * @param source the credential source; null where the system wants no credential
 * @param audience the {@code aud} its credentials carry
 * @param owner who answers for the system
 * @param domain its data domain
 * @param scopes what is asked for each action; an action without scopes gets none
 * @param ttl the longest life of a credential that is accepted
 * @param trace what trace context it is sent
 * @param privateAddresses whether its hosts may resolve to private or loopback addresses
 * @param proof what its credentials are bound to
 * @param reuse whether calls of one task may share a credential, as far as they read
 */
public record Destination(
        String name,
        List<String> hosts,
        @Nullable String source,
        String audience,
        @Nullable String owner,
        @Nullable String domain,
        Map<Action, String> scopes,
        Duration ttl,
        Trace trace,
        boolean privateAddresses,
        Proof proof,
        Reuse reuse) {

    public Destination {
        Objects.requireNonNull(name, "name");
        hosts = List.copyOf(hosts);
        scopes = Map.copyOf(scopes);
    }

    /** The scopes for an action, space separated as in OAuth, if the policy names any. */
    public Optional<String> scope(Action action) {
        return Optional.ofNullable(scopes.get(action));
    }

    /** What trace context a destination is sent. */
    public enum Trace {
        NONE,
        TRACEPARENT,
        TASK
    }

    /** What a credential is bound to, so that whoever steals it cannot use it. */
    public enum Proof {
        /** Nothing: whoever has it can use it. */
        NONE,
        /** A key of the task and destination (RFC 9449). */
        DPOP,
        /** The TLS certificate that the workload presents (RFC 8705, 3). */
        CERTIFICATE
    }

    /** Whether a credential may serve more than one call. */
    public enum Reuse {
        NONE,
        /** Calls of one task with action {@code read}. Such a credential is bound to the task, not to one call. */
        TASK
    }
}
