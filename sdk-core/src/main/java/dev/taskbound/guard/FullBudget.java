/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.state.Charge;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says of a counter that has no room which limit of the policy it keeps: {@code limits.writes: at most 4}. */
final class FullBudget {
    private static final Pattern SUM = Pattern.compile("(.*/)?sum/(.+)");
    private static final Pattern OF_RULES = Pattern.compile("limit/(.+?)/(count|sum)(/.*)?");
    private static final Pattern OF_TOOL = Pattern.compile("tool/(.+)/budget/(count|sum/.+)");

    private FullBudget() {}

    /** @param charges among which the store found the counter that has no room */
    static Refusal refusal(String counter, List<Charge> charges, String task) {
        int slash = counter.indexOf('/');
        String name = counter.substring(slash + 1);
        BigDecimal most = charges.stream()
                .filter(charge -> charge.counter().equals(counter))
                .map(Charge::limit)
                .findFirst()
                .orElse(BigDecimal.ZERO);
        String whose =
                counter.startsWith(task + "/") ? "" : " of the task " + counter.substring(0, slash) + " above it";
        if (counter.startsWith(Budgets.SAME, slash)) {
            String repeats = most.subtract(BigDecimal.ONE).toPlainString();
            return Refusal.of(ReasonCode.DUPLICATE_CALL, "limits.repeats" + whose + ": at most " + repeats);
        }
        return Refusal.of(ReasonCode.BUDGET_EXCEEDED, key(name) + whose + ": " + bound(name, most));
    }

    private static String key(String name) {
        Matcher rules = OF_RULES.matcher(name);
        if (rules.matches()) {
            String sum = rules.group(3) == null ? "" : rules.group(3).replace('/', '.');
            return "limit." + rules.group(2) + sum + " of the rules that allow " + rules.group(1);
        }
        Matcher tool = OF_TOOL.matcher(name);
        if (tool.matches()) {
            return "limits.tools." + tool.group(1) + "." + tool.group(2).replace('/', '.');
        }
        return "limits." + name.replaceFirst("^action/", "actions/").replace('/', '.');
    }

    /** A negative bound is that of what is no amount. */
    private static String bound(String name, BigDecimal most) {
        return most.signum() < 0 && SUM.matcher(name).matches()
                ? "found no amount that could be added"
                : "at most " + most.toPlainString();
    }
}
