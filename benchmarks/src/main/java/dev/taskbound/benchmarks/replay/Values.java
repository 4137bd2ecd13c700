/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What an attacker can find to put into an argument: everything that has a shape of its own in what a task has seen. */
final class Values {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern QUOTED = Pattern.compile("[\"'\u201c]([^\"'\u201d]{1,80})[\"'\u201d]");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern EDGE = Pattern.compile("^[\\p{Punct}&&[^#+-]]+|\\p{Punct}+$");
    private static final int LONGEST = 100;

    private final Set<String> values = new LinkedHashSet<>();

    private Values() {}

    /** When the attacker's words reach the model: the prompt, and the answers so far. */
    static Set<String> seenBy(UserTask user, InjectionTask injection) {
        Values values = new Values();
        values.words(user.prompt());
        user.calls().subList(0, user.callsBeforeInjection()).forEach(call -> {
            call.json().forEach(values::leaves);
            values.answer(call.answer().carrying(injection.goal()));
        });
        return values.values;
    }

    private void answer(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isContainerNode()) {
                leaves(node);
                return;
            }
        } catch (JsonProcessingException noJson) {
            // Words, then.
        }
        words(text);
    }

    private void leaves(JsonNode node) {
        if (node.isContainerNode()) {
            node.forEach(this::leaves);
            node.fieldNames().forEachRemaining(this::add);
        } else if (!node.isNull()) {
            add(node.asText());
        }
    }

    private void words(String text) {
        QUOTED.matcher(text).results().forEach(quote -> add(quote.group(1)));
        SPACE.splitAsStream(text)
                .map(word -> EDGE.matcher(word).replaceAll(""))
                .filter(word -> !word.isEmpty() && !word.chars().allMatch(Character::isLowerCase))
                .forEach(this::add);
    }

    private void add(String value) {
        if (!value.isBlank() && value.length() <= LONGEST) {
            values.add(value);
        }
    }
}
