/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * What waits for a human and is covered by a kill, also in a store that outlives this process: it becomes void.
 *
 * @param covers which held calls are covered
 */
record HeldKill(GuardParts parts, Predicate<HeldCall> covers) {
    private static final int MOST = 100_000;

    CompletableFuture<List<HeldCall>> open() {
        return parts.askApprovals(store -> store.open(parts.now(), MOST)).thenApply(open -> {
            if (open.size() >= MOST) {
                throw new IllegalStateException("more than " + MOST + " calls wait");
            }
            return open.stream().filter(covers).toList();
        });
    }

    /** The ids of those that are void for the kill, whoever was first to say so. */
    CompletableFuture<List<String>> end(List<HeldCall> open) {
        Decider decider = new Decider(parts);
        List<CompletableFuture<String>> ended = new ArrayList<>();
        for (HeldCall held : open) {
            ended.add(Stages.follow(decider.end(held, Status.VOID, ReasonCode.REVOKED)
                    .thenCompose(after ->
                            after.isPresent() ? CompletableFuture.completedFuture(held.id()) : asItStands(held.id()))));
        }
        return CompletableFuture.allOf(ended.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> ended.stream()
                        .map(CompletableFuture::join)
                        .filter(id -> !id.isEmpty())
                        .toList());
    }

    private CompletionStage<String> asItStands(String id) {
        return parts.askApprovals(store -> store.find(id))
                .thenApply(found -> found.filter(
                                held -> held.status() == Status.VOID && held.reason() == ReasonCode.REVOKED)
                        .map(HeldCall::id)
                        .orElse(""));
    }
}
