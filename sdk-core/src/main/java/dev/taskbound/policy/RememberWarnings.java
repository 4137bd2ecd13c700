/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Answers that may be remembered although what made somebody be asked can be another value the next time. */
final class RememberWarnings {
    private RememberWarnings() {}

    static List<String> of(Map<String, ConfiguredTool> tools, Collection<IntentRules> intents) {
        List<String> warnings = new ArrayList<>();
        intents.forEach(intent -> intent.allow().forEach(rule -> {
            ConfiguredTool tool = tools.get(rule.tool());
            ApprovalRule approval = rule.approval();
            if (tool != null && approval != null && approval.remember()) {
                look(tool.profile(), approval, warnings);
            }
        }));
        return warnings;
    }

    private static void look(ToolProfile tool, ApprovalRule approval, List<String> warnings) {
        Set<String> loose = new TreeSet<>(approval.read());
        loose.removeAll(tool.control());
        // Of a tool without control, an answer holds for the same arguments, all of them.
        if (!tool.control().isEmpty() && !loose.isEmpty()) {
            warnings.add(approval.rule() + ": a remembered answer holds for the same "
                    + String.join(", ", tool.control()) + ", whatever " + String.join(", ", loose)
                    + " is then: add it to tools." + tool.key() + ".control, or leave remember out");
        }
    }
}
