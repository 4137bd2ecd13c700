/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Task;
import dev.taskbound.origin.Origins;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.ToolProfile;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
                    : request(parts, policy, each.task(), frozen, origins)
                            .thenCompose(request -> decide(parts, policy, request))
                            .thenApply(decision -> fold(sofar, each.task(), decision)));
        }
        return verdict;
    }

    private static CompletionStage<AccessRequest> request(
            GuardParts parts, PolicyInForce policy, Task task, FrozenCall frozen, Origins origins) {
        ToolProfile tool = frozen.tool().profile();
        CompletionStage<BigDecimal> calls = count(parts, Budgets.calls(task));
        return calls.thenCombine(
                        count(parts, Budgets.calls(task, tool)), (all, ofTool) -> List.of(before(all), before(ofTool)))
                .thenCombine(
                        sums(parts, task, frozen, policy.policy().approvalSums(task.intent())),
                        (made, sums) -> new AccessRequest(
                                task, tool, frozen.arguments(), origins, made.get(0), made.get(1), sums, parts.now()));
    }

    /**
     * What is reserved counts, so that of calls at the same time the later one sees the earlier. The call counts also where
     * it was reserved for under a policy that did not ask for the sum.
     */
    private static CompletionStage<Map<String, BigDecimal>> sums(
            GuardParts parts, Task task, FrozenCall frozen, Set<String> names) {
        CompletionStage<Map<String, BigDecimal>> sums = CompletableFuture.completedFuture(Map.of());
        for (String name : names) {
            sums = sums.thenCombine(count(parts, Budgets.sum(task, name)), (sofar, sum) -> {
                Map<String, BigDecimal> more = new HashMap<>(sofar);
                BigDecimal own = Budgets.amount(frozen.arguments().get(name));
                more.put(name, own == null ? sum : sum.max(own));
                return more;
            });
        }
        return sums;
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
