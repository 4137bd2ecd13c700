/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which types a schema leaves possible. {@code $ref} and {@code allOf} intersect, {@code anyOf} and {@code oneOf} unite;
 * {@code not} is not looked at.
 */
final class TypeInference {

    private static final int DEEPEST = 64;
    private static final int MOST_STEPS = 20_000;

    private int steps;
    private boolean foundOpenObject;

    boolean foundOpenObject() {
        return foundOpenObject;
    }

    /** The properties that the schema describes in place. */
    Map<String, EnumSet<JsonType>> properties(SchemaView view, int depth) throws JsonRefusedException {
        spend(view, depth);
        foundOpenObject |= isOpen(view, depth);
        Map<String, EnumSet<JsonType>> found = new LinkedHashMap<>();
        if (view.has("properties")) {
            for (Map.Entry<?, ?> entry : view.object("properties").entrySet()) {
                found.put(String.valueOf(entry.getKey()), types(child(view, entry.getValue()), depth + 1));
            }
        }
        for (SchemaView conjunct : conjuncts(view)) {
            merge(found, properties(conjunct, depth + 1), EnumSet::retainAll);
        }
        for (List<SchemaView> alternatives : alternatives(view)) {
            Map<String, EnumSet<JsonType>> united = new LinkedHashMap<>();
            for (SchemaView alternative : alternatives) {
                merge(united, properties(alternative, depth + 1), EnumSet::addAll);
            }
            merge(found, united, EnumSet::retainAll);
        }
        return found;
    }

    private static boolean isOpen(SchemaView view, int depth) {
        return (depth > 0 && view.map().isEmpty())
                || (view.has("additionalProperties") && !Boolean.FALSE.equals(view.get("additionalProperties")));
    }

    private static void merge(
            Map<String, EnumSet<JsonType>> into,
            Map<String, EnumSet<JsonType>> from,
            BiConsumer<EnumSet<JsonType>, EnumSet<JsonType>> combine) {
        from.forEach((name, types) -> {
            EnumSet<JsonType> present = into.putIfAbsent(name, types);
            if (present != null) {
                combine.accept(present, types);
            }
        });
    }

    private EnumSet<JsonType> types(SchemaView view, int depth) throws JsonRefusedException {
        spend(view, depth);
        EnumSet<JsonType> types = own(view);
        for (SchemaView conjunct : conjuncts(view)) {
            types.retainAll(types(conjunct, depth + 1));
        }
        for (List<SchemaView> alternatives : alternatives(view)) {
            EnumSet<JsonType> united = EnumSet.noneOf(JsonType.class);
            for (SchemaView alternative : alternatives) {
                united.addAll(types(alternative, depth + 1));
            }
            types.retainAll(united);
        }
        return types;
    }

    private static EnumSet<JsonType> own(SchemaView view) throws JsonRefusedException {
        EnumSet<JsonType> types = EnumSet.allOf(JsonType.class);
        if (view.has("type")) {
            types.retainAll(withIntegers(ValueKeywords.declaredTypes(view, view.flag("nullable"))));
        }
        if (view.has("const")) {
            types.retainAll(EnumSet.of(JsonType.of(view.get("const"))));
        }
        if (view.has("enum")) {
            types.retainAll(ofConstants(view.list("enum")));
        }
        return types;
    }

    private static EnumSet<JsonType> ofConstants(List<?> constants) {
        EnumSet<JsonType> types = EnumSet.noneOf(JsonType.class);
        constants.forEach(constant -> types.add(JsonType.of(constant)));
        return types;
    }

    private static EnumSet<JsonType> withIntegers(EnumSet<JsonType> types) {
        if (types.contains(JsonType.NUMBER)) {
            types.add(JsonType.INTEGER);
        }
        return types;
    }

    private static List<SchemaView> conjuncts(SchemaView view) throws JsonRefusedException {
        List<SchemaView> found = new ArrayList<>();
        if (view.has("$ref")) {
            found.add(child(view, view.target("$ref")));
        }
        if (view.has("allOf")) {
            found.addAll(children(view, "allOf"));
        }
        return found;
    }

    private static List<List<SchemaView>> alternatives(SchemaView view) throws JsonRefusedException {
        List<List<SchemaView>> found = new ArrayList<>();
        for (String keyword : List.of("anyOf", "oneOf")) {
            if (view.has(keyword)) {
                found.add(children(view, keyword));
            }
        }
        return found;
    }

    private static List<SchemaView> children(SchemaView view, String keyword) throws JsonRefusedException {
        return view.list(keyword).stream().map(schema -> child(view, schema)).toList();
    }

    private static SchemaView child(SchemaView view, @Nullable Object schema) {
        return view.at(schema instanceof Map<?, ?> map ? map : ofBoolean(schema), view.path());
    }

    private static Map<?, ?> ofBoolean(@Nullable Object schema) {
        return Boolean.TRUE.equals(schema) ? Map.of() : Map.of("not", true);
    }

    private void spend(SchemaView view, int depth) throws JsonRefusedException {
        if (++steps > MOST_STEPS || depth > DEEPEST) {
            throw view.refused("$ref", "references and alternatives that come to an end");
        }
    }
}
