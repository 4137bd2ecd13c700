/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree in its canonical form (RFC 8785): no white space, properties sorted by UTF-16 code units, one text per
 * number and per string.
 *
 * <p>Takes the values of a {@link StrictJson} tree, and {@code Integer} and finite {@code Double} beside them. Anything
 * else is refused with {@link IllegalArgumentException}, among it whatever would not survive the way through the
 * canonical text: a {@code Long} or {@code BigDecimal} that a double does not hold, a lone surrogate, more than 512
 * levels. Exception texts hold no values. Thread-safe.
 */
public final class CanonicalJson {

    // Deeper than any text that is accepted, with room for the records that such trees are put into.
    private static final int DEEPEST = 2 * JsonLimits.DEEPEST;

    private final StringBuilder out = new StringBuilder();

    private CanonicalJson() {}

    /** The canonical text. */
    public static String write(@Nullable Object tree) {
        CanonicalJson writer = new CanonicalJson();
        writer.value(tree, 0);
        return writer.out.toString();
    }

    /** The canonical text in UTF-8. */
    public static byte[] bytes(@Nullable Object tree) {
        return write(tree).getBytes(StandardCharsets.UTF_8);
    }

    private void value(@Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> object) {
            object(object, inside(depth));
        } else if (value instanceof List<?> array) {
            array(array, inside(depth));
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Number number) {
            out.append(number(number));
        } else if (value == null || value instanceof Boolean) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("expected a JSON value, found " + value.getClass());
        }
    }

    private static int inside(int depth) {
        if (depth == DEEPEST) {
            throw new IllegalArgumentException("expected at most " + DEEPEST + " levels");
        }
        return depth + 1;
    }

    private void object(Map<?, ?> object, int depth) {
        char separator = '{';
        for (Map.Entry<String, @Nullable Object> property : sorted(object).entrySet()) {
            out.append(separator);
            string(property.getKey());
            out.append(':');
            value(property.getValue(), depth);
            separator = ',';
        }
        out.append(object.isEmpty() ? "{}" : "}");
    }

    // String's own order is that of its UTF-16 code units, as RFC 8785, 3.2.3 wants it.
    private static Map<String, @Nullable Object> sorted(Map<?, ?> object) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        object.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("expected property names of type String");
            }
            sorted.put(name, value);
        });
        return sorted;
    }

    private void array(List<?> array, int depth) {
        char separator = '[';
        for (Object item : array) {
            out.append(separator);
            value(item, depth);
            separator = ',';
        }
        out.append(array.isEmpty() ? "[]" : "]");
    }

    private static String number(Number number) {
        if (number instanceof Double value) {
            return JsonNumbers.text(value);
        }
        if (!JsonNumbers.isTreeNumber(number)) {
            throw new IllegalArgumentException("expected a number of a JSON tree, found " + number.getClass());
        }
        Number normal = JsonNumbers.normal(JsonNumbers.decimal(number));
        if (normal == null) {
            throw new IllegalArgumentException("expected " + JsonNumbers.EXPECTED);
        }
        return normal instanceof Long ? normal.toString() : JsonNumbers.text(normal.doubleValue());
    }

    private void string(String text) {
        if (!JsonText.isInterchangeable(text)) {
            throw new IllegalArgumentException("expected a string of Unicode characters only (RFC 7493, 2.1)");
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> plainOrControl(c);
        }
    }

    private void plainOrControl(char c) {
        if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }
}
