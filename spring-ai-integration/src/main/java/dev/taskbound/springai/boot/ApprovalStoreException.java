/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.springai.boot.TaskboundProperties.Approvals;

/** The store of calls that wait for a human cannot be opened, and without it none of them would outlive this process. */
final class ApprovalStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String action;

    private ApprovalStoreException(String action, Throwable cause) {
        super("taskbound.approvals.store is jdbc, and the store cannot be opened: " + cause.getMessage(), cause);
        this.action = action;
    }

    static ApprovalStoreException of(Approvals settings, Throwable cause) {
        return new ApprovalStoreException(
                settings.dataSource() == null
                        ? "Have com.h2database:h2 on the class path and let taskbound.approvals.file name a file for this"
                                + " process alone, or let taskbound.approvals.data-source name a DataSource bean."
                        : "Set taskbound.approvals.key or taskbound.approvals.key-file, and create the tables once:"
                                + " taskbound.approvals.create-tables=true, or JdbcApprovalStore.createTables(dataSource).",
                cause);
    }

    /** What to do about it. */
    String action() {
        return action;
    }
}
