/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static java.util.Objects.requireNonNull;

import dev.taskbound.TaskRequest;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers from the rules of one policy. */
final class RuleDecisionPoint implements PolicyDecisionPoint {
    private final Policy policy;
    private final @Nullable DecisionListener listener;

    RuleDecisionPoint(Policy policy, @Nullable DecisionListener listener) {
        this.policy = requireNonNull(policy, "policy");
        this.listener = listener;
    }

    @Override
    public CompletionStage<Decision> mayOpen(TaskRequest request, Instant now) {
        return CompletableFuture.completedFuture(new OpenDecision(policy, request, now).decide());
    }

    @Override
    public CompletionStage<Decision> decide(AccessRequest request) {
        return CompletableFuture.completedFuture(new CallDecision(policy, request, listener).decide());
    }
}
