/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.origin.Origins;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows what it is told. */
record FakeOrigins(Set<Object> knownValues, Map<Object, Set<String>> labelled, Set<String> labelsSeen)
        implements Origins {
    static final FakeOrigins NONE = new FakeOrigins(Set.of(), Map.of(), Set.of());

    static FakeOrigins knowing(Object... values) {
        return new FakeOrigins(Set.of(values), Map.of(), Set.of());
    }

    FakeOrigins havingSeen(String label) {
        return new FakeOrigins(knownValues, labelled, Set.of(label));
    }

    FakeOrigins labelled(Object value, String label) {
        return new FakeOrigins(knownValues, Map.of(value, Set.of(label)), Set.of(label));
    }

    @Override
    public boolean known(@Nullable Object value) {
        return value instanceof List<?> list
                ? !list.isEmpty() && list.stream().allMatch(this::known)
                : value != null && knownValues.contains(value);
    }

    @Override
    public Set<String> of(@Nullable Object value) {
        return known(value) ? Set.of("statement") : Set.of();
    }

    @Override
    public Set<String> labels(@Nullable Object value) {
        Set<String> labels = new HashSet<>();
        labelled.forEach((held, names) -> {
            if (String.valueOf(value).contains(String.valueOf(held))) {
                labels.addAll(names);
            }
        });
        return labels;
    }
}
