/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.origins;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.origin.FieldPath;
import dev.taskbound.origin.TaskOrigins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One case: what a task has seen, and a value. */
final class OriginCase {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode node;
    private final TaskOrigins origins = new TaskOrigins(null);

    OriginCase(JsonNode node) {
        this.node = node;
    }

    boolean isKnown() {
        for (JsonNode seen : node.path("untrusted")) {
            if (seen.path("origin").asText().equals("earlier_argument")) {
                origins.sent(JSON.convertValue(
                        seen.path("json").path("args"), new TypeReference<Map<String, @Nullable Object>>() {}));
            }
        }
        for (JsonNode seen : node.path("trusted")) {
            int copies = Math.max(1, seen.path("copies").asInt(1));
            for (int i = 0; i < copies; i++) {
                trust(seen, copies == 1 ? "" : i + " ");
            }
        }
        return argument(node.path("argument"));
    }

    private void trust(JsonNode seen, String number) {
        String text = seen.has("json")
                ? seen.get("json").toString()
                : number + text(seen.has("text") ? seen.get("text") : seen);
        switch (seen.path("origin").asText()) {
            case "statement" -> origins.statement(text);
            case "parameter" ->
                origins.parameter(seen.path("name").asText("parameter"), seen.has("json") ? tree(text) : text);
            default -> trustResult(seen, tree(text));
        }
    }

    private void trustResult(JsonNode seen, Object value) {
        String tool = seen.path("tool").asText("tool");
        if (!seen.has("fields")) {
            origins.trustedResult(tool, value);
            return;
        }
        List<FieldPath> fields = new ArrayList<>();
        // A path that a policy cannot name makes nothing trusted.
        seen.path("fields").forEach(field -> FieldPath.parse(field.asText()).ifPresent(fields::add));
        origins.trustedResult(tool, value, fields);
    }

    /** As the guard reads a result. */
    private static Object tree(String text) {
        try {
            Object parsed = StrictJson.parse(text, JsonLimits.RESULTS);
            return parsed == null ? text : parsed;
        } catch (JsonRefusedException e) {
            return text;
        }
    }

    /** As the guard reads an argument: what it refuses is not known. */
    private boolean argument(JsonNode argument) {
        if (argument.has("gen")) {
            return origins.snapshot().known(text(argument));
        }
        String json = argument.has("raw")
                ? argument.get("raw").asText()
                : argument.path("value").toString();
        try {
            return origins.snapshot().known(StrictJson.parse(json, JsonLimits.ARGUMENTS));
        } catch (JsonRefusedException e) {
            return false;
        }
    }

    private static String text(JsonNode node) {
        if (!node.has("gen")) {
            return node.asText();
        }
        JsonNode gen = node.get("gen");
        JsonNode of = gen.isObject() ? gen : node;
        String part = gen.isObject() ? gen.path("repeat").asText() : gen.asText();
        return part.repeat(of.path("times").asInt(1)) + of.path("suffix").asText();
    }
}
