/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keywords that put other schemas to the same value. */
final class Combinations {

    private Combinations() {}

    static void add(SchemaView view, SchemaCompiler compiler, List<Keyword> out) throws JsonRefusedException {
        if (view.has("$ref")) {
            Keyword target = compiler.reference(view);
            out.add((value, at) -> branch(target, value, at));
        }
        if (view.has("allOf")) {
            out.add(allOf(branches(view, compiler, "allOf")));
        }
        if (view.has("anyOf")) {
            out.add(anyOf(branches(view, compiler, "anyOf")));
        }
        if (view.has("oneOf")) {
            out.add(oneOf(branches(view, compiler, "oneOf")));
        }
        if (view.has("not")) {
            out.add(not(compiler.schema(view.get("not"), view, "not")));
        }
    }

    private static List<Keyword> branches(SchemaView view, SchemaCompiler compiler, String keyword)
            throws JsonRefusedException {
        List<Keyword> branches = compiler.schemas(view, keyword);
        if (branches.isEmpty()) {
            throw view.refused(keyword, "at least one schema");
        }
        return branches;
    }

    private static @Nullable String branch(Keyword schema, @Nullable Object value, Evaluation at) {
        Evaluation branch = at.branch();
        String violation = schema.violation(value, branch);
        if (violation == null) {
            at.adopt(branch);
        }
        return violation;
    }

    private static Keyword allOf(List<Keyword> schemas) {
        return (value, at) -> {
            for (Keyword schema : schemas) {
                String violation = branch(schema, value, at);
                if (violation != null) {
                    return violation;
                }
            }
            return null;
        };
    }

    // Every branch is tried even after a match: each that matches may describe further properties.
    private static Keyword anyOf(List<Keyword> schemas) {
        return (value, at) -> {
            boolean matched = false;
            for (Keyword schema : schemas) {
                at.spend(1);
                matched |= branch(schema, value, at) == null;
            }
            return matched ? null : at.expected("a value that matches one of the alternatives in 'anyOf'");
        };
    }

    // Counted leniently, so that nothing passes here which matches two alternatives by plain JSON Schema.
    private static Keyword oneOf(List<Keyword> schemas) {
        return (value, at) -> {
            List<Keyword> matching = schemas.stream()
                    .filter(schema -> matches(schema, value, at))
                    .toList();
            if (matching.size() != 1) {
                return at.expected("a value that matches exactly one of the alternatives in 'oneOf'");
            }
            return at.isStrict() ? branch(matching.get(0), value, at) : null;
        };
    }

    private static Keyword not(Keyword schema) {
        return (value, at) ->
                matches(schema, value, at) ? at.expected("a value that the schema in 'not' does not match") : null;
    }

    private static boolean matches(Keyword schema, @Nullable Object value, Evaluation at) {
        at.spend(1);
        return schema.violation(value, at.lenient()) == null;
    }
}
