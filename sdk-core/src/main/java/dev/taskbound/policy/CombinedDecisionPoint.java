/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Deny overrides: the first denial decides, and permits add up. */
final class CombinedDecisionPoint implements PolicyDecisionPoint {
    private final List<PolicyDecisionPoint> points;

    CombinedDecisionPoint(List<PolicyDecisionPoint> points) {
        this.points = List.copyOf(points);
    }

    @Override
    public CompletionStage<Decision> mayOpen(TaskRequest request, Instant now) {
        return all(point -> point.mayOpen(request, now));
    }

    @Override
    public CompletionStage<Decision> decide(AccessRequest request) {
        return all(point -> point.decide(request));
    }

    private CompletionStage<Decision> all(Function<PolicyDecisionPoint, CompletionStage<Decision>> asking) {
        if (points.isEmpty()) {
            return CompletableFuture.completedFuture(
                    Decision.deny(ReasonCode.POLICY_UNAVAILABLE, "there is no decision point"));
        }
        CompletionStage<Decision> all = asking.apply(points.get(0));
        for (PolicyDecisionPoint point : points.subList(1, points.size())) {
            all = all.thenCompose(sofar -> sofar instanceof Decision.Permit permit
                    ? asking.apply(point).thenApply(next -> both(permit, next))
                    : CompletableFuture.completedFuture(sofar));
        }
        return all;
    }

    private static Decision both(Decision.Permit first, Decision next) {
        if (!(next instanceof Decision.Permit second)) {
            return next;
        }
        List<String> rules = new ArrayList<>(first.rules());
        rules.addAll(second.rules());
        List<Obligation> obligations = new ArrayList<>(first.obligations());
        obligations.addAll(second.obligations());
        return new Decision.Permit(rules, obligations);
    }
}
