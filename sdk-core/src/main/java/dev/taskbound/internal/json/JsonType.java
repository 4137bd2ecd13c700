/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of JSON Schema. Every integer is a number too. */
enum JsonType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    ARRAY,
    OBJECT,
    NULL;

    /** The name in a schema. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that the keyword {@code type} of a schema names by the word. */
    static JsonType named(String word, SchemaView schema) throws JsonRefusedException {
        for (JsonType type : values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw schema.refused("type", "types of JSON Schema");
    }

    /** The narrowest type of a value in a tree. */
    static JsonType of(@Nullable Object value) {
        if (value instanceof Number number) {
            return isIntegral(number) ? INTEGER : NUMBER;
        }
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        if (value instanceof List) {
            return ARRAY;
        }
        if (value instanceof Map) {
            return OBJECT;
        }
        return value == null ? NULL : STRING;
    }

    // By value: 1.0 and 1e2 are integers.
    private static boolean isIntegral(Number number) {
        return JsonNumbers.decimal(number).stripTrailingZeros().scale() <= 0;
    }
}
