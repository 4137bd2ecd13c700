/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Action;
import dev.taskbound.Task;
import dev.taskbound.internal.json.Digests;
import dev.taskbound.policy.IntentLimits;
import dev.taskbound.policy.IntentLimits.Budget;
import dev.taskbound.policy.ToolProfile;
import dev.taskbound.state.Charge;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one call takes from the limits of one task, its own or an ancestor. */
final class TaskCharges {
    private static final String SAME_PREFIX = "taskbound-same-call-v1\0";

    private final Task task;
    private final IntentLimits limits;
    private final FrozenCall call;
    private final ToolProfile tool;
    private final List<Charge> charges;

    TaskCharges(Task task, IntentLimits limits, FrozenCall call, List<Charge> charges) {
        this.task = task;
        this.limits = limits;
        this.call = call;
        this.tool = call.tool().profile();
        this.charges = charges;
    }

    void add() {
        charges.add(Charge.of(Budgets.calls(task), 1, limits.calls()));
        charges.add(new Charge(Budgets.calls(task, tool), BigDecimal.ONE, Budgets.UNLIMITED));
        if (tool.action() != Action.READ) {
            charges.add(Charge.of(task.id() + "/writes", 1, limits.writes()));
        }
        Long repeats = limits.repeats();
        if (repeats != null) {
            charges.add(Charge.of(task.id() + Budgets.SAME + same(), 1, repeats + 1));
        }
        Long destinations = limits.destinations();
        if (destinations != null && tool.destination() != null) {
            charges.add(Charge.ofMember(task.id() + "/destinations", tool.destination(), destinations));
        }
        addGiven(task.id() + "/sum/", limits.sums());
        Budget ofTool = limits.tools().get(tool.key());
        if (ofTool != null) {
            Budgets.add(charges, task.id() + "/tool/" + tool.key() + "/budget/", ofTool, call.arguments());
        }
        Budget ofAction = limits.actions().get(tool.action());
        if (ofAction != null) {
            String prefix = task.id() + "/action/" + tool.action().word() + "/";
            Budgets.add(charges, prefix, new Budget(ofAction.count(), Map.of()), Map.of());
            addGiven(prefix + "sum/", ofAction.sums());
        }
    }

    /** What decides whether somebody is asked has no limit of its own; what is no amount is refused or does not count. */
    void addUnlimited(Set<String> sums) {
        for (String name : sums) {
            BigDecimal amount = Budgets.amount(call.arguments().get(name));
            if (amount != null && amount.signum() >= 0 && !limits.sums().containsKey(name)) {
                charges.add(new Charge(Budgets.sum(task, name), amount, Budgets.UNLIMITED));
            }
        }
    }

    /** Of several tools together, one that has no such argument uses nothing up. */
    private void addGiven(String prefix, Map<String, BigDecimal> sums) {
        sums.forEach((name, most) -> {
            if (call.arguments().containsKey(name)) {
                charges.add(Budgets.sum(prefix + name, call.arguments().get(name), most));
            }
        });
    }

    /** The same tool with the same arguments, whichever task of a family calls it. */
    private String same() {
        return Digests.sha256(SAME_PREFIX, Map.of("tool", tool.key(), "args", call.arguments()));
    }
}
