/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Action;
import dev.taskbound.Task;
import dev.taskbound.policy.IntentLimits;
import dev.taskbound.policy.ToolProfile;
import dev.taskbound.state.Charge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which counters a call charges. Their names hold no place in a file, so that a reload gives nothing back. */
final class Budgets {
    private static final BigDecimal UNLIMITED = BigDecimal.valueOf(Long.MAX_VALUE);

    private Budgets() {}

    static String calls(Task task) {
        return task.id() + "/calls";
    }

    static String calls(Task task, ToolProfile tool) {
        return task.id() + "/tool/" + tool.key() + "/calls";
    }

    /** What a call takes from its task and all ancestors. */
    static List<Charge> ofTasks(TaskScope scope, ToolProfile tool) {
        List<Charge> charges = new ArrayList<>();
        scope.chain().forEach(each -> charges.addAll(ofTask(each.task(), each.limits(), tool)));
        return charges;
    }

    /** What a call takes from the limits that a verdict obliges to. */
    static List<Charge> ofRules(Verdict verdict, FrozenCall call) {
        List<Charge> charges = new ArrayList<>();
        verdict.limits()
                .forEach((task, limits) ->
                        charges.addAll(ofRules(task, limits, call.tool().profile(), call.arguments())));
        return charges;
    }

    /** What a call takes from its task and from each ancestor. */
    private static List<Charge> ofTask(Task task, IntentLimits limits, ToolProfile tool) {
        List<Charge> charges = new ArrayList<>();
        charges.add(Charge.of(calls(task), 1, limits.calls()));
        charges.add(new Charge(calls(task, tool), BigDecimal.ONE, UNLIMITED));
        if (tool.action() != Action.READ) {
            charges.add(Charge.of(task.id() + "/writes", 1, limits.writes()));
        }
        return charges;
    }

    static Charge ofDenial(Task task, IntentLimits limits) {
        return Charge.of(task.id() + "/denials", 1, limits.denials());
    }

    /** What a call takes from the limits of the rules that allow it. */
    private static List<Charge> ofRules(
            String taskId, Verdict.Limits limits, ToolProfile tool, Map<String, @Nullable Object> arguments) {
        String prefix = taskId + "/limit/" + tool.key() + "/";
        List<Charge> charges = new ArrayList<>();
        Long count = limits.count();
        if (count != null) {
            charges.add(Charge.of(prefix + "count", 1, count));
        }
        limits.sums().forEach((argument, limit) -> {
            BigDecimal amount = amount(arguments.get(argument));
            if (amount != null && amount.signum() >= 0) {
                charges.add(new Charge(prefix + "sum/" + argument, amount, limit));
            } else {
                // A sum over something that is no amount cannot be kept: nothing fits under it.
                charges.add(new Charge(prefix + "sum/" + argument, BigDecimal.ONE, BigDecimal.ONE.negate()));
            }
        });
        return charges;
    }

    private static @Nullable BigDecimal amount(@Nullable Object value) {
        if (value instanceof Long whole) {
            return BigDecimal.valueOf(whole);
        }
        return value instanceof BigDecimal number ? number : null;
    }
}
