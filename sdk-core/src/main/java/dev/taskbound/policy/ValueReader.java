/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Shown;
import dev.taskbound.internal.text.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one kind of value is read from a scalar.
 *
 * @param expected what messages say is expected
 * @param style how the scalar has to be written
 * @param placeholder stands in for a value that could not be read; never used, since the file is refused
 * @param parse from the scalar's text; empty if the text is no such value
 * @param words what can stand there, where that is a closed set: for suggestions
 * @param isReference whether these are names that the file chose, which the expectation does not list
 */
record ValueReader<T>(
        String expected,
        Style style,
        T placeholder,
        Function<String, Optional<T>> parse,
        Collection<String> words,
        boolean isReference) {
    ValueReader(String expected, Style style, T placeholder, Function<String, Optional<T>> parse) {
        this(expected, style, placeholder, parse, List.of(), false);
    }

    /** Of a word that the expectation lists. */
    ValueReader(
            String expected,
            Style style,
            T placeholder,
            Function<String, Optional<T>> parse,
            Collection<String> words) {
        this(expected, style, placeholder, parse, words, false);
    }

    /** The value; where there is none, says so and gives the placeholder. */
    T read(YamlNode node, Problems problems) {
        if (node instanceof YamlNode.Reported) {
            return placeholder;
        }
        return node instanceof YamlNode.Scalar scalar ? read(scalar, problems) : refused(node, "", problems);
    }

    private T read(YamlNode.Scalar scalar, Problems problems) {
        Optional<String> misread =
                style.problem(scalar, expected, parse.apply(scalar.text()).isPresent());
        if (misread.isPresent()) {
            problems.add(scalar.place(), misread.get());
            return placeholder;
        }
        Optional<T> value = style.isFor(scalar) ? parse.apply(scalar.text()) : Optional.empty();
        return value.isPresent() ? value.get() : refused(scalar, scalar.text(), problems);
    }

    private T refused(YamlNode node, String text, Problems problems) {
        if (isReference) {
            String hint = Hints.of(node);
            problems.add(
                    node.place(),
                    "found " + node.shown() + ", expected " + expected
                            + (hint.isEmpty() ? Suggestion.orKnown(text, words) : hint));
        } else {
            String hint = Hints.of(node);
            if (hint.isEmpty()) {
                problems.unknown(node.place(), node.shown(), expected, words, text);
            } else {
                problems.add(node.place(), "found " + node.shown() + ", expected " + expected + hint);
            }
        }
        return placeholder;
    }

    /** How one value is written where a list of them is due: {@code ; write [x]}. */
    String inList(YamlNode node) {
        if (node instanceof YamlNode.Mapping map && !map.entries().isEmpty()) {
            return "; write [" + Shown.plain(String.join(", ", map.entries().keySet())) + "]";
        }
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
            return "";
        }
        return parse.apply(scalar.text()).isPresent()
                ? "; write [" + Shown.plain(scalar.text()) + "]"
                : isReference ? Suggestion.orKnown(scalar.text(), words) : "";
    }

    /** How a scalar has to be written. */
    enum Style {
        /** Quoted, or in a way that nobody takes for anything but text. */
        TEXT,
        /** Without quotes. */
        PLAIN,
        /** Either way. */
        ANY;

        private Optional<String> problem(YamlNode.Scalar scalar, String expected, boolean asText) {
            return this == TEXT ? PlainScalar.notText(scalar, expected, asText) : Optional.empty();
        }

        private boolean isFor(YamlNode.Scalar scalar) {
            return this != PLAIN || scalar.plain();
        }
    }
}
