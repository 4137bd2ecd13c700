/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.policy.Obligation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the decisions about a task and all its ancestors come to.
 *
 * @param refusal the first refusal, or null if all permit
 * @param rules the allow rules that matched, the task's own first
 * @param approvals who must be asked: one entry a group, the shortest wait
 * @param limits the strictest limits, by the id of the task that keeps them
 */
record Verdict(
        @Nullable Refusal refusal,
        List<String> rules,
        Map<String, Obligation.Approval> approvals,
        Map<String, Limits> limits) {

    /** The strictest of several limits on one tool. */
    record Limits(@Nullable Long count, Map<String, BigDecimal> sums) {
        static final Limits NONE = new Limits(null, Map.of());

        Limits and(Obligation.Limit other) {
            Map<String, BigDecimal> strictest = new HashMap<>(sums);
            other.sums().forEach((argument, limit) -> strictest.merge(argument, limit, BigDecimal::min));
            Long theirs = other.count();
            Long least = count == null || (theirs != null && theirs < count) ? theirs : count;
            return new Limits(least, strictest);
        }
    }

    static Verdict refused(Refusal refusal) {
        return new Verdict(refusal, List.of(), Map.of(), Map.of());
    }

    static Verdict empty() {
        return new Verdict(null, List.of(), Map.of(), Map.of());
    }

    /** This verdict and what one more task's permit says. */
    Verdict and(String taskId, dev.taskbound.policy.Decision.Permit permit) {
        List<String> allRules = new ArrayList<>(rules);
        allRules.addAll(permit.rules());
        Map<String, Obligation.Approval> asked = new TreeMap<>(approvals);
        Map<String, Limits> kept = new TreeMap<>(limits);
        for (Obligation obligation : permit.obligations()) {
            if (obligation instanceof Obligation.Approval approval) {
                asked.merge(approval.by(), approval, Obligation.Approval::and);
            } else if (obligation instanceof Obligation.Limit limit) {
                kept.put(taskId, kept.getOrDefault(taskId, Limits.NONE).and(limit));
            }
        }
        return new Verdict(null, List.copyOf(allRules), asked, kept);
    }

    /** Whether what this verdict obliges to is what the other obliged to, wherever in a file it was said. */
    boolean obligesLike(Verdict other) {
        return refusal == null && approvals.keySet().equals(other.approvals.keySet()) && limits.equals(other.limits);
    }
}
