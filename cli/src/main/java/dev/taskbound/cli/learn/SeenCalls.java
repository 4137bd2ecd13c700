/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.learn;

import dev.taskbound.cli.recorded.RecordedArgument;
import dev.taskbound.cli.recorded.RecordedCall;
import dev.taskbound.cli.recorded.RecordedTask;
import dev.taskbound.policy.ArgumentType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The calls of one tool under one rule, each with its task. */
final class SeenCalls {
    private final List<Seen> calls = new ArrayList<>();

    private final Map<String, ArgumentType> declared;

    private record Seen(RecordedTask task, RecordedCall call) {}

    /** @param declared the arguments that the policy declares; empty where it declares none */
    SeenCalls(Map<String, ArgumentType> declared) {
        this.declared = declared;
    }

    void add(RecordedTask task, RecordedCall call) {
        calls.add(new Seen(task, call));
    }

    int size() {
        return calls.size();
    }

    Set<String> tasks() {
        Set<String> tasks = new LinkedHashSet<>();
        calls.forEach(seen -> tasks.add(seen.task.id()));
        return tasks;
    }

    List<RecordedCall> ofTask(String id) {
        return calls.stream()
                .filter(seen -> seen.task.id().equals(id))
                .map(Seen::call)
                .toList();
    }

    /** Names of the arguments that any of the calls has. */
    Set<String> arguments() {
        Set<String> names = new TreeSet<>();
        calls.forEach(seen -> given(seen).forEach(argument -> names.add(argument.name())));
        return names;
    }

    /** The argument in each call that has it. */
    List<RecordedArgument> of(String name) {
        return calls.stream()
                .map(seen -> argument(seen, name))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Names of parameters that an application set, and whose value is the argument's in every call that has it. */
    @Nullable
    String parameterThatIs(String argument) {
        return parameter(argument, (parameter, value) -> Objects.equals(parameter, value));
    }

    /** As {@link #parameterThatIs}, of a parameter that is a list which holds the value. */
    @Nullable
    String parameterThatHolds(String argument) {
        return parameter(argument, (parameter, value) -> parameter instanceof List<?> list && list.contains(value));
    }

    private @Nullable String parameter(String argument, Comparison comparison) {
        Set<String> names = new TreeSet<>();
        calls.forEach(seen -> seen.task.parameters().forEach(parameter -> names.add(parameter.name())));
        return names.stream()
                .filter(name -> calls.stream()
                        .filter(seen -> argument(seen, argument) != null)
                        .allMatch(seen -> holds(seen, name, argument, comparison)))
                .findFirst()
                .orElse(null);
    }

    private boolean holds(Seen seen, String parameter, String name, Comparison comparison) {
        RecordedArgument argument = Objects.requireNonNull(argument(seen, name));
        return argument.hasValue()
                && seen.task.parameters().stream()
                        .filter(given -> given.name().equals(parameter) && given.known() && given.value() != null)
                        .anyMatch(given -> comparison.test(given.value(), argument.value()));
    }

    private @Nullable RecordedArgument argument(Seen seen, String name) {
        return given(seen).stream()
                .filter(argument -> argument.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** As conditions see them: null is not given where it passes. */
    private List<RecordedArgument> given(Seen seen) {
        List<RecordedArgument> arguments = seen.call.arguments();
        return arguments == null
                ? List.of()
                : arguments.stream().filter(argument -> !isLeftOut(argument)).toList();
    }

    private boolean isLeftOut(RecordedArgument argument) {
        ArgumentType type = declared.get(argument.name());
        return type != null && type.nullable() && argument.hasValue() && argument.value() == null;
    }

    private interface Comparison {
        boolean test(@Nullable Object parameter, @Nullable Object value);
    }
}
