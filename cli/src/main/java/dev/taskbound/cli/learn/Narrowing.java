/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.learn;

import dev.taskbound.cli.document.Documents;
import dev.taskbound.cli.recorded.RecordedArgument;
import dev.taskbound.cli.recorded.RecordedCall;
import dev.taskbound.conditions.ConditionException;
import dev.taskbound.conditions.Outline;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule made narrower: more conditions, smaller limits. */
final class Narrowing {
    private static final int LONGEST_CONDITION = 1_900;

    private Narrowing() {}

    /** The condition of before, and those that fit beside it. */
    static String condition(@Nullable Object before, List<String> more) {
        List<String> all = new ArrayList<>();
        if (before != null) {
            all.add(joinable(String.valueOf(before).strip()));
        }
        for (String condition : more) {
            if (String.join(" && ", all).length() + condition.length() < LONGEST_CONDITION
                    && !all.contains(condition)) {
                all.add(condition);
            }
        }
        return String.join(" && ", all);
    }

    private static String joinable(String condition) {
        try {
            boolean isWhole = Outline.of(condition).kind() != Outline.Kind.ANY && condition.indexOf('?') < 0;
            return isWhole ? condition : "(" + condition + ")";
        } catch (ConditionException e) {
            return "(" + condition + ")";
        }
    }

    /** As many calls as one task made at most, and sums as one task reached. */
    static Map<String, Object> limit(Map<String, Object> before, SeenCalls seen, Map<String, Long> callsByTask) {
        long most =
                callsByTask.values().stream().mapToLong(Long::longValue).max().orElse(1);
        Map<String, Object> limit = new LinkedHashMap<>(before);
        Object count = before.get("count");
        limit.put("count", String.valueOf(count == null ? most : Math.min(most, Long.parseLong(count.toString()))));
        Map<String, Object> sums = new LinkedHashMap<>();
        Documents.map(before.get("sum")).forEach((argument, sum) -> sums.put(argument, sum(argument, sum, seen)));
        if (!sums.isEmpty()) {
            limit.put("sum", sums);
        }
        return limit;
    }

    /** A sum over values that no trusted origin held says nothing: it stays what it was. */
    private static Object sum(String argument, Object before, SeenCalls seen) {
        BigDecimal most = BigDecimal.ZERO;
        for (String task : seen.tasks()) {
            BigDecimal sum = BigDecimal.ZERO;
            for (RecordedCall call : seen.ofTask(task)) {
                RecordedArgument found = argument(call, argument);
                if (found == null || !found.known() || !(found.value() instanceof Number number)) {
                    return before;
                }
                sum = sum.add(new BigDecimal(number.toString()));
            }
            most = most.max(sum);
        }
        boolean isNarrower = most.signum() > 0 && most.compareTo(new BigDecimal(before.toString())) < 0;
        return isNarrower ? most.stripTrailingZeros().toPlainString() : before;
    }

    private static @Nullable RecordedArgument argument(RecordedCall call, String name) {
        List<RecordedArgument> arguments = call.arguments();
        return arguments == null
                ? null
                : arguments.stream()
                        .filter(argument -> argument.name().equals(name))
                        .findFirst()
                        .orElse(null);
    }
}
