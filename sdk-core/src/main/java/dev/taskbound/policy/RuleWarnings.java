/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Rules that decide nothing beside others: often not what somebody meant. */
final class RuleWarnings {
    private RuleWarnings() {}

    static List<String> of(Map<String, ConfiguredTool> tools, Collection<IntentRules> intents) {
        List<String> warnings = new ArrayList<>();
        intents.forEach(intent -> {
            unasked(intent, tools, warnings);
            late(intent, warnings);
            for (int i = 0; i < intent.allow().size(); i++) {
                look(intent.allow().get(i), i, intent, tools, warnings);
            }
        });
        return warnings;
    }

    private static void look(
            AllowRule rule, int index, IntentRules intent, Map<String, ConfiguredTool> tools, List<String> warnings) {
        ConfiguredTool tool = tools.get(rule.tool());
        intent.deny().stream()
                .filter(denial -> denial.when() == null && tool != null && denial.appliesTo(tool.profile()))
                .findFirst()
                .ifPresent(denial -> warnings.add(rule.rule() + ": never allows " + rule.tool() + ", because "
                        + denial.rule() + " refuses every call of it"));
        List<AllowRule> others = new ArrayList<>(intent.allow());
        others.remove(index);
        if (intent.allow().subList(0, index).stream()
                .anyMatch(earlier -> earlier.canonical().equals(rule.canonical()))) {
            warnings.add(rule.rule() + ": says again what an earlier rule says");
        } else if (rule.when() == null && rule.approval() == null && rule.limit() == null) {
            others.stream()
                    .filter(other -> other.tool().equals(rule.tool()) && other.when() == null)
                    .findFirst()
                    .ifPresent(other -> warnings.add(rule.rule() + ": allows nothing more than " + other.rule()
                            + ", whose approval and limit apply to every call all the same"));
        } else if (rule.when() != null) {
            boolean isBare = rule.approval() == null && rule.limit() == null;
            others.stream()
                    .filter(other -> other.tool().equals(rule.tool()) && other.when() == null)
                    .findFirst()
                    .ifPresent(other -> warnings.add(rule.rule() + ": its condition "
                            + (isBare
                                    ? "decides nothing"
                                    : "refuses nothing, it says only when its approval and limit apply")
                            + ", because " + other.rule() + " allows " + rule.tool() + " without one"));
        }
    }

    /** A rule that denies what is not known leaves nobody to ask about it. */
    private static void unasked(IntentRules intent, Map<String, ConfiguredTool> tools, List<String> warnings) {
        if (intent.unknownOrigin() == null) {
            return;
        }
        intent.deny().stream()
                .filter(denial -> denial.when() != null)
                .forEach(denial -> intent.allow().stream()
                        .map(rule -> tools.get(rule.tool()))
                        .filter(tool -> tool != null && denial.appliesTo(tool.profile()))
                        .flatMap(tool -> tool.profile().control().stream())
                        .distinct()
                        .filter(name -> denial.when().source().contains("!known(args." + name + ")"))
                        .forEach(name -> warnings.add(denial.rule() + ": refuses an unknown " + name
                                + ", so nobody is asked about it as unknown_origin says: leave one of them out")));
    }

    /** Whoever is asked for longer than the task lives answers too late. */
    private static void late(IntentRules intent, List<String> warnings) {
        Duration life = intent.intent().limits().duration();
        intent.approvals()
                .filter(approval -> approval.within().compareTo(life) > 0)
                .forEach(approval ->
                        warnings.add(approval.rule() + ": waits longer than the task lives (limits: { duration"
                                + " }): an answer after that is too late"));
    }
}
