/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Rules that decide nothing beside others: often not what somebody meant. */
final class RuleWarnings {
    private RuleWarnings() {}

    static List<String> of(Collection<IntentRules> intents) {
        List<String> warnings = new ArrayList<>();
        intents.forEach(intent -> {
            for (int i = 0; i < intent.allow().size(); i++) {
                look(intent.allow().get(i), i, intent, warnings);
            }
        });
        return warnings;
    }

    private static void look(AllowRule rule, int index, IntentRules intent, List<String> warnings) {
        intent.deny().stream()
                .filter(denial -> denial.when() == null && rule.tool().equals(denial.tool()))
                .findFirst()
                .ifPresent(denial -> warnings.add(rule.rule() + ": never allows " + rule.tool() + ", because "
                        + denial.rule() + " refuses every call of it"));
        List<AllowRule> others = new ArrayList<>(intent.allow());
        others.remove(index);
        if (intent.allow().subList(0, index).stream()
                .anyMatch(earlier -> earlier.canonical().equals(rule.canonical()))) {
            warnings.add(rule.rule() + ": says again what an earlier rule says");
        } else if (rule.when() != null && rule.approval() == null && rule.limit() == null) {
            others.stream()
                    .filter(other -> other.tool().equals(rule.tool()) && other.when() == null)
                    .findFirst()
                    .ifPresent(other -> warnings.add(rule.rule() + ": its condition decides nothing, because "
                            + other.rule() + " allows " + rule.tool() + " without one"));
        }
    }
}
