/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import dev.taskbound.policy.IntentRules.OpenRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a newer version of an intent opens. */
final class IntentWidening {
    private final Widening widening;

    IntentWidening(Widening widening) {
        this.widening = widening;
    }

    void compare(String path, IntentRules older, IntentRules newer) {
        open(path + ".open", older.open(), newer.open());
        widening.changed(
                path + ".parameters",
                older.intent().parameters(),
                newer.intent().parameters());
        allow(path + ".allow", older.allow(), newer.allow());
        widening.removed(path + ".deny", denials(older), denials(newer));
        new LimitsWidening(widening, newer)
                .compare(
                        path + ".limits",
                        older.intent().limits(),
                        newer.intent().limits());
        unknownOrigin(path + ".unknown_origin", older.unknownOrigin(), newer.unknownOrigin());
    }

    private void open(String path, @Nullable OpenRule older, @Nullable OpenRule newer) {
        if (newer == null) {
            return;
        }
        widening.added(path + ".agents", older == null ? Set.of() : older.agents(), newer.agents());
        if (older != null && older.when() != null && !isSame(older.when(), newer.when())) {
            widening.say(path + ".when", newer.when() == null ? "removed" : "changed");
        }
    }

    private static boolean isSame(Condition older, @Nullable Condition newer) {
        return newer != null && older.source().equals(newer.source());
    }

    /**
     * A rule that can be shown to be narrower than one of before opens nothing; any other is a new one. One that is gone
     * takes its obligations with it, which matters while a rule without them allows the same tool.
     */
    private void allow(String path, List<AllowRule> older, List<AllowRule> newer) {
        List<String> before = older.stream().map(AllowRule::canonical).toList();
        List<String> after = newer.stream().map(AllowRule::canonical).toList();
        newer.stream()
                .filter(rule -> !before.contains(rule.canonical()) && !Narrower.isCovered(rule, older))
                .forEach(rule -> widening.say(path, "added or changed a rule for " + rule.tool()));
        older.stream()
                .filter(rule -> !after.contains(rule.canonical()) && losesObligations(rule, newer))
                .forEach(rule -> widening.say(path, "removed or changed an approval or limit for " + rule.tool()));
    }

    private static boolean losesObligations(AllowRule gone, List<AllowRule> newer) {
        return (gone.approval() != null || gone.limit() != null)
                && newer.stream()
                        .filter(rule -> rule.tool().equals(gone.tool()))
                        .anyMatch(rule -> !Narrower.isNarrower(rule, gone) && !Narrower.isBeside(rule, gone, newer));
    }

    private static List<String> denials(IntentRules rules) {
        return Stream.concat(
                        rules.deny().stream().map(DenyRule::canonical),
                        rules.flows().stream().map(FlowRule::canonical))
                .toList();
    }

    private void unknownOrigin(String path, @Nullable ApprovalRule older, @Nullable ApprovalRule newer) {
        boolean isSame = older != null
                && newer != null
                && older.by().equals(newer.by())
                && older.within().compareTo(newer.within()) >= 0
                && (older.remember() || !newer.remember());
        if (newer != null && !isSame) {
            widening.say(path, older == null ? "asks " + newer.by() + " instead of denying" : "changed");
        }
    }
}
