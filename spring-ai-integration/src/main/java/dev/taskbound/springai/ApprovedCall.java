/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.approval.HeldCall;
import java.util.Objects;

/**
 * Published as an application event when a call is approved that nobody waits for any more, and that the application must
 * resume with {@link ApprovedCalls#resume}: always with {@code taskbound.approvals.resume=manual}, else where its tool is
 * not found.
 */
public record ApprovedCall(HeldCall call) {
    public ApprovedCall {
        Objects.requireNonNull(call, "call");
    }
}
