/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Task;
import dev.taskbound.policy.IntentLimits;
import dev.taskbound.policy.IntentLimits.Budget;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import dev.taskbound.state.Charge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which counters a call charges. Their names hold no place in a file, so that a reload gives nothing back. */
final class Budgets {
    static final BigDecimal UNLIMITED = BigDecimal.valueOf(Long.MAX_VALUE);
    static final String SAME = "/same/";

    private Budgets() {}

    static String calls(Task task) {
        return task.id() + "/calls";
    }

    static String calls(Task task, ToolProfile tool) {
        return task.id() + "/tool/" + tool.key() + "/calls";
    }

    static String sum(Task task, String argument) {
        return task.id() + "/sum/" + argument;
    }

    /** Whether a call may be made now, as far as the rates of its task and all ancestors go. */
    static boolean admit(TaskScope scope) {
        return scope.chain().stream().allMatch(each -> each.life().rate().admit());
    }

    /** What a call takes from its task and all ancestors. */
    static List<Charge> ofTasks(Policy policy, TaskScope scope, FrozenCall call) {
        List<Charge> charges = new ArrayList<>();
        scope.chain().forEach(each -> {
            TaskCharges ofTask = new TaskCharges(each.task(), each.life().limits(), call, charges);
            ofTask.add();
            ofTask.addUnlimited(policy.approvalSums(each.task().intent()));
        });
        return charges;
    }

    /** What a call takes from the limits that a verdict obliges to. */
    static List<Charge> ofRules(Verdict verdict, FrozenCall call) {
        List<Charge> charges = new ArrayList<>();
        verdict.limits().forEach((task, limit) -> {
            String prefix = task + "/limit/" + call.tool().profile().key() + "/";
            add(charges, prefix, new Budget(limit.count(), limit.sums()), call.arguments());
        });
        return charges;
    }

    static Charge ofDenial(Task task, IntentLimits limits) {
        return Charge.of(task.id() + "/denials", 1, limits.denials());
    }

    /** What a call takes from one budget, all of whose sums it has to give an amount for. */
    static void add(List<Charge> charges, String prefix, Budget budget, Map<String, @Nullable Object> arguments) {
        Long count = budget.count();
        if (count != null) {
            charges.add(Charge.of(prefix + "count", 1, count));
        }
        budget.sums().forEach((name, most) -> charges.add(sum(prefix + "sum/" + name, arguments.get(name), most)));
    }

    /** A sum over something that is no amount cannot be kept: nothing fits under it. */
    static Charge sum(String counter, @Nullable Object value, BigDecimal most) {
        BigDecimal amount = amount(value);
        return amount != null && amount.signum() >= 0
                ? new Charge(counter, amount, most)
                : new Charge(counter, BigDecimal.ONE, BigDecimal.ONE.negate());
    }

    /** Null for what is none. */
    static @Nullable BigDecimal amount(@Nullable Object value) {
        if (value instanceof Long whole) {
            return BigDecimal.valueOf(whole);
        }
        return value instanceof BigDecimal number ? number : null;
    }
}
