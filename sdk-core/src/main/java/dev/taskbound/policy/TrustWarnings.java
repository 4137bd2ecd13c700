/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Trusted tools that read what some intent can write: what one task wrote, another would take for trusted. Where that risk
 * was accepted, nothing is said: the decision has a day on which it is reviewed.
 */
final class TrustWarnings {
    private TrustWarnings() {}

    static List<String> of(
            Map<String, ConfiguredTool> tools, Map<String, IntentRules> intents, List<RiskDecision> risks) {
        Map<String, Set<String>> readers = new LinkedHashMap<>();
        tools.values().stream().map(ConfiguredTool::profile).forEach(tool -> {
            boolean isTrusted = tool.trustedResult() || !tool.trustedFields().isEmpty();
            if (isTrusted && tool.destination() != null && !isAccepted(tool, risks)) {
                readers.computeIfAbsent(tool.destination(), none -> new TreeSet<>())
                        .add("tools." + tool.key() + ".result.trust");
            }
        });
        List<String> warnings = new ArrayList<>();
        readers.forEach((destination, keys) -> {
            Set<String> writers = writers(destination, tools, intents);
            if (!writers.isEmpty()) {
                warnings.add(String.join(", ", keys) + ": read " + destination + ", where these write: "
                        + String.join(", ", writers)
                        + ". What one task writes there, another would take for trusted: trust only fields that"
                        + " these do not write (trust: { fields: [...] }) and say so on the tool that reads (risk: {"
                        + " decision: accept, review_by: DATE }), or trust none, or give what are systems of their"
                        + " own destinations of their own");
            }
        });
        return warnings;
    }

    private static Set<String> writers(
            String destination, Map<String, ConfiguredTool> tools, Map<String, IntentRules> intents) {
        Set<String> writers = new TreeSet<>();
        intents.forEach((name, rules) -> rules.allow().stream()
                .map(rule -> tools.get(rule.tool()))
                .filter(Objects::nonNull)
                .map(ConfiguredTool::profile)
                .filter(tool -> tool.action() != Action.READ && destination.equals(tool.destination()))
                .forEach(tool -> writers.add(tool.key() + " in intent " + name)));
        return writers;
    }

    private static boolean isAccepted(ToolProfile reader, List<RiskDecision> risks) {
        return risks.stream()
                .anyMatch(risk ->
                        risk.path().equals("tools." + reader.key()) && risk.decision() == RiskDecision.Choice.ACCEPT);
    }
}
