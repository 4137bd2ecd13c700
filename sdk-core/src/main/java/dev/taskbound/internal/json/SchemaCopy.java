/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies a schema from whatever library made it into maps, lists, strings, booleans and {@code BigDecimal}. */
final class SchemaCopy {

    private static final int DEEPEST = 128;
    private static final int MOST_NODES = 50_000;
    private static final int MOST_DIGITS = 100;

    private int nodes;

    Map<?, ?> object(Map<?, ?> source, JsonPath path) throws JsonRefusedException {
        return object(source, path, 0);
    }

    private Map<?, ?> object(Map<?, ?> source, JsonPath path, int depth) throws JsonRefusedException {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : source.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw refused(path, "property names of type String");
            }
            copy.put(name, value(entry.getValue(), path.property(name), depth + 1));
        }
        return copy;
    }

    private List<?> array(Collection<?> source, JsonPath path, int depth) throws JsonRefusedException {
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object item : source) {
            copy.add(value(item, path.item(copy.size()), depth + 1));
        }
        return copy;
    }

    private @Nullable Object value(@Nullable Object source, JsonPath path, int depth) throws JsonRefusedException {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw refused(path, "at most " + MOST_NODES + " values and " + DEEPEST + " levels");
        }
        if (source instanceof Map<?, ?> object) {
            return object(object, path, depth);
        }
        if (source instanceof Collection<?> array) {
            return array(array, path, depth);
        }
        if (source instanceof Number number) {
            return number(number, path);
        }
        if (source == null || source instanceof String || source instanceof Boolean) {
            return source;
        }
        throw refused(path, "a JSON value");
    }

    private static BigDecimal number(Number number, JsonPath path) throws JsonRefusedException {
        try {
            BigDecimal value = JsonNumbers.decimal(number);
            if (JsonNumbers.isBounded(value) && value.stripTrailingZeros().precision() <= MOST_DIGITS) {
                return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
            }
        } catch (IllegalArgumentException e) {
            // not a finite number; refused like one that is too long
        }
        throw refused(path, "a finite number of reasonable length");
    }

    private static JsonRefusedException refused(JsonPath path, String expected) {
        return new JsonRefusedException("schema, " + path, expected);
    }
}
