/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's schemas as JSON Schema, with what it means and does not write: null for an optional property is the same
 * as leaving it out (which is what strict mode makes a model do), and an object that declares no property at all is a
 * {@link Map}, which takes any.
 */
final class Schemas {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private Schemas() {}

    static String json(JsonObjectSchema schema) {
        return json(object(JsonSchemaElementUtils.toMap(schema)));
    }

    static String json(Map<String, ?> schema) {
        try {
            return JSON.writeValueAsString(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the tool's schema cannot be written as JSON", e);
        }
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> schema) {
        Map<String, @Nullable Object> written = copy(schema);
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            List<?> required = schema.get("required") instanceof List<?> names ? names : List.of();
            Map<String, @Nullable Object> each = new LinkedHashMap<>();
            properties.forEach((name, property) -> {
                Object nested = nested(property);
                each.put(String.valueOf(name), required.contains(name) ? nested : orNull(nested));
            });
            written.put("properties", each);
        }
        return written;
    }

    private static @Nullable Object nested(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(Schemas::nested).toList();
        }
        if (!(value instanceof Map<?, ?> schema)) {
            return value;
        }
        Map<String, @Nullable Object> written = object(schema);
        boolean takesAny = "object".equals(schema.get("type"))
                && schema.get("properties") instanceof Map<?, ?> properties
                && properties.isEmpty();
        if (takesAny) {
            written.putIfAbsent("additionalProperties", true);
        }
        return written;
    }

    private static @Nullable Object orNull(@Nullable Object property) {
        if (!(property instanceof Map<?, ?> schema) || schema.isEmpty()) {
            return property;
        }
        return schema.get("type") instanceof String type
                ? typedOrNull(schema, type)
                : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    private static Map<String, @Nullable Object> typedOrNull(Map<?, ?> schema, String type) {
        Map<String, @Nullable Object> written = copy(schema);
        written.put("type", Arrays.asList(type, "null"));
        if (schema.get("enum") instanceof List<?> values) {
            List<@Nullable Object> withNull = new ArrayList<>(values);
            withNull.add(null);
            written.put("enum", withNull);
        }
        return written;
    }

    /** Copies a schema, with the schemas in it gone through; its properties are left to the caller. */
    private static Map<String, @Nullable Object> copy(Map<?, ?> schema) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        schema.forEach((key, value) -> {
            String keyword = String.valueOf(key);
            written.put(keyword, holdsSchemas(keyword) ? nested(value) : defined(keyword, value));
        });
        return written;
    }

    private static boolean holdsSchemas(String keyword) {
        return keyword.equals("items") || keyword.equals("anyOf");
    }

    private static @Nullable Object defined(String keyword, @Nullable Object value) {
        if (!keyword.equals("$defs") || !(value instanceof Map<?, ?> definitions)) {
            return value;
        }
        Map<String, @Nullable Object> each = new LinkedHashMap<>();
        definitions.forEach((name, schema) -> each.put(String.valueOf(name), nested(schema)));
        return each;
    }
}
