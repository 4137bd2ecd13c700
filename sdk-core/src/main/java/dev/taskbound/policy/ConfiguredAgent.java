/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A non-human identity of the inventory. */
record ConfiguredAgent(@Nullable String owner, @Nullable LocalDate expires) {
    /** An agent is good to the end of its last day, in UTC. */
    boolean isExpired(Instant now) {
        return expires != null && !now.isBefore(end(expires));
    }

    static Instant end(LocalDate lastDay) {
        return lastDay.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
