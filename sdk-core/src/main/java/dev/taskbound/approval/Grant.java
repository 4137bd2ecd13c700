/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.time.Instant;
import java.util.Objects;

/**
 * A decision that holds for the rest of a task: for the same tool, rule, policy and control values. Audited where it is
 * made and where it is used.
 *
 * @param key digest of task, tool, tool digest, group, rule, policy version and control values (all arguments where the
 *     tool declares none as control)
 * @param task id of the task it is good for
 * @param approval id of the held call that was approved when it was made
 * @param by who decided
 * @param expiresAt the end of the task
 */
public record Grant(String key, String task, String approval, String by, Instant expiresAt) {
    public Grant {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(approval, "approval");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
