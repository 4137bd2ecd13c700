/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Task;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.ToolProfile;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks the decision point about a call: once for its task and once for each ancestor, all of which must permit. */
final class Decisions {
    private Decisions() {}

    static CompletionStage<Verdict> ask(GuardParts parts, PolicyInForce policy, TaskScope scope, FrozenCall frozen) {
        CompletionStage<Verdict> verdict = CompletableFuture.completedFuture(Verdict.empty());
        var origins = scope.origins().snapshot();
        for (TaskScope each : scope.chain()) {
            Refusal mismatch = frozen.tool().mismatch(each.task().intent());
            if (mismatch != null) {
                return verdict.thenApply(sofar -> sofar.refusal() != null ? sofar : Verdict.refused(mismatch));
            }
            verdict = verdict.thenCompose(sofar -> sofar.refusal() != null
                    ? CompletableFuture.completedFuture(sofar)
                    : request(parts, each.task(), frozen, origins)
                            .thenCompose(request -> decide(parts, policy, request))
                            .thenApply(decision -> fold(sofar, each.task(), decision)));
        }
        return verdict;
    }

    private static CompletionStage<AccessRequest> request(
            GuardParts parts, Task task, FrozenCall frozen, dev.taskbound.origin.Origins origins) {
        ToolProfile tool = frozen.tool().profile();
        CompletionStage<BigDecimal> calls = count(parts, Budgets.calls(task));
        return calls.thenCombine(
                count(parts, Budgets.calls(task, tool)),
                (all, ofTool) -> new AccessRequest(
                        task, tool, frozen.arguments(), origins, before(all), before(ofTool), parts.now()));
    }

    private static CompletionStage<BigDecimal> count(GuardParts parts, String counter) {
        return parts.askState(store -> store.count(counter));
    }

    /** The call at hand has been charged already. */
    private static long before(BigDecimal count) {
        return Math.max(0, count.longValue() - 1);
    }

    private static CompletionStage<Decision> decide(GuardParts parts, PolicyInForce policy, AccessRequest request) {
        return parts.askPolicy(() -> policy.decisionPoint().decide(request).thenApply(Objects::requireNonNull));
    }

    private static Verdict fold(Verdict sofar, Task task, Decision decision) {
        return decision instanceof Decision.Permit permit
                ? sofar.and(task.id(), permit)
                : Verdict.refused(Refusal.of((Decision.Deny) decision));
    }
}
