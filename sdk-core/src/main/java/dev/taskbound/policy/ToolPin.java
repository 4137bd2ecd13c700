/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.ToolDescriptor;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.Digests;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.internal.text.CharacterRules;
import dev.taskbound.internal.text.Shown;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tool said of itself when somebody reviewed it.
 *
 * @param digest over key, description and schema: {@code sha-256:} and base64url
 * @param description what a model is told about the tool
 * @param schema JSON Schema of its arguments, in canonical form (RFC 8785)
 */
public record ToolPin(String key, String digest, String description, String schema) {
    private static final String PREFIX = "taskbound-tool-v1\0";

    public ToolPin {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(schema, "schema");
    }

    /**
     * @throws IllegalArgumentException if the schema is no JSON object, or description or schema hold characters that hide
     *     text from who reviews it
     */
    public static ToolPin of(ToolDescriptor tool) {
        try {
            Map<String, @Nullable Object> schema = StrictJson.parseObject(tool.schema(), JsonLimits.RESULTS);
            String canonical = CanonicalJson.write(schema);
            requireVisible(tool.key(), tool.description());
            requireVisible(tool.key(), canonical);
            return new ToolPin(
                    tool.key(), digest(tool.key(), tool.description(), schema), tool.description(), canonical);
        } catch (JsonRefusedException e) {
            throw new IllegalArgumentException("the schema of " + tool.key() + " is no JSON object: " + e.getMessage());
        }
    }

    /**
     * What names exactly this description of a tool.
     *
     * @param schema a tree, as a JSON parser makes it
     * @throws IllegalArgumentException if it has no canonical form
     */
    public static String digest(String key, String description, Map<String, ? extends @Nullable Object> schema) {
        return Digests.sha256(PREFIX, Map.of("name", key, "description", description, "schema", schema));
    }

    /** Whether every call has to give the argument. */
    boolean requires(String argument) {
        try {
            return StrictJson.parseObject(schema, JsonLimits.RESULTS).get("required") instanceof List<?> required
                    && required.contains(argument);
        } catch (JsonRefusedException e) {
            return false;
        }
    }

    private static void requireVisible(String key, String text) {
        text.codePoints().filter(c -> !CharacterRules.isAllowed(c)).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException("what " + key + " says of itself holds the character "
                    + Shown.character(c) + ", which hides text from a reader");
        });
    }
}
