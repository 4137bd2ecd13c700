/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a tool answered when the work was recorded.
 *
 * @param text with a marker such as {@code {{bill_text}}} wherever a third party's words stand
 * @param words what the third parties wrote in truth, by marker
 * @param isError whether the tool failed with this text
 */
record Answer(String text, Map<String, String> words, boolean isError) {
    Answer {
        words = Map.copyOf(words);
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
        return filled(vector -> injection);
    }

    private String filled(UnaryOperator<String> wordsOf) {
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
