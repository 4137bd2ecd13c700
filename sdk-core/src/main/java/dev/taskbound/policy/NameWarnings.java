/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names that the file declares elsewhere, for several things together, and that none of them has. */
final class NameWarnings {
    private static final String PARAMETER = "parameter.";

    private NameWarnings() {}

    static List<String> of(Map<String, ConfiguredTool> tools, Collection<IntentRules> intents) {
        List<String> warnings = new ArrayList<>();
        parameters(tools, intents, warnings);
        sums(tools, intents, warnings);
        return warnings;
    }

    /** A value may come from a parameter that some intent has; from another one it never comes. */
    private static void parameters(
            Map<String, ConfiguredTool> tools, Collection<IntentRules> intents, List<String> warnings) {
        Set<String> declared = intents.stream()
                .flatMap(rules -> rules.intent().parameters().keySet().stream())
                .map(PARAMETER::concat)
                .collect(Collectors.toCollection(TreeSet::new));
        tools.forEach((key, tool) -> tool.from()
                .forEach((argument, origins) -> origins.stream()
                        .map(AllowedOrigin::text)
                        .filter(text -> text.startsWith(PARAMETER) && !declared.contains(text))
                        .forEach(text -> warnings.add("tools." + key + ".control." + argument + ".from: no intent has "
                                + text + Suggestion.orKnown(text, declared)))));
    }

    /** Where every tool declares its arguments, a sum of what none has bounds nothing. */
    private static void sums(
            Map<String, ConfiguredTool> tools, Collection<IntentRules> intents, List<String> warnings) {
        intents.forEach(rules -> {
            List<ToolProfile> allowed = rules.allow().stream()
                    .map(rule -> tools.get(rule.tool()))
                    .filter(tool -> tool != null)
                    .map(ConfiguredTool::profile)
                    .toList();
            if (allowed.stream().anyMatch(tool -> tool.arguments().isEmpty())) {
                return;
            }
            Set<String> known = allowed.stream()
                    .flatMap(tool -> tool.arguments().keySet().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            String limits = "intents." + rules.intent().name() + ".limits";
            look(limits, rules.intent().limits().sums().keySet(), known, warnings);
            rules.intent()
                    .limits()
                    .actions()
                    .forEach((action, budget) -> look(
                            limits + ".actions." + action.word(), budget.sums().keySet(), known, warnings));
        });
    }

    private static void look(String where, Set<String> sums, Set<String> known, List<String> warnings) {
        sums.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> warnings.add(where + ".sum." + name + ": no tool that is allowed has this argument"
                        + Suggestion.of(name, known)));
    }
}
