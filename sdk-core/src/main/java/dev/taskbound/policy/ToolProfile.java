/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import dev.taskbound.origin.FieldPath;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says a tool is.
 *
 * @param key {@code source/name}, or the bare name of a tool that the application itself registered
 * @param action decides which identity and scopes a call gets
 * @param destination the system it reaches; null for a tool that reaches none and gets no credential
 * @param arguments declared arguments, name to type; empty where the policy declares none
 * @param control arguments that decide who gets what
 * @param trustedResult whether results count as a trusted origin, whole
 * @param labels labels that its results carry
 * @param describe what an approver reads; {@code {name}} stands for the argument's value
 * @param trustedFields fields of results that count as a trusted origin while the rest does not
 */
public record ToolProfile(
        String key,
        Action action,
        @Nullable String destination,
        Map<String, ArgumentType> arguments,
        List<String> control,
        boolean trustedResult,
        Set<String> labels,
        @Nullable String describe,
        List<FieldPath> trustedFields) {

    public ToolProfile {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(action, "action");
        arguments = Map.copyOf(arguments);
        control = List.copyOf(control);
        labels = Set.copyOf(labels);
        trustedFields = List.copyOf(trustedFields);
    }

    /** Of whose results no field is trusted that is not trusted with the whole. */
    public ToolProfile(
            String key,
            Action action,
            @Nullable String destination,
            Map<String, ArgumentType> arguments,
            List<String> control,
            boolean trustedResult,
            Set<String> labels,
            @Nullable String describe) {
        this(key, action, destination, arguments, control, trustedResult, labels, describe, List.of());
    }

    public Optional<String> describeTemplate() {
        return Optional.ofNullable(describe);
    }
}
