/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code type} with {@code nullable}, {@code enum} and {@code const}. */
final class ValueKeywords {

    // Characters that one step of work pays for when a value is written out for comparison.
    private static final int CHARACTERS_PER_STEP = 16;

    private ValueKeywords() {}

    static void add(SchemaView view, List<Keyword> out) throws JsonRefusedException {
        boolean nullable = view.flag("nullable");
        if (view.has("type")) {
            out.add(type(declaredTypes(view, nullable)));
        }
        if (view.has("const")) {
            out.add(oneOf(Set.of(canonical(view, "const", view.get("const"))), "the schema's constant"));
        }
        if (view.has("enum")) {
            out.add(oneOf(constants(view), "one of the values that the schema lists"));
        }
    }

    /** The types that the keyword {@code type} names. */
    static EnumSet<JsonType> declaredTypes(SchemaView view, boolean nullable) throws JsonRefusedException {
        EnumSet<JsonType> types = nullable ? EnumSet.of(JsonType.NULL) : EnumSet.noneOf(JsonType.class);
        if (view.get("type") instanceof String word) {
            types.add(JsonType.named(word, view));
            return types;
        }
        for (String word : view.names("type")) {
            types.add(JsonType.named(word, view));
        }
        return types;
    }

    private static Keyword type(Set<JsonType> types) {
        String expected = types.stream().map(JsonType::word).collect(Collectors.joining(" or "));
        return (value, at) -> matches(types, value) ? null : at.expected(expected);
    }

    private static boolean matches(Set<JsonType> types, @Nullable Object value) {
        JsonType type = JsonType.of(value);
        return types.contains(type) || (type == JsonType.INTEGER && types.contains(JsonType.NUMBER));
    }

    private static Set<String> constants(SchemaView view) throws JsonRefusedException {
        Set<String> constants = new HashSet<>();
        for (Object constant : view.list("enum")) {
            constants.add(canonical(view, "enum", constant));
        }
        return constants;
    }

    private static String canonical(SchemaView view, String keyword, @Nullable Object constant)
            throws JsonRefusedException {
        try {
            return CanonicalJson.write(constant);
        } catch (IllegalArgumentException e) {
            throw view.refused(keyword, "values of I-JSON (RFC 7493)");
        }
    }

    private static Keyword oneOf(Set<String> constants, String expected) {
        return (value, at) -> {
            if (!constants.contains(canonical(value, at))) {
                return at.expected(expected);
            }
            at.knowAll();
            return null;
        };
    }

    /**
     * Equal trees have equal canonical texts; and texts are ordered, so that no hash collisions make a set of them slow.
     */
    static String canonical(@Nullable Object value, Evaluation at) {
        String text = CanonicalJson.write(value);
        at.spend(1 + text.length() / CHARACTERS_PER_STEP);
        return text;
    }
}
