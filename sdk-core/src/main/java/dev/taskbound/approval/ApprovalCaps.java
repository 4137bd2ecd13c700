/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

/**
 * How many calls may wait for a human at once, so that nobody is drowned in requests; what is over it is not asked.
 *
 * @param perTask of one task
 * @param perPrincipal done for one principal of one tenant
 * @param perGroup that one group is asked about
 */
public record ApprovalCaps(int perTask, int perPrincipal, int perGroup) {
    /** 10 of a task, 50 for a principal, 500 before a group. */
    public static final ApprovalCaps DEFAULT = new ApprovalCaps(10, 50, 500);

    public ApprovalCaps {
        if (perTask < 1 || perPrincipal < 1 || perGroup < 1) {
            throw new IllegalArgumentException(
                    "expected caps of at least 1, found " + perTask + ", " + perPrincipal + " and " + perGroup);
        }
    }
}
