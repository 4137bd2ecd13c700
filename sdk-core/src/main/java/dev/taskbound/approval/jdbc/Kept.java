/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.approval.HeldCall;

/**
 * A call as the table has it.
 *
 * @param version how often it was changed
 */
record Kept(HeldCall call, int version) {
    Kept next(HeldCall after) {
        return new Kept(after, version + 1);
    }
}
