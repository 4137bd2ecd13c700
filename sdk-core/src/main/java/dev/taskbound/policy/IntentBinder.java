/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Shown;
import dev.taskbound.policy.ConfiguredTool.UntrustedContent;
import dev.taskbound.policy.IntentRules.OpenRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds {@code intents}. */
final class IntentBinder {
    static final String ALLOW = "rules such as { tool: lookup_order }";
    static final String DENY = "rules such as { tool: send_email, when: ... } or { from: pii, to: mail }";
    private static final ValueReader<ParameterType> TYPE = Values.choice(
            Map.of(
                    "string", ParameterType.STRING,
                    "integer", ParameterType.INTEGER,
                    "number", ParameterType.NUMBER,
                    "boolean", ParameterType.BOOLEAN,
                    "list", ParameterType.LIST),
            "one of string, integer, number, boolean, list",
            ParameterType.STRING);

    private static final Set<String> KEYS =
            Set.of("owner", "risk", "open", "parameters", "allow", "deny", "limits", "unknown_origin");

    private final FileContext file;
    private final Map<String, ConfiguredTool> tools;
    private final ValueReader<String> agent;
    private final RuleBinder rules;
    private final LimitsBinder limits;

    IntentBinder(
            FileContext file,
            Collection<String> agents,
            Collection<String> destinations,
            Map<String, ConfiguredTool> tools) {
        this.file = file;
        this.tools = tools;
        this.agent = Values.reference("the name of an agent in agents", agents);
        this.limits = new LimitsBinder(tools);
        this.rules = new RuleBinder(file, destinations, tools);
    }

    Map<String, IntentRules> bind(Section root) {
        return root.sections("intents", Values.NAME, this::intent);
    }

    private IntentRules intent(String name, Section section) {
        if (KEYS.contains(name)) {
            file.problems()
                    .add(
                            section.place(),
                            "found an intent with the name " + Shown.quoted(name)
                                    + ", expected another: it is a key of intents, perhaps indented too little");
        }
        String owner = section.orNull("owner", Values.TEXT);
        file.risk(section, owner);
        int problemsBefore = file.problems().count();
        Map<String, ParameterType> declared = section.values("parameters", Values.IDENTIFIER, TYPE);
        Map<String, ParameterType> parameters = file.problems().count() > problemsBefore ? null : declared;
        OpenRule open = open(section, parameters);
        List<AllowRule> allow = new ArrayList<>();
        section.items("allow", ALLOW).forEach(item -> allow.add(rules.allow(item, parameters)));
        List<DenyRule> deny = new ArrayList<>();
        List<FlowRule> flows = new ArrayList<>();
        section.items("deny", DENY).forEach(item -> rules.deny(item, parameters, deny, flows));
        Intent intent = new Intent(name, owner, declared, limits.bind(section.section("limits")));
        ApprovalRule unknownOrigin = unknownOrigin(section);
        requireSomebodyToAsk(section, allow, unknownOrigin);
        return new IntentRules(intent, file.rule(section.place()), open, allow, deny, flows, unknownOrigin, tools);
    }

    private @Nullable OpenRule open(Section intent, @Nullable Map<String, ParameterType> parameters) {
        YamlNode node = intent.node("open").orElse(null);
        if (node == null) {
            return null;
        }
        Section open = new Section(node, file.problems());
        List<String> agents = open.requiredList("agents", agent);
        OpenRule rule = new OpenRule(
                file.rule(open.place()), Set.copyOf(agents), file.condition(open, "when", rules.opening(parameters)));
        open.finish();
        return rule;
    }

    /** Null stands for deny. */
    private @Nullable ApprovalRule unknownOrigin(Section intent) {
        YamlNode node = intent.node("unknown_origin").orElse(null);
        if (node instanceof YamlNode.Mapping) {
            Section approval = new Section(node, file.problems());
            ApprovalRule rule = rules.approval(approval, "approve", null, Map.of());
            approval.finish();
            return rule;
        }
        if (node != null) {
            Values.choice(Map.of("deny", true), "deny, or { approve: support-lead, wait: 5m }", true)
                    .read(node, file.problems());
        }
        return null;
    }

    private void requireSomebodyToAsk(Section intent, List<AllowRule> allow, @Nullable ApprovalRule unknownOrigin) {
        allow.stream()
                .map(rule -> tools.get(rule.tool()))
                .filter(tool -> tool != null && tool.content().containsValue(UntrustedContent.APPROVE))
                .filter(tool -> unknownOrigin == null)
                .forEach(tool -> file.problems()
                        .add(
                                intent.place(),
                                "found nobody to ask, expected unknown_origin: { approve: ... }: the content of "
                                        + tool.profile().key() + " wants approval"));
    }
}
