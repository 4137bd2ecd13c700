/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.time.Instant;
import java.util.Objects;

/**
 * What one human decided about one ask.
 *
 * @param by who decided
 * @param verifiedBy what verified who that is; for an answer that came over a channel, the channel
 * @param reason what they said about it, on one line and bounded; for the record, not for the model
 * @param remember whether it is to hold for the rest of the task, where the policy allows that
 */
public record HumanDecision(Answer answer, String by, String verifiedBy, String reason, boolean remember, Instant at) {
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_NAME = 200;

    public HumanDecision {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(at, "at");
        by = PlainText.printable(by, LONGEST_NAME);
        verifiedBy = PlainText.printable(verifiedBy, LONGEST_NAME);
        reason = PlainText.printable(reason, LONGEST_REASON);
    }
}
