/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.internal.text.Suggestion;
import dev.taskbound.policy.ArgumentType;
import dev.taskbound.policy.Intent;
import dev.taskbound.policy.ParameterType;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a case probably meant where it names what the policy does not have; begins with a semicolon, or is empty. */
final class Misnamed {
    private Misnamed() {}

    static String inCall(Policy policy, StepResult result) {
        String tool = result.step().tool();
        if (result.reason() == ReasonCode.UNKNOWN_TOOL) {
            return Suggestion.orKnown(tool, names(policy));
        }
        Optional<ToolProfile> profile = policy.tool(tool);
        if (result.reason() == ReasonCode.BAD_ARGUMENTS && profile.isPresent()) {
            Set<String> declared = profile.get().arguments().keySet();
            Map<String, ?> given = given(result.step().arguments());
            return firstUnknown(given.keySet(), declared)
                    .map(name -> Suggestion.orKnown(name, declared))
                    .orElseGet(() -> mistyped(given, profile.get().arguments()));
        }
        if (!result.step().expected().permitted()
                && result.reason() == null
                && !result.asked().isEmpty()) {
            return "; who is asked agrees, unless the case says human: declines";
        }
        Set<String> asks = result.step().expected().asks();
        Set<String> groups = groups(policy.document());
        return firstUnknown(asks == null ? Set.of() : asks, groups)
                .map(name -> "; no rule asks \"" + name + "\"" + Suggestion.orKnown(name, groups))
                .orElse("");
    }

    static String inTask(Policy policy, TaskRequest task, ReasonCode reason, String detail) {
        Optional<Intent> intent = policy.intent(task.intent());
        if (intent.isEmpty()) {
            return reason == ReasonCode.UNKNOWN_INTENT
                    ? Suggestion.orKnown(task.intent(), policy.intents().keySet())
                    : "";
        }
        List<String> agents = policy.agents().keySet().stream()
                .filter(agent -> policy.isOpenTo(task.intent(), agent))
                .toList();
        if (reason == ReasonCode.INTENT_NOT_ALLOWED && !agents.contains(task.agent())) {
            return Suggestion.orKnown(task.agent(), agents);
        }
        Set<String> parameters = intent.get().parameters().keySet();
        return firstUnknown(task.parameters().keySet(), parameters)
                .map(name -> "; found \"" + name + "\"" + Suggestion.orKnown(name, parameters))
                .orElseGet(() -> detail.startsWith("the condition of open") ? opened(policy, task) : "");
    }

    /** The condition, and what the case says of the person, since most such conditions are about the person. */
    private static String opened(Policy policy, TaskRequest task) {
        Object at = policy.document();
        for (String key : List.of("intents", task.intent(), "open", "when")) {
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
        }
        Set<String> roles = task.principal().map(Principal::roles).orElse(Set.of());
        return "; it is " + at + ", and the case has the roles " + new TreeSet<>(roles);
    }

    private static Optional<String> firstUnknown(Collection<String> given, Set<String> known) {
        return given.stream().filter(name -> !known.contains(name)).findFirst();
    }

    /** Whom the policy asks, wherever it does. */
    private static Set<String> groups(@Nullable Object part) {
        Set<String> groups = new TreeSet<>();
        if (part instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value instanceof String group && (key.equals("by") || key.equals("approve"))) {
                    groups.add(group);
                }
                groups.addAll(groups(value));
            });
        } else if (part instanceof List<?> list) {
            list.forEach(each -> groups.addAll(groups(each)));
        }
        return groups;
    }

    private static Set<String> names(Policy policy) {
        return policy.document().get("tools") instanceof Map<?, ?> tools
                ? tools.keySet().stream().map(String::valueOf).collect(Collectors.toSet())
                : Set.of();
    }

    private static Map<String, ?> given(String arguments) {
        try {
            return StrictJson.parseObject(arguments, JsonLimits.RESULTS);
        } catch (JsonRefusedException e) {
            return Map.of();
        }
    }

    /** Without quotes YAML takes an account number for a number. */
    private static String mistyped(Map<String, ?> given, Map<String, ArgumentType> declared) {
        for (Map.Entry<String, ArgumentType> argument : declared.entrySet()) {
            Object value = given.get(argument.getKey());
            ParameterType type = argument.getValue().type();
            if (type == ParameterType.STRING && (value instanceof Number || value instanceof Boolean)) {
                return "; if text is meant, quote it: " + argument.getKey() + ": \"" + value + "\"";
            }
            if ((type == ParameterType.NUMBER || type == ParameterType.INTEGER) && value instanceof String) {
                return "; a number is written without quotes: " + argument.getKey();
            }
        }
        return "";
    }
}
