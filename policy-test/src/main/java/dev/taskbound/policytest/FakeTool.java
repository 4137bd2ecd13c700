/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.Tool;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.policy.ArgumentType;
import dev.taskbound.policy.ParameterType;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A tool that answers what a case says, and counts how often it ran. */
final class FakeTool implements Tool<String, RuntimeException> {
    private final Policy policy;
    private final PolicyTestStep step;
    private int runs;

    FakeTool(Policy policy, PolicyTestStep step) {
        this.policy = policy;
        this.step = step;
    }

    ToolCall call() {
        int slash = step.tool().lastIndexOf('/');
        ToolDescriptor named = ToolDescriptor.named(step.tool().substring(slash + 1))
                .withSource(slash < 0 ? "" : step.tool().substring(0, slash))
                .withSchema(schema());
        return ToolCall.of(named, step.arguments());
    }

    int runs() {
        return runs;
    }

    @Override
    public String run(CallContext call) {
        runs++;
        if (step.fails()) {
            throw new Failure(step.returns());
        }
        return step.returns();
    }

    /** What the policy declares; where it declares nothing, whatever the case gives. */
    private String schema() {
        Map<String, ArgumentType> declared =
                policy.tool(step.tool()).map(ToolProfile::arguments).orElse(Map.of());
        Map<String, Object> properties = new TreeMap<>();
        declared.forEach((name, type) -> properties.put(name, schema(type)));
        return CanonicalJson.write(
                Map.of("type", "object", "properties", properties, "additionalProperties", declared.isEmpty()));
    }

    /** A policy does not say what is in an object. */
    private static Map<String, Object> schema(ArgumentType type) {
        String word = type.type() == ParameterType.LIST ? "array" : type.type().word();
        return Map.of("type", type.nullable() ? List.of(word, "null") : List.of(word), "additionalProperties", true);
    }

    /** The tool ran and failed, as the case says. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message);
        }
    }
}
