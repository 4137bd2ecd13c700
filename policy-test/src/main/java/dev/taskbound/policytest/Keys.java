/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.internal.text.Suggestion;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One map whose keys are fixed: whoever reads it asks for each key, then calls {@link #finish}. */
final class Keys {
    private static final Map<String, String> ELSEWHERE = Map.of(
            "result", "returns",
            "output", "returns",
            "error", "fails",
            "arguments", "args",
            "params", "parameters",
            "prompt", "statement",
            "user", "principal",
            "expected", "expect",
            "deny", "reason");

    private static final Map<String, String> PLACES = Map.of(
            "intent", "; it belongs to a task",
            "agent", "; it belongs to a task",
            "statement", "; it belongs to a task",
            "parameters", "; it belongs to a task",
            "principal", "; it belongs to a task",
            "roles", "; it belongs to principal: { subject: ann, roles: [support] }",
            "tool", "; it belongs to a call: calls: [ { tool: ... } ]",
            "args", "; it belongs to a call: calls: [ { tool: ... } ]");

    private final int line;
    private final Map<String, Node> fields;
    private final Map<String, Integer> lines;
    private final Mistakes mistakes;
    private final Set<String> asked = new LinkedHashSet<>();

    Keys(Node node, String expected, Mistakes mistakes) {
        this.line = node.line();
        this.mistakes = mistakes;
        if (node instanceof Node.Fields map) {
            this.fields = map.fields();
            this.lines = map.lines();
        } else {
            mistakes.add(line, "found " + node.shown() + ", expected " + expected);
            this.fields = Map.of();
            this.lines = Map.of();
        }
    }

    int line() {
        return line;
    }

    boolean has(String key) {
        return fields.containsKey(key);
    }

    @Nullable
    Node node(String key) {
        asked.add(key);
        return fields.get(key);
    }

    /** The text under a key; null if the key is not there. */
    @Nullable
    String text(String key) {
        Node node = node(key);
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof String text) {
            return text;
        }
        if (node != null) {
            mistakes.add(node.line(), key + ": found " + node.shown() + ", expected text" + quote(node));
        }
        return null;
    }

    private static String quote(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() != null
                ? "; if text is meant, quote it: \"" + scalar.value() + "\""
                : "";
    }

    String required(String key, String expected) {
        if (!has(key)) {
            missing(key, expected);
        }
        String text = text(key);
        return text == null ? "" : text;
    }

    void missing(String key, String expected) {
        asked.add(key);
        mistakes.add(line, "found no key \"" + key + "\", expected " + expected);
    }

    List<Node> items(String key) {
        Node node = node(key);
        if (node instanceof Node.Items list) {
            return list.items();
        }
        if (node != null) {
            String example = node instanceof Node.Scalar scalar ? "; write [" + scalar.value() + "]" : "";
            mistakes.add(node.line(), key + ": found " + node.shown() + ", expected a list" + example);
        }
        return List.of();
    }

    List<String> texts(String key) {
        return items(key).stream()
                .map(item -> item instanceof Node.Scalar scalar ? String.valueOf(scalar.value()) : item.shown())
                .toList();
    }

    /** The map under a key, its keys free, as plain values. */
    Map<String, @Nullable Object> values(String key) {
        Node node = node(key);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (node instanceof Node.Fields map) {
            map.fields().forEach((name, value) -> values.put(name, Plain.of(value)));
        } else if (node != null) {
            mistakes.add(node.line(), key + ": found " + node.shown() + ", expected a map such as { amount: 100 }");
        }
        return values;
    }

    void each(String key, BiConsumer<String, Node> reader) {
        if (node(key) instanceof Node.Fields map) {
            map.fields().forEach(reader);
        }
    }

    private String meant(String key) {
        String elsewhere = ELSEWHERE.get(key);
        return elsewhere != null && asked.contains(elsewhere)
                ? "; did you mean \"" + elsewhere + "\"?"
                : Suggestion.of(key, asked) + PLACES.getOrDefault(key, "");
    }

    /** Says so of every key that nobody asked for. */
    void finish() {
        finish("");
    }

    /** @param otherwise what is said of a key that is no other's */
    void finish(String otherwise) {
        fields.forEach((key, value) -> {
            if (!asked.contains(key)) {
                mistakes.add(
                        lines.getOrDefault(key, line),
                        "found the unknown key \"" + key + "\", expected one of " + String.join(", ", asked)
                                + (meant(key).isEmpty() ? otherwise : meant(key)));
            }
        });
    }
}
