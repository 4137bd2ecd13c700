/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.Principal;
import java.util.Objects;

/**
 * What somebody decided elsewhere, as a channel that was verified says it.
 *
 * @param approver who decided, as the channel names and verified them
 * @param by the one group the decision is made for, or {@code principal}: others that the call asks are not answered
 * @param choice the call as it was shown there
 * @param reason what they said about it; goes to the audit log, bounded and printable
 * @param rememberForTask whether an approval holds for the rest of the task, where the policy lets it
 */
public record ChannelDecision(
        Principal approver, String by, Choice choice, Answer answer, String reason, boolean rememberForTask) {
    public ChannelDecision {
        Objects.requireNonNull(approver, "approver");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(choice, "choice");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(reason, "reason");
    }
}
