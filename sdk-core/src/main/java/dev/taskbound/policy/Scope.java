/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.ConditionEnvironment;
import dev.taskbound.conditions.ValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What conditions can name, and of what type.
 *
 * @param isCall whether a call is decided; otherwise the opening of a task
 * @param parameters the intent's parameters; null where they are declared wrongly, which is said once only
 * @param arguments the tool's declared arguments; null where the tool is not known or declares none
 * @param labels that some tool's result carries
 * @param trusted tools whose results are trusted, or fields of them
 */
record Scope(
        boolean isCall,
        @Nullable Map<String, ParameterType> parameters,
        @Nullable Map<String, ArgumentType> arguments,
        Set<String> labels,
        Set<String> trusted) {
    private static final ValueType PRINCIPAL =
            ValueType.record(Map.of("subject", ValueType.STRING, "roles", ValueType.listOf(ValueType.STRING)));
    private static final ValueType CALL =
            ValueType.record(Map.of("total", ValueType.INTEGER, "tool", ValueType.INTEGER));

    ConditionEnvironment environment() {
        return environment(fields(arguments, ArgumentType::type));
    }

    /** @param args the type of the arguments, as the tool's own schema says */
    ConditionEnvironment environment(ValueType args) {
        ConditionEnvironment.Builder builder = ConditionEnvironment.builder()
                .labels(labels)
                .variable("principal", PRINCIPAL)
                .variable("agent", ValueType.STRING)
                .variable("tenant", ValueType.STRING)
                .variable("task", fields(parameters, type -> type))
                .variable("now", ValueType.TIMESTAMP);
        if (parameters != null) {
            builder.origins(origins(parameters.keySet()));
        }
        return (isCall ? withCall(builder, args) : builder).build();
    }

    private Set<String> origins(Set<String> given) {
        Set<String> origins = new HashSet<>(Set.of("statement"));
        given.forEach(name -> origins.add("parameter." + name));
        trusted.forEach(tool -> origins.add("result." + tool));
        return origins;
    }

    private ConditionEnvironment.Builder withCall(ConditionEnvironment.Builder builder, ValueType args) {
        return builder.variable("args", args)
                .variable("action", ValueType.STRING)
                .variable("destination", ValueType.STRING)
                .variable("call", CALL);
    }

    private static <T> ValueType fields(@Nullable Map<String, T> fields, Function<T, ParameterType> typeOf) {
        if (fields == null) {
            return ValueType.mapOf(ValueType.DYNAMIC);
        }
        Map<String, ValueType> types = new HashMap<>();
        fields.forEach((name, type) -> types.put(name, type(typeOf.apply(type))));
        return ValueType.record(types);
    }

    private static ValueType type(ParameterType type) {
        return switch (type) {
            case STRING -> ValueType.STRING;
            case INTEGER -> ValueType.INTEGER;
            case NUMBER -> ValueType.NUMBER;
            case BOOLEAN -> ValueType.BOOLEAN;
            case LIST -> ValueType.listOf(ValueType.DYNAMIC);
            case OBJECT -> ValueType.mapOf(ValueType.DYNAMIC);
        };
    }
}
