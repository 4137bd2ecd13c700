/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a tool answered when the work was recorded. Records among them are handed to the guard as JSON. */
final class Answer {
    private final String text;
    private final Map<String, String> words;
    private final boolean error;
    private final Optional<Structure> structure;

    /**
     * @param text with a marker such as {@code {{bill_text}}} wherever a third party's words stand
     * @param words what the third parties wrote in truth, by marker
     * @param error whether the tool failed with this text
     */
    Answer(String text, Map<String, String> words, boolean error) {
        this.text = text;
        this.words = Map.copyOf(words);
        this.error = error;
        this.structure = Structure.of(text);
    }

    boolean isError() {
        return error;
    }

    /** Whether a third party's words stand in it. */
    boolean canCarryInjection() {
        return words.keySet().stream().anyMatch(vector -> text.contains(marker(vector)));
    }

    /** As it was. */
    String benign() {
        return filled(words::get);
    }

    /** With an attacker's words in every place that a third party can write to. */
    String carrying(String injection) {
        return filled(vector -> words.containsKey(vector) ? injection : null);
    }

    private String filled(UnaryOperator<String> wordsOf) {
        return structure.map(records -> records.filled(wordsOf)).orElseGet(() -> filledText(wordsOf));
    }

    private String filledText(UnaryOperator<String> wordsOf) {
        String filled = text;
        for (String vector : words.keySet()) {
            filled = filled.replace(marker(vector), wordsOf.apply(vector));
        }
        return filled;
    }

    private static String marker(String vector) {
        return "{{" + vector + "}}";
    }
}
