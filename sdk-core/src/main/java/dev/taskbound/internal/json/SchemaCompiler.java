/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a schema into keywords; a schema that several references name is compiled once. */
final class SchemaCompiler {

    private static final List<String> CANNOT_HONOUR = List.of(
            "$dynamicRef",
            "$recursiveRef",
            "contains",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "if",
            "maxContains",
            "minContains",
            "patternProperties",
            "unevaluatedItems");

    private static final Keyword ANYTHING = (value, at) -> {
        at.knowAll();
        return null;
    };
    private static final Keyword NOTHING = (value, at) -> at.expected("nothing here");

    private final SchemaView root;
    private final Map<Object, Keyword> targets = new HashMap<>();
    private final Deque<SchemaView> waiting = new ArrayDeque<>();

    SchemaCompiler(SchemaView root) {
        this.root = root;
    }

    Keyword compile() throws JsonRefusedException {
        // Not ANYTHING even if there is no keyword: a tool that declares nothing has no properties.
        Keyword compiled = allOf(keywords(root));
        while (!waiting.isEmpty()) {
            SchemaView from = waiting.pop();
            Object reference = from.get("$ref");
            if (reference != null && !targets.containsKey(reference)) {
                targets.put(reference, schema(from.target("$ref"), from, "$ref"));
            }
        }
        return compiled;
    }

    /** A subschema that stands under a keyword: an object or a boolean. */
    Keyword schema(@Nullable Object schema, SchemaView parent, String keyword) throws JsonRefusedException {
        return schema(schema, parent, parent.path().property(keyword));
    }

    List<Keyword> schemas(SchemaView parent, String keyword) throws JsonRefusedException {
        List<Keyword> compiled = new ArrayList<>();
        for (Object schema : parent.list(keyword)) {
            JsonPath path = parent.path().property(keyword).item(compiled.size());
            compiled.add(schema(schema, parent, path));
        }
        return compiled;
    }

    Map<Object, Keyword> namedSchemas(SchemaView parent, String keyword) throws JsonRefusedException {
        Map<Object, Keyword> compiled = new HashMap<>();
        JsonPath path = parent.path().property(keyword);
        for (Map.Entry<?, ?> entry : parent.object(keyword).entrySet()) {
            String name = String.valueOf(entry.getKey());
            compiled.put(name, schema(entry.getValue(), parent, path.property(name)));
        }
        return compiled;
    }

    /** The schema that {@code $ref} names, found when it is needed: it may contain this very reference. */
    Keyword reference(SchemaView parent) throws JsonRefusedException {
        parent.target("$ref");
        waiting.add(parent);
        Object reference = parent.get("$ref");
        return (value, at) -> targets.getOrDefault(reference, NOTHING).violation(value, at);
    }

    private Keyword schema(@Nullable Object schema, SchemaView parent, JsonPath path) throws JsonRefusedException {
        if (schema instanceof Map<?, ?> map) {
            return schema(parent.at(map, path));
        }
        if (schema instanceof Boolean allowed) {
            return allowed ? ANYTHING : NOTHING;
        }
        throw new JsonRefusedException("schema, " + path, "a schema: an object or a boolean");
    }

    private Keyword schema(SchemaView view) throws JsonRefusedException {
        List<Keyword> keywords = keywords(view);
        return keywords.isEmpty() ? ANYTHING : allOf(keywords);
    }

    private List<Keyword> keywords(SchemaView view) throws JsonRefusedException {
        requireHonourable(view);
        List<Keyword> keywords = new ArrayList<>();
        ValueKeywords.add(view, keywords);
        ScalarKeywords.add(view, keywords);
        ObjectKeywords.add(view, this, keywords);
        ArrayKeywords.add(view, this, keywords);
        Combinations.add(view, this, keywords);
        return List.copyOf(keywords);
    }

    private static Keyword allOf(List<Keyword> keywords) {
        return (value, at) -> {
            for (Keyword keyword : keywords) {
                at.spend(1);
                String violation = keyword.violation(value, at);
                if (violation != null) {
                    return violation;
                }
            }
            return null;
        };
    }

    private static void requireHonourable(SchemaView view) throws JsonRefusedException {
        for (String keyword : CANNOT_HONOUR) {
            if (view.has(keyword)) {
                throw view.refused(keyword, "no keyword that this library cannot honour");
            }
        }
        // false is what holds here anyway
        if (view.has("unevaluatedProperties") && view.flag("unevaluatedProperties")) {
            throw view.refused("unevaluatedProperties", "additionalProperties instead");
        }
    }
}
