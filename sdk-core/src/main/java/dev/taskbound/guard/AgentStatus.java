/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.policy.AgentProfile;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An agent of the policy's inventory, as of now.
 *
 * @param lastUse when its last task began or ended, or a person enabled it, or it was first seen, as far as the state store
 *     knows
 */
public record AgentStatus(String name, AgentProfile profile, Optional<Instant> lastUse, State state) {
    public AgentStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(lastUse, "lastUse");
        Objects.requireNonNull(state, "state");
    }

    /** Whether an agent can act. */
    public enum State {
        ACTIVE,
        /** Its last day is over. */
        EXPIRED,
        /** Not used for as long as its {@code dormant_after} says: a person has to enable it. */
        DORMANT,
        /** Somebody revoked it. */
        REVOKED
    }
}
