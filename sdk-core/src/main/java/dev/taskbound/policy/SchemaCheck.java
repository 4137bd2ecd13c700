/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import dev.taskbound.conditions.ConditionEnvironment;
import dev.taskbound.conditions.ValueType;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.JsonSchema;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.internal.text.Shown;
import dev.taskbound.internal.text.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a policy says of one tool fits the tool's own schema. Rules that name no tool are not asked: they meet the
 * arguments of every tool, and say themselves which they need.
 */
final class SchemaCheck {
    private final PolicyParts parts;
    private final String tool;
    private final JsonSchema schema;
    private final ValueType arguments;
    private final Map<Scope, ConditionEnvironment> environments = new HashMap<>();

    private SchemaCheck(PolicyParts parts, String tool, JsonSchema schema) {
        this.parts = parts;
        this.tool = tool;
        this.schema = schema;
        this.arguments = arguments(schema);
    }

    /** @throws IllegalArgumentException if the schema is none */
    static SchemaCheck of(PolicyParts parts, String tool, String schema) {
        try {
            Map<String, ?> tree = StrictJson.parseObject(schema, JsonLimits.RESULTS);
            return new SchemaCheck(parts, tool, JsonSchema.compile(tree));
        } catch (JsonRefusedException e) {
            throw new IllegalArgumentException("the schema of " + tool + " cannot be used: " + e.getMessage());
        }
    }

    /** What is wrong with conditions about the tool, by intent; intents without problems are not there. */
    Map<String, List<PolicyProblem>> conditions() {
        Map<String, List<PolicyProblem>> found = new LinkedHashMap<>();
        parts.intents().forEach((name, rules) -> {
            List<PolicyProblem> problems = conditions(rules)
                    .flatMap(condition -> parts.written().problems(condition, arguments, environments).stream())
                    .toList();
            if (!problems.isEmpty()) {
                found.put(name, problems);
            }
        });
        return found;
    }

    private Stream<Condition> conditions(IntentRules rules) {
        List<Condition> conditions = new ArrayList<>();
        rules.allow().stream().filter(rule -> rule.tool().equals(tool)).forEach(rule -> {
            add(conditions, rule.when());
            add(conditions, rule.approval() == null ? null : rule.approval().when());
        });
        rules.deny().stream().filter(rule -> tool.equals(rule.tool())).forEach(rule -> add(conditions, rule.when()));
        return conditions.stream();
    }

    private static void add(List<Condition> conditions, @Nullable Condition condition) {
        if (condition != null) {
            conditions.add(condition);
        }
    }

    /** Arguments that the policy names and the tool does not have: what protects them would protect nothing. */
    List<PolicyProblem> names() {
        ConfiguredTool configured = parts.tools().get(tool);
        if (configured == null || schema.allowsOtherProperties()) {
            return List.of();
        }
        Set<String> known = schema.propertyTypes().keySet();
        return Stream.of(
                        configured.profile().arguments().keySet(),
                        configured.profile().control(),
                        configured.content().keySet())
                .flatMap(names -> names.stream())
                .distinct()
                .filter(name -> !known.contains(name))
                .map(name -> parts.written()
                        .ofTool(
                                tool,
                                "found the argument " + Shown.quoted(name)
                                        + ", expected one that the tool's own schema has" + Suggestion.of(name, known)))
                .toList();
    }

    /** Where the schema leaves several types possible, any value may come; where it is open, any argument. */
    private static ValueType arguments(JsonSchema schema) {
        if (schema.allowsOtherProperties()) {
            return ValueType.mapOf(ValueType.DYNAMIC);
        }
        Map<String, ValueType> types = new HashMap<>();
        schema.propertyTypes()
                .forEach((name, words) -> types.put(
                        name, words.size() == 1 ? type(words.iterator().next()) : ValueType.DYNAMIC));
        return ValueType.record(types);
    }

    private static ValueType type(String word) {
        return switch (word) {
            case "string" -> ValueType.STRING;
            case "integer" -> ValueType.INTEGER;
            case "number" -> ValueType.NUMBER;
            case "boolean" -> ValueType.BOOLEAN;
            case "array" -> ValueType.listOf(ValueType.DYNAMIC);
            case "object" -> ValueType.mapOf(ValueType.DYNAMIC);
            default -> ValueType.DYNAMIC;
        };
    }
}
