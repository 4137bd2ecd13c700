/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The form of an object: all of its members in the order of their names, each value in the form that says most of it. Two
 * objects with one form have the same members, if spelt differently; a member more, less or from elsewhere makes another.
 */
final class ObjectForms {
    private static final int DEEPEST = 16;

    private ObjectForms() {}

    /** Null for one that is empty or too large to be remembered. */
    static @Nullable String of(Map<?, ?> object) {
        StringBuilder form = new StringBuilder("o:");
        return !object.isEmpty() && append(object, form, DEEPEST) ? form.toString() : null;
    }

    private static boolean append(@Nullable Object value, StringBuilder form, int depth) {
        if (depth == 0 || form.length() > Forms.LONGEST_TEXT) {
            return false;
        }
        if (value instanceof Map<?, ?> object) {
            return appendObject(object, form.append('{'), depth);
        }
        if (value instanceof List<?> list) {
            form.append('[');
            boolean all = list.stream().allMatch(element -> append(element, form, depth - 1));
            form.append(']');
            return all;
        }
        if (value == null) {
            form.append("null");
            return true;
        }
        String leaf = leaf(value);
        return leaf != null && appendText(leaf, form);
    }

    private static boolean appendObject(Map<?, ?> object, StringBuilder form, int depth) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        object.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        for (Map.Entry<String, @Nullable Object> member : sorted.entrySet()) {
            if (!appendText(member.getKey(), form) || !append(member.getValue(), form, depth - 1)) {
                return false;
            }
        }
        form.append('}');
        return true;
    }

    /** With its length before it, so that no text can pass for the end of another. */
    private static boolean appendText(String text, StringBuilder form) {
        form.append(text.length()).append('"').append(text);
        return form.length() <= Forms.LONGEST_TEXT;
    }

    private static @Nullable String leaf(Object value) {
        List<String> forms = Forms.of(value);
        if (forms.isEmpty()) {
            return Forms.isNothing(value) ? "t:" + value : null;
        }
        return forms.stream()
                .filter(form -> Forms.isAllOfIt(form) || form.startsWith("n:"))
                .findFirst()
                .orElse(forms.get(0));
    }
}
