/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The records of an answer that was recorded as YAML text, as the tool itself would have handed them over. Where third
 * parties' words stand is known before they are filled in, so no words can change the structure around them.
 */
final class Structure {
    private static final Pattern MARKER = Pattern.compile("\\{\\{([A-Za-z0-9_-]+)}}");
    private static final Pattern PLACE = Pattern.compile("\u27e6([A-Za-z0-9_-]+)\u27e7");
    private static final YAMLMapper YAML = new YAMLMapper();

    private final JsonNode node;

    private Structure(JsonNode node) {
        this.node = node;
    }

    /** Empty if the text is no list and no object. */
    static Optional<Structure> of(String text) {
        try {
            JsonNode node = YAML.readTree(MARKER.matcher(text).replaceAll("\u27e6$1\u27e7"));
            return node != null && node.isContainerNode() ? Optional.of(new Structure(node)) : Optional.empty();
        } catch (JsonProcessingException noYaml) {
            return Optional.empty();
        }
    }

    /** As JSON, with these words where a marker stands; a marker without words stays as it is. */
    String filled(UnaryOperator<String> wordsOf) {
        return filled(node, wordsOf).toString();
    }

    private static JsonNode filled(JsonNode node, UnaryOperator<String> wordsOf) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(filled(node.textValue(), wordsOf));
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(filled(element, wordsOf)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(entry -> object.set(filled(entry.getKey(), wordsOf), filled(entry.getValue(), wordsOf)));
            return object;
        }
        return node;
    }

    private static String filled(String text, UnaryOperator<String> wordsOf) {
        return PLACE.matcher(text).replaceAll(place -> {
            String words = wordsOf.apply(place.group(1));
            return Matcher.quoteReplacement(words == null ? "{{" + place.group(1) + "}}" : words);
        });
    }
}
