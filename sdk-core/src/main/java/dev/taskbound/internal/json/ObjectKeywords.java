/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What objects must be. A value of another type passes, as in JSON Schema. */
final class ObjectKeywords {

    private ObjectKeywords() {}

    static void add(SchemaView view, SchemaCompiler compiler, List<Keyword> out) throws JsonRefusedException {
        Map<Object, Keyword> listed = Map.of();
        if (view.has("required")) {
            out.add(required(view.names("required")));
        }
        if (view.has("properties")) {
            listed = compiler.namedSchemas(view, "properties");
            out.add(properties(listed));
        }
        if (view.has("additionalProperties")) {
            out.add(additional(view, compiler, listed.keySet()));
        }
        if (view.has("propertyNames")) {
            out.add(propertyNames(compiler.schema(view.get("propertyNames"), view, "propertyNames")));
        }
        addSizes(view, out);
    }

    private static void addSizes(SchemaView view, List<Keyword> out) throws JsonRefusedException {
        if (view.has("minProperties")) {
            int least = view.count("minProperties");
            out.add(object(
                    (object, at) -> object.size() >= least ? null : at.expected("at least " + least + " properties")));
        }
        if (view.has("maxProperties")) {
            int most = view.count("maxProperties");
            out.add(object(
                    (object, at) -> object.size() <= most ? null : at.expected("at most " + most + " properties")));
        }
    }

    private static Keyword required(List<String> names) {
        return object((object, at) -> {
            at.spend(names.size());
            for (String name : names) {
                if (!object.containsKey(name)) {
                    return at.expected("the required property " + JsonText.shown(name));
                }
            }
            return null;
        });
    }

    private static Keyword properties(Map<Object, Keyword> listed) {
        return eachProperty((name, value, at) -> {
            Keyword schema = listed.get(name);
            return schema == null ? null : described(schema, name, value, at);
        });
    }

    private static Keyword additional(SchemaView view, SchemaCompiler compiler, Set<Object> listed)
            throws JsonRefusedException {
        if (Boolean.FALSE.equals(view.get("additionalProperties"))) {
            return eachProperty((name, value, at) -> listed.contains(name) ? null : at.unknownProperty(name));
        }
        Keyword schema = compiler.schema(view.get("additionalProperties"), view, "additionalProperties");
        return eachProperty((name, value, at) -> listed.contains(name) ? null : described(schema, name, value, at));
    }

    private static @Nullable String described(Keyword schema, String name, @Nullable Object value, Evaluation at) {
        at.know(name);
        return at.property(name).complete(schema, value);
    }

    private static Keyword propertyNames(Keyword schema) {
        return eachProperty((name, value, at) ->
                at.property(name).complete(schema, name) == null ? null : at.unknownProperty(name));
    }

    private static Keyword eachProperty(PropertyCheck check) {
        return object((object, at) -> {
            at.spend(object.size());
            for (Map.Entry<?, ?> property : object.entrySet()) {
                String violation = check.violation(String.valueOf(property.getKey()), property.getValue(), at);
                if (violation != null) {
                    return violation;
                }
            }
            return null;
        });
    }

    private static Keyword object(ObjectCheck check) {
        return (value, at) -> value instanceof Map<?, ?> object ? check.violation(object, at) : null;
    }

    private interface ObjectCheck {
        @Nullable
        String violation(Map<?, ?> object, Evaluation at);
    }

    private interface PropertyCheck {
        @Nullable
        String violation(String name, @Nullable Object value, Evaluation at);
    }
}
