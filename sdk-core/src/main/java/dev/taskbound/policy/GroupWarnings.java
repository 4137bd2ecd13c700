/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Shown;
import dev.taskbound.internal.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Groups that are asked once, under nearly the name of one that is asked more often: nobody may be in them. */
final class GroupWarnings {
    private GroupWarnings() {}

    static List<String> of(Collection<IntentRules> intents) {
        Map<String, Long> asked = intents.stream()
                .flatMap(IntentRules::approvals)
                .map(ApprovalRule::by)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        List<String> warnings = new ArrayList<>();
        asked.forEach((group, times) -> {
            List<String> more = asked.entrySet().stream()
                    .filter(other -> times == 1 && other.getValue() > 1)
                    .map(Map.Entry::getKey)
                    .toList();
            String suggestion = Suggestion.of(group, more);
            if (!suggestion.isEmpty()) {
                intents.stream()
                        .flatMap(IntentRules::approvals)
                        .filter(approval -> approval.by().equals(group))
                        .forEach(approval -> warnings.add(approval.rule() + ": asks " + Shown.quoted(group)
                                + ", which nothing else asks" + suggestion));
            }
        });
        return warnings;
    }
}
