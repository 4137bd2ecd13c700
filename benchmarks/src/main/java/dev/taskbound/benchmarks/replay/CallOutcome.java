/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the guard did with one call.
 *
 * @param tool empty where the task itself could not be opened
 * @param denied why it was denied; null if the tool ran
 * @param message what the model was told; empty if the tool ran
 * @param asked whether a human was asked
 */
record CallOutcome(String tool, @Nullable ReasonCode denied, String message, boolean asked) {
    static CallOutcome permitted(String tool, boolean asked) {
        return new CallOutcome(tool, null, "", asked);
    }

    static CallOutcome denied(String tool, ToolCallDeniedException denial, boolean asked) {
        return new CallOutcome(tool, denial.reason(), Objects.requireNonNullElse(denial.getMessage(), ""), asked);
    }

    static CallOutcome notOpened(ToolCallDeniedException denial) {
        return denied("", denial, false);
    }

    boolean isPermitted() {
        return denied == null;
    }

    /** Whether the call could do nothing without a human's word. */
    boolean isStopped() {
        return denied != null || asked;
    }
}
