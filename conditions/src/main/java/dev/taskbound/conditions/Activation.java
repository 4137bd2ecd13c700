/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.runtime.CelVariableResolver;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables of one evaluation. A long list is coerced once, however often a macro comes back to it. */
final class Activation implements CelVariableResolver {
    private final Map<String, ValueType> types;
    private final Map<String, ? extends @Nullable Object> values;
    private final Coercion coercion = new Coercion();
    private final Map<String, Object> coerced = new HashMap<>();

    Activation(Map<String, ValueType> types, Map<String, ? extends @Nullable Object> values) {
        this.types = types;
        this.values = values;
    }

    @Override
    public Optional<Object> find(String name) {
        ValueType type = types.get(name);
        if (type == null || !values.containsKey(name)) {
            return Optional.empty();
        }
        return Optional.of(coerced.computeIfAbsent(name, n -> coercion.coerce(values.get(n), type, n)));
    }
}
