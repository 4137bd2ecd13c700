/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record of one evaluation. It coerces a field when it is first read: a condition pays for what it looks at. */
@SuppressWarnings("Immutable") // as CEL wants it: seen by one evaluation, and reads the same whenever it is read
final class RecordValue extends StructValue<String, Map<String, Object>> {
    private final RecordOf type;
    private final Map<?, ?> fields;
    private final String path;
    private final Coercion coercion;
    private final Map<String, Object> coerced = new HashMap<>();

    RecordValue(RecordOf type, Map<?, ?> fields, String path, Coercion coercion) {
        this.type = type;
        this.fields = fields;
        this.path = path;
        this.coercion = coercion;
    }

    @Override
    public Object select(String field) {
        return find(field).orElseThrow(() -> new EvaluationFailure("'" + path + "." + field + "' is absent", null));
    }

    @Override
    public Optional<Object> find(String field) {
        ValueType fieldType = type.fields().get(field);
        if (fieldType == null || !fields.containsKey(field)) {
            return Optional.empty();
        }
        return Optional.of(coerced.computeIfAbsent(field, name -> coerce(name, fieldType)));
    }

    private Object coerce(String field, ValueType fieldType) {
        return coercion.coerce(fields.get(field), fieldType, path + "." + field);
    }

    @Override
    public Map<String, Object> value() {
        Map<String, Object> values = new LinkedHashMap<>();
        type.fields().keySet().forEach(field -> find(field).ifPresent(value -> values.put(field, value)));
        return values;
    }

    /** Two records are equal if their fields are, whatever map they came in. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordValue record && value().equals(record.value());
    }

    @Override
    public int hashCode() {
        return value().hashCode();
    }

    @Override
    public boolean isZeroValue() {
        return fields.isEmpty();
    }

    @Override
    public CelType celType() {
        return StructTypeReference.create(DeclaredTypes.recordName(path));
    }
}
