/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value in a JSON file and where it stands there, so that what is wrong with it can be named.
 *
 * @param file as the user named it
 * @param path such as {@code user_tasks[3].prompt}; empty for the whole document
 */
record JsonPlace(Path file, String path, JsonNode node) {
    // Numbers keep the decimal text of the file: the guard judges that text.
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(JsonNode.class);

    private static final int LONGEST_SHOWN = 60;

    /** @throws BadInputException if the file cannot be read or holds no single JSON object */
    static JsonPlace read(Path file) {
        try {
            JsonPlace document = new JsonPlace(file, "", READER.readTree(Files.readString(file)));
            return document.require(document.node.isObject(), "an object");
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new BadInputException(file + place + ": found text that is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e);
        }
    }

    JsonPlace get(String name) {
        return find(name).orElseThrow(() -> problem("found no " + name + ", expected one"));
    }

    /** The member, if it is there and not null. */
    Optional<JsonPlace> find(String name) {
        String there = path.isEmpty() ? name : path + "." + name;
        return Optional.ofNullable(node.get(name))
                .filter(member -> !member.isNull())
                .map(member -> new JsonPlace(file, there, member));
    }

    /** The elements of an array. */
    List<JsonPlace> elements() {
        require(node.isArray(), "a list");
        List<JsonPlace> elements = new ArrayList<>();
        node.forEach(element -> elements.add(new JsonPlace(file, path + "[" + elements.size() + "]", element)));
        return elements;
    }

    /** The elements of a member, none if it is not there. */
    List<JsonPlace> elements(String name) {
        return find(name).map(JsonPlace::elements).orElse(List.of());
    }

    /** The members of an object. */
    Map<String, JsonPlace> members() {
        require(node.isObject(), "an object");
        Map<String, JsonPlace> members = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(name -> find(name).ifPresent(member -> members.put(name, member)));
        return members;
    }

    String text(String name) {
        return get(name).text();
    }

    /** The text of a member that may be missing or empty. */
    String words(String name) {
        return find(name)
                .map(member ->
                        member.require(member.node.isTextual(), "a text").node.textValue())
                .orElse("");
    }

    String text() {
        return require(node.isTextual() && !node.textValue().isBlank(), "a text")
                .node
                .textValue();
    }

    /** An object as JSON text. */
    String json(String name) {
        JsonPlace member = get(name);
        return member.require(member.node.isObject(), "an object").node.toString();
    }

    /** The value of an intent's parameter. */
    Object parameter() {
        if (node.isArray()) {
            return elements().stream().map(JsonPlace::parameter).toList();
        }
        require(
                node.isTextual() || node.isBoolean() || node.isNumber(),
                "a text, a number, a boolean or a list of these");
        if (node.isNumber()) {
            return node.isIntegralNumber() && node.canConvertToLong()
                    ? node.numberValue().longValue()
                    : node.decimalValue();
        }
        return node.isTextual() ? node.textValue() : node.booleanValue();
    }

    JsonPlace require(boolean holds, String expected) {
        if (!holds) {
            throw problem("found " + shown(node) + ", expected " + expected);
        }
        return this;
    }

    BadInputException problem(String what) {
        return new BadInputException(file + ": " + (path.isEmpty() ? "" : path + ": ") + what);
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
