/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks over several channels; the first decision counts. */
final class SeveralApprovers implements Approver {
    private final List<Approver> channels;

    SeveralApprovers(List<Approver> channels) {
        this.channels = channels;
    }

    @Override
    public CompletionStage<ApprovalOutcome> ask(ApprovalRequest request) {
        CompletableFuture<ApprovalOutcome> first = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(channels.size());
        List<CompletableFuture<ApprovalOutcome>> asked = new ArrayList<>();
        for (Approver channel : channels) {
            if (!first.isDone()) {
                CompletableFuture<ApprovalOutcome> answer = ask(channel, request);
                asked.add(answer);
                answer.whenComplete((outcome, failure) -> take(outcome, failure, first, left));
            }
        }
        // Also when the guard cancels: nobody is asked any longer.
        first.whenComplete((outcome, failure) -> asked.forEach(each -> each.cancel(true)));
        return first;
    }

    private static void take(
            @org.jspecify.annotations.Nullable ApprovalOutcome outcome,
            @org.jspecify.annotations.Nullable Throwable failure,
            CompletableFuture<ApprovalOutcome> first,
            AtomicInteger left) {
        if (failure == null && outcome != null) {
            first.complete(outcome);
        } else if (left.decrementAndGet() == 0) {
            first.completeExceptionally(new IllegalStateException("no channel could ask anybody"));
        }
    }

    private static CompletableFuture<ApprovalOutcome> ask(Approver channel, ApprovalRequest request) {
        try {
            return channel.ask(request).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
