/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Approver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whoever is asked in a case: answers at once, as the case says. */
final class FakeHuman implements Approver {
    private volatile boolean approves = true;

    void answers(boolean yes) {
        approves = yes;
    }

    @Override
    public CompletionStage<ApprovalOutcome> ask(ApprovalRequest request) {
        return CompletableFuture.completedFuture(
                approves
                        ? new ApprovalOutcome.Approved("somebody of " + request.by())
                        : new ApprovalOutcome.Declined("somebody of " + request.by(), "declined in this case"));
    }
}
