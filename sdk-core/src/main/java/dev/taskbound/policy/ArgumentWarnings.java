/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that read an argument which a call may lack, as far as {@code args} and pinned schemas tell: without {@code has()} such a call is
 * refused with {@code CONDITION_ERROR}.
 */
final class ArgumentWarnings {
    private static final int MOST_LISTED = 5;

    private final Map<String, ConfiguredTool> tools;
    private final Map<String, ToolPin> pinned;
    private final List<String> warnings = new ArrayList<>();

    private ArgumentWarnings(Map<String, ConfiguredTool> tools, Map<String, ToolPin> pinned) {
        this.tools = tools;
        this.pinned = pinned;
    }

    /** @param pinned tools whose own schema says which arguments they require */
    static List<String> of(
            Map<String, ConfiguredTool> tools, Collection<IntentRules> intents, Map<String, ToolPin> pinned) {
        ArgumentWarnings found = new ArgumentWarnings(tools, pinned);
        intents.forEach(found::look);
        return found.warnings;
    }

    private void look(IntentRules intent) {
        Set<String> allowed = new LinkedHashSet<>();
        intent.allow().forEach(rule -> {
            allowed.add(rule.tool());
            ofTool(rule.rule(), rule.tool(), rule.when());
            if (rule.approval() != null) {
                ofTool(rule.approval().rule(), rule.tool(), rule.approval().when());
            }
        });
        intent.deny().forEach(rule -> {
            if (rule.tool() != null) {
                ofTool(rule.rule(), rule.tool(), rule.when());
            } else {
                ofMany(rule.rule(), rule.when(), allowed, rule::appliesTo);
            }
        });
        intent.flows()
                .forEach(rule -> ofMany(
                        rule.rule(),
                        rule.when(),
                        allowed,
                        tool -> rule.destination().equals(tool.destination())));
    }

    /** Null counts as not given where it may pass. */
    private void ofTool(String rule, String tool, @Nullable Condition when) {
        ConfiguredTool configured = tools.get(tool);
        if (when == null || configured == null) {
            return;
        }
        unguarded(when).forEach(name -> {
            ArgumentType type = configured.profile().arguments().get(name);
            ToolPin pin = pinned.get(tool);
            String why = type != null && type.nullable()
                    ? "which may be null and counts as not given then"
                    : pin != null && !pin.requires(name) ? "which the tool's own schema does not require" : "";
            if (!why.isEmpty()) {
                warnings.add(rule + ": reads args." + name + ", " + why + ": each such call is refused with"
                        + " CONDITION_ERROR, unless the condition asks has(args." + name + ") first");
            }
        });
    }

    private void ofMany(String rule, @Nullable Condition when, Set<String> allowed, Predicate<ToolProfile> meets) {
        if (when == null) {
            return;
        }
        unguarded(when).forEach(name -> {
            List<String> without = allowed.stream()
                    .map(tools::get)
                    .filter(tool -> tool != null && meets.test(tool.profile()))
                    .filter(tool -> !tool.profile().arguments().isEmpty()
                            && !tool.profile().arguments().containsKey(name))
                    .map(tool -> tool.profile().key())
                    .toList();
            if (!without.isEmpty()) {
                String more = without.size() > MOST_LISTED ? " and " + (without.size() - MOST_LISTED) + " more" : "";
                warnings.add(rule + ": reads args." + name + ", which these do not have: "
                        + without.stream().limit(MOST_LISTED).collect(Collectors.joining(", ")) + more
                        + ". Each call of them is refused with CONDITION_ERROR: name the tool that is meant, or write"
                        + " has(args." + name + ") && ... first");
            }
        });
    }

    private static Set<String> unguarded(Condition when) {
        return when.references().stream()
                .map(path -> path.split("\\.", 3))
                .filter(path -> path[0].equals("args") && path.length > 1)
                .map(path -> path[1])
                .filter(name -> !when.source().contains("has(args." + name + ")"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
