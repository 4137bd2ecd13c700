/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What arrays must be. A value of another type passes, as in JSON Schema. */
final class ArrayKeywords {

    private ArrayKeywords() {}

    static void add(SchemaView view, SchemaCompiler compiler, List<Keyword> out) throws JsonRefusedException {
        // Up to draft 2019-09 an array under "items" was what "prefixItems" is now.
        boolean older = view.get("items") instanceof List;
        String prefixKeyword = older ? "items" : "prefixItems";
        String restKeyword = older ? "additionalItems" : "items";
        List<Keyword> prefix = view.has(prefixKeyword) ? compiler.schemas(view, prefixKeyword) : List.of();
        if (!prefix.isEmpty()) {
            out.add(prefix(prefix));
        }
        if (view.has(restKeyword)) {
            out.add(rest(prefix.size(), compiler.schema(view.get(restKeyword), view, restKeyword)));
        }
        addSizes(view, out);
        if (view.flag("uniqueItems")) {
            out.add(array(ArrayKeywords::duplicate));
        }
    }

    private static void addSizes(SchemaView view, List<Keyword> out) throws JsonRefusedException {
        if (view.has("minItems")) {
            int least = view.count("minItems");
            out.add(array((items, at) -> items.size() >= least ? null : at.expected("at least " + least + " items")));
        }
        if (view.has("maxItems")) {
            int most = view.count("maxItems");
            out.add(array((items, at) -> items.size() <= most ? null : at.expected("at most " + most + " items")));
        }
    }

    private static Keyword prefix(List<Keyword> schemas) {
        return array((items, at) -> {
            for (int i = 0; i < Math.min(schemas.size(), items.size()); i++) {
                String violation = at.item(i).complete(schemas.get(i), items.get(i));
                if (violation != null) {
                    return violation;
                }
            }
            return null;
        });
    }

    private static Keyword rest(int from, Keyword schema) {
        return array((items, at) -> {
            at.spend(items.size());
            for (int i = from; i < items.size(); i++) {
                String violation = at.item(i).complete(schema, items.get(i));
                if (violation != null) {
                    return violation;
                }
            }
            return null;
        });
    }

    private static @Nullable String duplicate(List<?> items, Evaluation at) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            if (!seen.add(ValueKeywords.canonical(items.get(i), at))) {
                return at.item(i).expected("an item that differs from those before it");
            }
        }
        return null;
    }

    private static Keyword array(ArrayCheck check) {
        return (value, at) -> value instanceof List<?> items ? check.violation(items, at) : null;
    }

    private interface ArrayCheck {
        @Nullable
        String violation(List<?> items, Evaluation at);
    }
}
