/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Ask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays the human who is asked: one who knows what they asked for. They approve the calls of their own task, which is
 * also the harder case for the guard, because more is known afterwards; they decline what an attacker proposed.
 */
final class Human implements Approver {
    private static final String NAME = "replay";

    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean approves;

    void approve(boolean whatIsProposedNext) {
        approves = whatIsProposedNext;
    }

    /** How often they have been asked. */
    int asked() {
        return asked.get();
    }

    @Override
    public CompletionStage<ApprovalOutcome> ask(ApprovalRequest request) {
        asked.incrementAndGet();
        String who = request.by().equals(Ask.PRINCIPAL) ? ReplayGuard.PRINCIPAL.subject() : NAME;
        return CompletableFuture.completedFuture(
                approves ? new ApprovalOutcome.Approved(who) : new ApprovalOutcome.Declined(who, "not asked for"));
    }
}
