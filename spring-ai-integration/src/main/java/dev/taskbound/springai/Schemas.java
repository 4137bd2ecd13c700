/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskbound.internal.json.PurposeText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.util.StringUtils;

/**
 * The schemas of Spring AI's tools, with what they mean and do not write: null for an optional property is the same as
 * leaving it out (which is what strict mode makes a model do), and an object inside that declares no property at all is a
 * {@link java.util.Map}, which takes any.
 */
final class Schemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";

    private Schemas() {}

    /** The schema that arguments are checked against; one that cannot be read is left as it is, and refused by the guard. */
    static String checked(String schema) {
        if (!StringUtils.hasText(schema)) {
            return NO_ARGUMENTS;
        }
        try {
            JsonNode root = JSON.readTree(schema);
            relax(root);
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            return schema;
        }
    }

    static boolean hasPurpose(String schema) {
        try {
            return StringUtils.hasText(schema)
                    && JSON.readTree(schema).path("properties").has(PurposeText.PARAMETER);
        } catch (JsonProcessingException e) {
            return true;
        }
    }

    /** The schema as the model is shown it, with the parameter for the purpose. */
    static String withPurpose(String schema) {
        try {
            if (!(JSON.readTree(StringUtils.hasText(schema) ? schema : NO_ARGUMENTS) instanceof ObjectNode root)) {
                return schema;
            }
            root.withObjectProperty("properties")
                    .putObject(PurposeText.PARAMETER)
                    .put("type", "string")
                    .put("description", PurposeText.DESCRIPTION);
            root.withArrayProperty("required").add(PurposeText.PARAMETER);
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            return schema;
        }
    }

    private static void relax(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)) {
            return;
        }
        Set<String> required = new HashSet<>();
        object.path("required").forEach(name -> required.add(name.asText()));
        if (object.get("properties") instanceof ObjectNode properties) {
            for (String name : List.copyOf(names(properties))) {
                JsonNode property = properties.get(name);
                nested(property);
                if (!required.contains(name) && property instanceof ObjectNode optional && !optional.isEmpty()) {
                    properties.set(name, orNull(optional));
                }
            }
        }
        nested(object.path("items"));
        object.path("anyOf").forEach(Schemas::nested);
        object.path("$defs").forEach(Schemas::nested);
    }

    private static void nested(JsonNode schema) {
        relax(schema);
        if (schema instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.path("properties").isEmpty()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", true);
        }
    }

    private static JsonNode orNull(ObjectNode optional) {
        if (!optional.path("type").isTextual()) {
            ObjectNode either = JSON.createObjectNode();
            either.putArray("anyOf").add(optional).addObject().put("type", "null");
            return either;
        }
        String type = optional.get("type").asText();
        optional.putArray("type").add(type).add("null");
        if (optional.get("enum") instanceof ArrayNode values) {
            values.addNull();
        }
        return optional;
    }

    private static Set<String> names(ObjectNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
