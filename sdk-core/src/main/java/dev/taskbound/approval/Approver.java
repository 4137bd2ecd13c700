/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.util.concurrent.CompletionStage;

/**
 * Asks a human about exactly one frozen call. Thread-safe. Answers when the human does, on any thread; must not park the
 * caller's. A stage that fails denies the call with {@code APPROVAL_UNAVAILABLE}; one that is not done at
 * {@link ApprovalRequest#expiresAt()} is cancelled and denies it with {@code APPROVAL_EXPIRED}.
 */
public interface Approver {
    CompletionStage<ApprovalOutcome> ask(ApprovalRequest request);
}
