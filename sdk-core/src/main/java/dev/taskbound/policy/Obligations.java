/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static dev.taskbound.ReasonCode.CONDITION_ERROR;

import dev.taskbound.policy.Obligation.Approval;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the matching rules of a call oblige to, taken together. */
final class Obligations {
    private Obligations() {}

    /**
     * All limits, and one approval for each group: where rules ask the same group, the one that waits least is kept.
     * Several groups all have to approve.
     */
    static List<Obligation> merged(List<Obligation> all) {
        List<Obligation> merged = new ArrayList<>();
        Map<String, Approval> byGroup = new LinkedHashMap<>();
        for (Obligation obligation : all) {
            if (obligation instanceof Approval approval) {
                byGroup.merge(approval.by(), approval, Approval::and);
            } else {
                merged.add(obligation);
            }
        }
        merged.addAll(byGroup.values());
        return merged;
    }

    /** A sum needs an amount in every call, and a negative one would refill the budget. */
    static void requireAmounts(
            String rule, Map<String, BigDecimal> sums, Map<String, ? extends @Nullable Object> arguments)
            throws Refusal {
        for (String name : sums.keySet()) {
            if (!isAmount(arguments.get(name))) {
                String detail = "the argument " + name + " of a sum is missing, negative or not a number";
                throw new Refusal(CONDITION_ERROR, rule, detail);
            }
        }
    }

    /** Whether one of the sums is above its bound; one that is not told is. */
    static boolean isAbove(Map<String, BigDecimal> bounds, Map<String, BigDecimal> sums) {
        return bounds.entrySet().stream().anyMatch(bound -> {
            BigDecimal sum = sums.get(bound.getKey());
            return sum == null || sum.compareTo(bound.getValue()) > 0;
        });
    }

    private static boolean isAmount(@Nullable Object value) {
        return value instanceof Long number ? number >= 0 : value instanceof BigDecimal amount && amount.signum() >= 0;
    }
}
