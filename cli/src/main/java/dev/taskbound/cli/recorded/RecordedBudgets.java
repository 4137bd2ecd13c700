/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.recorded;

import dev.taskbound.policy.IntentLimits;
import dev.taskbound.policy.IntentLimits.Budget;
import dev.taskbound.policy.ToolProfile;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a recorded call takes from the budgets of its task, and what they allow; by counters with readable names. */
final class RecordedBudgets {
    private final Map<String, BigDecimal> charges = new LinkedHashMap<>();
    private final Map<String, BigDecimal> most = new LinkedHashMap<>();
    private final RecordedCall call;

    RecordedBudgets(IntentLimits limits, ToolProfile tool, RecordedCall call) {
        this.call = call;
        sums("the task", limits.sums());
        budget(tool.key(), limits.tools().get(tool.key()));
        budget("all " + tool.action().word() + " tools", limits.actions().get(tool.action()));
    }

    private void budget(String whose, @Nullable Budget budget) {
        if (budget == null) {
            return;
        }
        Long count = budget.count();
        if (count != null) {
            put("calls of " + whose, BigDecimal.ONE, BigDecimal.valueOf(count));
        }
        sums(whose, budget.sums());
    }

    private void sums(String whose, Map<String, BigDecimal> sums) {
        sums.forEach((argument, limit) -> amount(call, argument)
                .ifPresent(amount -> put("budget for " + argument + " of " + whose, amount, limit)));
    }

    private void put(String counter, BigDecimal amount, BigDecimal limit) {
        charges.put(counter, amount);
        most.put(counter, limit);
    }

    static Optional<BigDecimal> amount(RecordedCall call, String argument) {
        Object value = call.values().get(argument);
        return value instanceof Number ? Optional.of(new BigDecimal(value.toString())) : Optional.empty();
    }

    Map<String, BigDecimal> charges() {
        return charges;
    }

    Map<String, BigDecimal> most() {
        return most;
    }
}
