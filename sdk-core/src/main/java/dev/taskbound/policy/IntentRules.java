/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of one intent, found by tool: what a decision costs does not grow with the file. */
final class IntentRules {
    private final Intent intent;
    private final String rule;
    private final @Nullable OpenRule open;
    private final List<AllowRule> allow;
    private final List<DenyRule> deny;
    private final List<FlowRule> flows;
    private final @Nullable ApprovalRule unknownOrigin;
    private final Set<String> sums;
    private final Map<String, ToolRules> byTool = new HashMap<>();

    /** @param unknownOrigin whom to ask about values of unknown origin; null refuses them */
    IntentRules(
            Intent intent,
            String rule,
            @Nullable OpenRule open,
            List<AllowRule> allow,
            List<DenyRule> deny,
            List<FlowRule> flows,
            @Nullable ApprovalRule unknownOrigin,
            Map<String, ConfiguredTool> tools) {
        this.intent = intent;
        this.rule = rule;
        this.open = open;
        this.allow = List.copyOf(allow);
        this.deny = List.copyOf(deny);
        this.flows = List.copyOf(flows);
        this.unknownOrigin = unknownOrigin;
        this.sums = allow.stream()
                .map(AllowRule::approval)
                .filter(Objects::nonNull)
                .flatMap(approval -> approval.above().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
        this.allow.stream()
                .filter(allowed -> tools.containsKey(allowed.tool()))
                .collect(Collectors.groupingBy(AllowRule::tool))
                .forEach((tool, rules) -> byTool.put(
                        tool, toolRules(Objects.requireNonNull(tools.get(tool)).profile(), rules)));
    }

    private ToolRules toolRules(ToolProfile tool, List<AllowRule> rules) {
        return new ToolRules(
                rules,
                deny.stream().filter(denial -> denial.appliesTo(tool)).toList(),
                flows.stream()
                        .filter(flow -> flow.destination().equals(tool.destination()))
                        .toList());
    }

    Intent intent() {
        return intent;
    }

    String rule() {
        return rule;
    }

    @Nullable
    OpenRule open() {
        return open;
    }

    List<AllowRule> allow() {
        return allow;
    }

    List<DenyRule> deny() {
        return deny;
    }

    List<FlowRule> flows() {
        return flows;
    }

    @Nullable
    ApprovalRule unknownOrigin() {
        return unknownOrigin;
    }

    /** Wherever somebody is asked: by rules, and about what is of unknown origin. */
    Stream<ApprovalRule> approvals() {
        return Stream.concat(allow.stream().map(AllowRule::approval), Stream.ofNullable(unknownOrigin))
                .filter(Objects::nonNull);
    }

    /** The arguments whose sums decide whether somebody is asked. */
    Set<String> sums() {
        return sums;
    }

    /** A tool that no rule allows still meets the rules that deny it, so that the record names the reason. */
    ToolRules rules(ToolProfile tool) {
        ToolRules indexed = byTool.get(tool.key());
        return indexed == null ? toolRules(tool, List.of()) : indexed;
    }

    boolean couldAllow(ToolProfile tool) {
        ToolRules rules = rules(tool);
        return !rules.allow().isEmpty() && rules.deny().stream().noneMatch(denial -> denial.when() == null);
    }

    /** The rules that can match a call of one tool. */
    record ToolRules(List<AllowRule> allow, List<DenyRule> deny, List<FlowRule> flows) {}

    /** Who may open a task. */
    record OpenRule(
            String rule, Set<String> agents, @Nullable Condition when) {
        OpenRule {
            agents = Set.copyOf(agents);
        }
    }
}
