/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

/** What a human says to a call that waits. */
public enum Answer {
    APPROVE,
    DENY
}
