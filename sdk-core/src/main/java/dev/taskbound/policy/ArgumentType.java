/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The type that a policy declares for an argument of a tool: {@code string}, or {@code string or null} where the tool takes
 * {@code null} as well.
 *
 * @param type of what is not null
 * @param nullable whether null is allowed. It then counts as not given: conditions do not see it
 */
public record ArgumentType(ParameterType type, boolean nullable) {
    private static final Map<String, ArgumentType> WORDS = Arrays.stream(ParameterType.values())
            .flatMap(type -> List.of(new ArgumentType(type, false), new ArgumentType(type, true)).stream())
            .collect(Collectors.toUnmodifiableMap(ArgumentType::word, type -> type));

    public ArgumentType {
        Objects.requireNonNull(type, "type");
    }

    /** The type of that {@link #word}; empty if there is none. */
    public static Optional<ArgumentType> of(String word) {
        return Optional.ofNullable(WORDS.get(word));
    }

    static Map<String, ArgumentType> words() {
        return WORDS;
    }

    /** The word in the policy file. */
    public String word() {
        return type.word() + (nullable ? " or null" : "");
    }

    boolean accepts(@Nullable Object value) {
        return value == null ? nullable : type.accepts(value);
    }

    /** Whether the value names nobody and nothing, and the policy says that the argument may. */
    boolean leavesOut(@Nullable Object value) {
        return nullable && isNothing(value);
    }

    /** Null, or an empty text or list. */
    static boolean isNothing(@Nullable Object value) {
        return value == null || value.equals("") || value.equals(List.of());
    }

    /** Of the arguments those that are given. */
    static Map<String, @Nullable Object> given(
            Map<String, @Nullable Object> arguments, Map<String, ArgumentType> declared) {
        // Not containsValue: maps that take no null throw when they are asked for one.
        if (declared.isEmpty() || arguments.values().stream().noneMatch(Objects::isNull)) {
            return arguments;
        }
        Map<String, @Nullable Object> given = new TreeMap<>(arguments);
        given.entrySet().removeIf(argument -> {
            ArgumentType type = declared.get(argument.getKey());
            return argument.getValue() == null && type != null && type.nullable();
        });
        return given;
    }
}
