/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import java.util.ArrayList;
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
        List<String> warnings = new ArrayList<>();
        tools.values().forEach(tool -> {
            ToolProfile reader = tool.profile();
            boolean isTrusted =
                    reader.trustedResult() || !reader.trustedFields().isEmpty();
            Set<String> writers = new TreeSet<>();
            intents.forEach((name, rules) -> rules.allow().stream()
                    .map(rule -> tools.get(rule.tool()))
                    .filter(Objects::nonNull)
                    .map(ConfiguredTool::profile)
                    .filter(writer -> writes(writer, reader))
                    .forEach(writer -> writers.add(writer.key() + " in intent " + name)));
            if (isTrusted && !writers.isEmpty() && !isAccepted(reader, risks)) {
                warnings.add("tools." + reader.key() + ".result.trust: its results are trusted, and it reads "
                        + reader.destination() + ", where these write: " + String.join(", ", writers)
                        + ". What one task writes there, another would take for trusted: trust only fields that these do"
                        + " not write (trust: { fields: [...] }), or not at all, or accept the risk on the tool (risk: {"
                        + " decision: accept, review_by: DATE })");
            }
        });
        return warnings;
    }

    private static boolean isAccepted(ToolProfile reader, List<RiskDecision> risks) {
        return risks.stream()
                .anyMatch(risk ->
                        risk.path().equals("tools." + reader.key()) && risk.decision() == RiskDecision.Choice.ACCEPT);
    }

    private static boolean writes(ToolProfile writer, ToolProfile reader) {
        return writer.action() != Action.READ
                && writer.destination() != null
                && writer.destination().equals(reader.destination());
    }
}
