/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Shown;
import dev.taskbound.internal.text.Suggestion;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One map of the file whose keys are fixed. Whoever binds it asks for each key that may stand there, then calls
 * {@link #finish}: what nobody asked for is a mistake. A section left empty is a map without keys.
 */
final class Section {
    private final Place place;
    private final Map<String, YamlNode.Entry> entries;
    private final boolean isMap;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();
    private boolean isCutShort;

    Section(YamlNode node, Problems problems) {
        this.place = node.place();
        this.problems = problems;
        this.isMap = node instanceof YamlNode.Mapping || isEmpty(node);
        this.entries = entries(node, problems);
    }

    private static boolean isEmpty(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.isNull();
    }

    private static Map<String, YamlNode.Entry> entries(YamlNode node, Problems problems) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping.entries();
        }
        if (!isEmpty(node) && !(node instanceof YamlNode.Reported)) {
            problems.add(node.place(), "found " + node.shown() + ", expected a map" + Examples.of(node));
        }
        return Map.of();
    }

    Place place() {
        return place;
    }

    /** The value of a key, if the key is there. */
    Optional<YamlNode> node(String key) {
        asked.add(key);
        return Optional.ofNullable(entries.get(key)).map(YamlNode.Entry::value);
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The names in the map under a key, to check references against before that map is bound. */
    Set<String> names(String key) {
        return node(key).orElse(null) instanceof YamlNode.Mapping mapping
                ? mapping.entries().keySet()
                : Set.of();
    }

    <T> Optional<T> optional(String key, ValueReader<T> reader) {
        return node(key).map(node -> reader.read(node, problems));
    }

    <T> @Nullable T orNull(String key, ValueReader<T> reader) {
        Optional<YamlNode> node = node(key);
        return node.isPresent() ? reader.read(node.get(), problems) : null;
    }

    <T> T required(String key, ValueReader<T> reader) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            missing(key, reader.expected());
        }
        return node.map(n -> reader.read(n, problems)).orElse(reader.placeholder());
    }

    /** Says that a key is missing. */
    void missing(String key, String expected) {
        asked.add(key);
        if (isMap) {
            problems.add(place, "found no key " + Shown.quoted(key) + ", expected " + expected);
        }
    }

    /** The map under a key; one without keys if it is not there. */
    Section section(String key) {
        return new Section(node(key).orElse(new YamlNode.Mapping(place, Map.of())), problems);
    }

    /** The items of the list under a key; none if it is not there. */
    List<YamlNode> items(String key, String expected) {
        return items(key, expected, node -> "");
    }

    private List<YamlNode> items(String key, String expected, Function<YamlNode, String> instead) {
        YamlNode node = node(key).orElse(null);
        if (node == null || node instanceof YamlNode.Reported) {
            return List.of();
        }
        if (node instanceof YamlNode.Sequence sequence) {
            return sequence.items();
        }
        problems.add(node.place(), "found " + node.shown() + ", expected a list of " + expected + instead.apply(node));
        return List.of();
    }

    /** The values of the list under a key; none if it is not there. */
    <T> List<T> list(String key, ValueReader<T> reader) {
        return items(key, reader.expected(), reader::inList).stream()
                .map(item -> reader.read(item, problems))
                .toList();
    }

    /** As {@link #items}, of a list that may be neither missing nor empty. */
    List<YamlNode> requiredItems(String key, String expected) {
        return requiredItems(key, expected, node -> "");
    }

    private List<YamlNode> requiredItems(String key, String expected, Function<YamlNode, String> instead) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            missing(key, "a list of " + expected);
        } else if (node.get() instanceof YamlNode.Sequence list && list.items().isEmpty()) {
            problems.add(list.place(), "found an empty list, expected at least one entry: " + expected);
        }
        return items(key, expected, instead);
    }

    /** As {@link #list}, of a list that may be neither missing nor empty. */
    <T> List<T> requiredList(String key, ValueReader<T> reader) {
        return requiredItems(key, reader.expected(), reader::inList).stream()
                .map(item -> reader.read(item, problems))
                .toList();
    }

    /** The map under a key whose keys are names that the file chooses; empty if it is not there. */
    private Map<String, YamlNode.Entry> named(String key, ValueReader<String> name) {
        Map<String, YamlNode.Entry> named = section(key).entries;
        named.forEach((text, entry) -> name.parse()
                .apply(text)
                .ifPresentOrElse(
                        ok -> {},
                        () -> problems.add(
                                entry.key(),
                                "found the name " + Shown.quoted(text) + ", expected " + name.expected()
                                        + (name.isReference()
                                                ? Suggestion.orKnown(text, name.words())
                                                : Suggestion.of(text, name.words())))));
        return named;
    }

    /** The named sections under a key, each bound by the same binder. */
    <T> Map<String, T> sections(String key, ValueReader<String> name, BiFunction<String, Section, T> binder) {
        Map<String, T> bound = new LinkedHashMap<>();
        named(key, name).forEach((text, entry) -> {
            Section section = new Section(entry.value(), problems);
            bound.put(text, binder.apply(text, section));
            section.finish();
        });
        return bound;
    }

    /** A map under a key from names that the file chooses to values of one kind. */
    <T> Map<String, T> values(String key, ValueReader<String> name, ValueReader<T> reader) {
        Map<String, T> values = new LinkedHashMap<>();
        named(key, name).forEach((text, entry) -> values.put(text, reader.read(entry.value(), problems)));
        return values;
    }

    /** Says that a key, if it is there, asks for what this version cannot do. */
    void unsupported(String key, String message) {
        node(key).ifPresent(node -> problems.add(node.place(), message));
    }

    /** Says that a comma has ended a value that goes on after it: what follows is no key. */
    void cutShort() {
        isCutShort = true;
    }

    /** Says so of every key that nobody asked for. */
    void finish() {
        entries.forEach((key, entry) -> {
            if (!asked.contains(key) && !(isCutShort && isEmpty(entry.value()))) {
                String expected = "one of " + String.join(", ", asked);
                String suggestion = Suggestion.of(key, asked);
                problems.add(
                        entry.key(),
                        "found the unknown key " + Shown.quoted(key) + ", expected " + expected + suggestion
                                + KeyPlaces.of(key));
            }
        });
    }
}
