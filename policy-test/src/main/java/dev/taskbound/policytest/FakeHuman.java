/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Ask;
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
        String who = request.by().equals(Ask.PRINCIPAL)
                ? request.task().subject().orElse("nobody")
                : "somebody of " + request.by();
        return CompletableFuture.completedFuture(
                approves
                        ? new ApprovalOutcome.Approved(who)
                        : new ApprovalOutcome.Declined(who, "declined in this case"));
    }
}
