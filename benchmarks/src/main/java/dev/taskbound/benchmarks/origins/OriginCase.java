/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.origins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.taskbound.origin.TaskOrigins;
import java.math.BigDecimal;
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
        Object value = seen.has("json") ? JSON.convertValue(seen.get("json"), Object.class) : null;
        if (value == null) {
            value = number + text(seen.has("text") ? seen.get("text") : seen);
        }
        switch (seen.path("origin").asText()) {
            case "statement" -> origins.statement(value.toString());
            case "parameter" -> origins.parameter(seen.path("name").asText("parameter"), value);
            default -> {
                // The policy cannot name trusted parts of a result: such a tool stays untrusted as a whole.
                if (!seen.has("fields")) {
                    origins.trustedResult(seen.path("tool").asText("tool"), value);
                }
            }
        }
    }

    private boolean argument(JsonNode argument) {
        if (argument.has("raw")) {
            try {
                JsonNode value = JSON.readTree(argument.get("raw").asText());
                return isExact(value) && origins.snapshot().known(JSON.convertValue(value, Object.class));
            } catch (JsonProcessingException e) {
                return false;
            }
        }
        Object value = argument.has("gen") ? text(argument) : JSON.convertValue(argument.get("value"), Object.class);
        return origins.snapshot().known(value);
    }

    /** As the guard reads numbers: what a double cannot hold exactly is no argument. */
    private static boolean isExact(JsonNode value) {
        if (!value.isNumber()) {
            return true;
        }
        double nearest = value.doubleValue();
        return Double.isFinite(nearest)
                && new BigDecimal(Double.toString(nearest)).compareTo(value.decimalValue()) == 0
                && (!value.isIntegralNumber() || Math.abs(nearest) <= 9_007_199_254_740_991d);
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
