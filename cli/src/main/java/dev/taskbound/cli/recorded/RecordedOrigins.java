/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.recorded;

import dev.taskbound.origin.Origins;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was recorded of the origins of one call's arguments. Of other values nothing is known. */
final class RecordedOrigins implements Origins {
    private final List<RecordedArgument> arguments;
    private final Set<String> labelsSeen;

    RecordedOrigins(List<RecordedArgument> arguments, List<String> labelsSeen) {
        this.arguments = arguments;
        this.labelsSeen = Set.copyOf(labelsSeen);
    }

    @Override
    public boolean known(@Nullable Object value) {
        return arguments.stream().anyMatch(argument -> argument.known() && holds(argument, value));
    }

    @Override
    public Set<String> of(@Nullable Object value) {
        Set<String> origins = new HashSet<>();
        fields(value).forEach(field -> origins.add(field.split("#", 2)[0]));
        return origins;
    }

    @Override
    public Set<String> fields(@Nullable Object value) {
        return collected(value, RecordedArgument::origins);
    }

    @Override
    public List<String> unknownEntities(@Nullable Object value) {
        boolean areKnown = arguments.stream().anyMatch(each -> each.entitiesKnown() && holds(each, value));
        return areKnown ? List.of() : Origins.super.unknownEntities(value);
    }

    @Override
    public Set<String> labelsSeen() {
        return labelsSeen;
    }

    @Override
    public Set<String> labels(@Nullable Object value) {
        return collected(value, RecordedArgument::labels);
    }

    private Set<String> collected(@Nullable Object value, Function<RecordedArgument, List<String>> what) {
        Set<String> collected = new HashSet<>();
        arguments.stream()
                .filter(argument -> holds(argument, value))
                .forEach(each -> collected.addAll(what.apply(each)));
        return collected;
    }

    /** The value itself, or an element of it: a list is known when each element is. */
    private static boolean holds(RecordedArgument argument, @Nullable Object value) {
        return argument.hasValue()
                && (Objects.equals(argument.value(), value)
                        || (argument.value() instanceof List<?> list && list.contains(value)));
    }
}
