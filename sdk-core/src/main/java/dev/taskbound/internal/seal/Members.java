/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.seal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One object of a tree that was sealed here. It was written by this code and its seal holds, so a member of another kind
 * is a version that is not understood: {@link IllegalArgumentException}, which names the member and no value.
 */
public record Members(Map<?, ?> tree) {
    public static Members of(@Nullable Object value) {
        if (value instanceof Map<?, ?> tree) {
            return new Members(tree);
        }
        throw new IllegalArgumentException("expected an object");
    }

    public String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw expected("a text", name);
        }
        return text;
    }

    @Nullable
    public String textOrNull(String name) {
        Object value = tree.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw expected("a text", name);
    }

    public boolean flag(String name) {
        if (tree.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw expected("true or false", name);
    }

    public Instant time(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw expected("a time", name);
        }
    }

    public <E extends Enum<E>> E oneOf(Class<E> type, String name) {
        return Enum.valueOf(type, text(name));
    }

    public Members object(String name) {
        return of(tree.get(name));
    }

    @Nullable
    public Members objectOrNull(String name) {
        return tree.get(name) == null ? null : object(name);
    }

    public <T> List<T> list(String name, Function<@Nullable Object, T> item) {
        return list(tree.get(name), item);
    }

    public static <T> List<T> list(@Nullable Object value, Function<@Nullable Object, T> item) {
        if (value instanceof List<?> items) {
            return items.stream().map(item).toList();
        }
        throw new IllegalArgumentException("expected a list");
    }

    public <T> Map<String, T> map(String name, Function<@Nullable Object, T> value) {
        Map<String, T> map = new HashMap<>();
        object(name).tree.forEach((key, each) -> map.put((String) key, value.apply(each)));
        return map;
    }

    public Set<String> texts(String name) {
        return new HashSet<>(list(name, Members::asText));
    }

    public static List<String> asTexts(@Nullable Object value) {
        return list(value, Members::asText);
    }

    public static String asText(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("expected a text");
    }

    private static IllegalArgumentException expected(String what, String name) {
        return new IllegalArgumentException("expected " + what + " for " + name);
    }

    /** Names the members; values are not shown. */
    @Override
    public String toString() {
        return "Members" + tree.keySet();
    }
}
