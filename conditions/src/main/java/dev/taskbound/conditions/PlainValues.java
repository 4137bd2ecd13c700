/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The way back: from values of the CEL runtime to plain Java values. */
final class PlainValues {

    /** What a function of ours is given: no value of the CEL library. */
    static @Nullable Object of(Object value) {
        if (value instanceof NullValue) {
            return null;
        }
        if (value instanceof RecordValue record) {
            return of(record.value());
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> plain = new ArrayList<>(list.size());
            list.forEach(element -> plain.add(of(element)));
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> plain = new HashMap<>();
            map.forEach((key, element) -> plain.put(of(key), of(element)));
            return plain;
        }
        if (isPlain(value)) {
            return value;
        }
        throw new EvaluationFailure("a function is given a value of a type that it does not take", null);
    }

    private static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof Duration;
    }

    private PlainValues() {}
}
