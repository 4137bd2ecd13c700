/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says of an agent: a non-human identity of its inventory.
 *
 * @param owner who answers for it
 * @param expires the last day on which it can act; null for never
 * @param dormantAfter how long it may go unused before a person has to enable it again; null for ever
 */
public record AgentProfile(
        @Nullable String owner,
        @Nullable LocalDate expires,
        @Nullable Duration dormantAfter) {
    /** When it can no longer act: at the end of its last day, in UTC. Empty for one that does not expire. */
    public Optional<Instant> expiry() {
        return Optional.ofNullable(expires).map(AgentProfile::end);
    }

    public boolean isExpired(Instant now) {
        return expiry().filter(end -> !now.isBefore(end)).isPresent();
    }

    /** Whether it went unused for too long. */
    public boolean isDormant(Instant lastUse, Instant now) {
        return dormantAfter != null && !now.isBefore(lastUse.plus(dormantAfter));
    }

    static Instant end(LocalDate lastDay) {
        return lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
