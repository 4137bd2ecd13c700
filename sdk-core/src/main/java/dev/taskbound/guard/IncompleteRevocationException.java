/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.Objects;

/**
 * A kill that could not be carried out in full. What the report counts was stopped all the same, and in this process the
 * revocation is in force until it is lifted.
 */
public final class IncompleteRevocationException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final transient RevocationReport report;

    IncompleteRevocationException(RevocationReport report) {
        super("the revocation could not be carried out in full: " + String.join("; ", report.problems()));
        this.report = Objects.requireNonNull(report, "report");
    }

    /** What was done and what was not. */
    public RevocationReport report() {
        return report;
    }
}
