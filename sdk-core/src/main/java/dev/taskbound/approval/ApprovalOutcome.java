/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.util.Objects;

/** What a human decided. A closed set; anything else, a failure or silence is no approval. */
public sealed interface ApprovalOutcome {
    /** Who decided, for the record. */
    String by();

    record Approved(String by) implements ApprovalOutcome {
        public Approved {
            Objects.requireNonNull(by, "by");
        }
    }

    /**
     * Declined.
     *
     * @param reason for the record; not shown to the model
     */
    record Declined(String by, String reason) implements ApprovalOutcome {
        public Declined {
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
