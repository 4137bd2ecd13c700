/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import dev.taskbound.internal.text.Shown;
import dev.taskbound.internal.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Labels that no rule asks for: one that is misspelt at a tool holds nothing back. */
final class LabelWarnings {
    private LabelWarnings() {}

    static List<String> of(Collection<ConfiguredTool> tools, Collection<IntentRules> intents) {
        List<String> conditions = intents.stream()
                .flatMap(LabelWarnings::conditions)
                .map(Condition::source)
                .toList();
        TreeSet<String> asked = new TreeSet<>();
        intents.forEach(intent -> intent.flows().forEach(flow -> asked.add(flow.label())));
        tools.forEach(tool -> tool.profile().labels().stream()
                .filter(label -> conditions.stream().anyMatch(source -> names(source, label)))
                .forEach(asked::add));
        Map<String, List<String>> unasked = new TreeMap<>();
        tools.forEach(tool -> tool.profile().labels().stream()
                .filter(label -> !asked.contains(label))
                .forEach(label -> unasked.computeIfAbsent(label, none -> new ArrayList<>())
                        .add("tools." + tool.profile().key() + ".result.labels")));
        List<String> warnings = new ArrayList<>();
        unasked.forEach((label, places) -> warnings.add(
                String.join(", ", places) + ": no rule asks for " + Shown.quoted(label) + Suggestion.of(label, asked)));
        return warnings;
    }

    private static Stream<Condition> conditions(IntentRules intent) {
        Stream<Condition> allowing = intent.allow().stream()
                .flatMap(rule -> Stream.of(
                        rule.when(),
                        rule.approval() == null ? null : rule.approval().when()));
        Stream<Condition> denying = Stream.concat(
                intent.deny().stream().map(DenyRule::when),
                intent.flows().stream().map(FlowRule::when));
        return Stream.concat(allowing, denying).filter(Objects::nonNull);
    }

    /** In a condition a label is a text, in either quotes. */
    private static boolean names(String condition, String label) {
        return condition.contains("'" + label + "'") || condition.contains('"' + label + '"');
    }
}
