/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One schema object: typed access to its keywords, with errors that say where in the schema. */
record SchemaView(Map<?, ?> map, JsonPath path, Map<?, ?> root) {

    /** A deep, bounded and normalised copy. */
    static SchemaView of(Map<?, ?> schema) throws JsonRefusedException {
        Map<?, ?> copy = new SchemaCopy().object(schema, JsonPath.ROOT);
        return new SchemaView(copy, JsonPath.ROOT, copy);
    }

    SchemaView at(Map<?, ?> schema, JsonPath where) {
        return new SchemaView(schema, where, root);
    }

    boolean has(String keyword) {
        return map.containsKey(keyword);
    }

    @Nullable
    Object get(String keyword) {
        return map.get(keyword);
    }

    boolean flag(String keyword) throws JsonRefusedException {
        Object value = map.get(keyword);
        if (has(keyword) && !(value instanceof Boolean)) {
            throw refused(keyword, "true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    BigDecimal number(String keyword) throws JsonRefusedException {
        if (map.get(keyword) instanceof BigDecimal number) {
            return number;
        }
        throw refused(keyword, "a number");
    }

    /** A count; one beyond {@code int} is as good as the largest. */
    int count(String keyword) throws JsonRefusedException {
        BigDecimal count = number(keyword);
        if (count.signum() < 0 || count.scale() > 0) {
            throw refused(keyword, "an integer of at least 0");
        }
        return count.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValueExact();
    }

    List<?> list(String keyword) throws JsonRefusedException {
        if (map.get(keyword) instanceof List<?> list) {
            return list;
        }
        throw refused(keyword, "an array");
    }

    List<String> names(String keyword) throws JsonRefusedException {
        List<String> names = new ArrayList<>();
        for (Object name : list(keyword)) {
            if (!(name instanceof String text)) {
                throw refused(keyword, "an array of strings");
            }
            names.add(text);
        }
        return names;
    }

    Map<?, ?> object(String keyword) throws JsonRefusedException {
        if (map.get(keyword) instanceof Map<?, ?> object) {
            return object;
        }
        throw refused(keyword, "an object");
    }

    /** What a local reference names. */
    Object target(String keyword) throws JsonRefusedException {
        if (!(map.get(keyword) instanceof String reference) || !reference.matches("#(/.*)?")) {
            throw refused(keyword, "a reference into this schema, such as #/$defs/name");
        }
        Object target = resolve(reference);
        if (target instanceof Map || target instanceof Boolean) {
            return target;
        }
        throw refused(keyword, "a reference to a schema that is there");
    }

    private @Nullable Object resolve(String reference) {
        Object at = root;
        if (reference.equals("#")) {
            return at;
        }
        for (String token : reference.substring(2).split("/", -1)) {
            at = child(at, token);
        }
        return at;
    }

    private static @Nullable Object child(@Nullable Object at, String token) {
        String name = token.replace("~1", "/").replace("~0", "~");
        if (at instanceof List<?> list && name.matches("[0-9]{1,6}")) {
            int index = Integer.parseInt(name);
            return index < list.size() ? list.get(index) : null;
        }
        return at instanceof Map<?, ?> object ? object.get(name) : null;
    }

    JsonRefusedException refused(String keyword, String expected) {
        return new JsonRefusedException("schema, " + path.property(keyword), expected);
    }
}
