/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided about the risk of one part of a policy, and until when that holds.
 *
 * @param path the part, such as {@code intents.refund-order}
 * @param owner who answers for it
 * @param ticket where it was decided
 * @param reviewBy the last day on which nobody has to look again
 */
public record RiskDecision(
        String path,
        @Nullable String owner,
        Choice decision,
        @Nullable String ticket,
        LocalDate reviewBy) {
    public RiskDecision {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(reviewBy, "reviewBy");
    }

    /** What can be decided about a risk (ISO 31000). */
    public enum Choice {
        ACCEPT,
        MITIGATE,
        TRANSFER,
        AVOID
    }

    /** Whether the day has passed, in UTC. */
    public boolean isOverdue(Instant now) {
        return !now.isBefore(AgentProfile.end(reviewBy));
    }

    /** One line: {@code intents.refund-order: review of the accepted risk was due by 2027-01-31 (owner, ticket)}. */
    @Override
    public String toString() {
        String who = owner == null ? "no owner" : "owner " + owner;
        String where = ticket == null ? "" : ", " + ticket;
        return path + ": the decision to " + decision.name().toLowerCase(Locale.ROOT)
                + " its risk had to be reviewed by " + reviewBy + " (" + who + where + ")";
    }
}
