/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import dev.taskbound.policy.FlowRule.Match;
import dev.taskbound.policy.IntentLimits.Budget;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Binds the rules of an intent: {@code allow} and {@code deny}. */
final class RuleBinder {
    private static final Duration DEFAULT_WAIT = Duration.ofMinutes(5);
    private static final ValueReader<Duration> WAIT = Values.duration("7d");
    private static final ValueReader<Boolean> REMEMBER =
            Values.choice(Map.of("task", true), "task: what is approved holds for the rest of the task", true);
    private static final ValueReader<Match> MATCH = Values.choice(Match.class);

    private final FileContext file;
    private final Map<String, ConfiguredTool> tools;
    private final ValueReader<String> tool;
    private final ValueReader<String> destination;
    private final Set<String> labels;
    private final Set<String> trusted;
    private final ValueReader<String> label;

    RuleBinder(FileContext file, Collection<String> destinations, Map<String, ConfiguredTool> tools) {
        this.file = file;
        this.tools = tools;
        this.tool = Values.reference("the name of a tool in tools", tools.keySet());
        this.destination = Values.reference("the name of a destination in destinations", destinations);
        this.labels = labels(tools);
        this.trusted = trusted(tools);
        this.label = Values.reference("a label that some tool's result carries", labels);
    }

    /** What a condition on the opening of a task can name. */
    Scope opening(@Nullable Map<String, ParameterType> parameters) {
        return new Scope(false, parameters, null, labels, trusted);
    }

    private static Set<String> trusted(Map<String, ConfiguredTool> tools) {
        return tools.values().stream()
                .map(ConfiguredTool::profile)
                .filter(tool -> tool.trustedResult() || !tool.trustedFields().isEmpty())
                .map(ToolProfile::key)
                .collect(Collectors.toSet());
    }

    private static Set<String> labels(Map<String, ConfiguredTool> tools) {
        return tools.values().stream()
                .flatMap(configured -> configured.profile().labels().stream())
                .collect(Collectors.toSet());
    }

    AllowRule allow(YamlNode node, @Nullable Map<String, ParameterType> parameters) {
        Section rule = new Section(node, file.problems());
        String key = rule.required("tool", tool);
        Scope scope = scope(key, parameters);
        Condition when = file.condition(rule, "when", scope);
        ApprovalRule approval = rule.node("approval").isEmpty() ? null : approval(rule.section("approval"), scope);
        Obligation.Limit limit = rule.node("limit").isEmpty() ? null : limit(rule.section("limit"), key);
        rule.finish();
        return new AllowRule(file.rule(node.place()), key, when, approval, limit, file.canonical(node));
    }

    private Scope scope(@Nullable String tool, @Nullable Map<String, ParameterType> parameters) {
        Map<String, ArgumentType> arguments = arguments(tool);
        return new Scope(true, parameters, arguments.isEmpty() ? null : arguments, labels, trusted);
    }

    private Map<String, ArgumentType> arguments(@Nullable String tool) {
        ConfiguredTool configured = tool == null ? null : tools.get(tool);
        return configured == null ? Map.of() : configured.profile().arguments();
    }

    private ApprovalRule approval(Section approval, Scope scope) {
        Condition when = file.condition(approval, "when", scope);
        Map<String, ArgumentType> arguments = scope.arguments() == null ? Map.of() : scope.arguments();
        Map<String, BigDecimal> above = approval.values("above", ToolBinder.amount(arguments), Values.AMOUNT);
        ApprovalRule rule = approval(approval, "by", when, above);
        if (rule.remember() && !above.isEmpty()) {
            file.problems()
                    .add(
                            approval.place(),
                            "found remember and above, expected one of them: an answer that holds for the rest of the"
                                    + " task would let any further sum pass");
        }
        approval.finish();
        return rule;
    }

    ApprovalRule approval(Section approval, String whom, @Nullable Condition when, Map<String, BigDecimal> above) {
        return new ApprovalRule(
                file.rule(approval.place()),
                when,
                above,
                approval.required(whom, Values.GROUP),
                approval.optional("wait", WAIT).orElse(DEFAULT_WAIT),
                approval.optional("remember", REMEMBER).orElse(false));
    }

    private Obligation.Limit limit(Section limit, String tool) {
        Budget budget = LimitsBinder.budget(limit, ToolBinder.amount(arguments(tool)));
        limit.finish();
        return new Obligation.Limit(file.rule(limit.place()), budget.count(), budget.sums());
    }

    void deny(
            YamlNode node, @Nullable Map<String, ParameterType> parameters, List<DenyRule> deny, List<FlowRule> flows) {
        Section rule = new Section(node, file.problems());
        if (rule.has("from") || rule.has("to")) {
            flows.add(flow(node, rule, parameters));
        } else {
            deny.add(denial(node, rule, parameters));
        }
        rule.finish();
    }

    private FlowRule flow(YamlNode node, Section rule, @Nullable Map<String, ParameterType> parameters) {
        rule.node("to")
                .filter(YamlNode.Scalar.class::isInstance)
                .map(scalar -> ((YamlNode.Scalar) scalar).text())
                .filter(tools::containsKey)
                .ifPresent(name -> file.problems()
                        .add(
                                rule.place(),
                                "found the tool " + name + " as to, expected the destination that tools." + name
                                        + " reaches; it may be one for this tool alone"));
        return new FlowRule(
                file.rule(node.place()),
                rule.required("from", label),
                rule.required("to", destination),
                rule.optional("match", MATCH).orElse(Match.TASK),
                file.condition(rule, "when", scope(null, parameters)),
                rule.optional("reason", Values.TEXT).orElse(""),
                file.canonical(node));
    }

    private DenyRule denial(YamlNode node, Section rule, @Nullable Map<String, ParameterType> parameters) {
        String key = rule.orNull("tool", tool);
        DenyRule bound = new DenyRule(
                file.rule(node.place()),
                key,
                rule.orNull("action", PolicyBinder.ACTION),
                rule.orNull("destination", destination),
                file.condition(rule, "when", scope(key, parameters)),
                rule.optional("reason", Values.TEXT).orElse(""),
                file.canonical(node));
        boolean isAimed = rule.has("tool") || rule.has("action") || rule.has("destination") || rule.has("when");
        if (!isAimed) {
            rule.missing("tool", "what to deny: tool, action, destination or when, or a flow with from and to");
        }
        return bound;
    }
}
