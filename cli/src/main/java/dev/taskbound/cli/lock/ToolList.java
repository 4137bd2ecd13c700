/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.lock;

import dev.taskbound.ToolDescriptor;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tools say of themselves, from JSON in the form of MCP's {@code tools/list}: {@code {"tools": [{"name", "description",
 * "inputSchema"}]}}.
 */
public final class ToolList {
    private ToolList() {}

    /**
     * @param source where the tools come from; empty for those of the application itself
     * @throws IllegalArgumentException if it is no such list, in words that say what is expected
     */
    public static List<ToolDescriptor> read(String json, String source) {
        Map<String, @Nullable Object> root;
        try {
            root = StrictJson.parseObject(json, JsonLimits.RESULTS);
        } catch (JsonRefusedException e) {
            throw expected("one JSON object with the key \"tools\": " + e.getMessage());
        }
        if (!(root.get("tools") instanceof List<?> listed)) {
            throw expected("one JSON object with the key \"tools\", a list");
        }
        List<ToolDescriptor> tools = new ArrayList<>();
        for (Object tool : listed) {
            tools.add(tool(tool, source, "tools[" + tools.size() + "]"));
        }
        return tools;
    }

    private static ToolDescriptor tool(@Nullable Object tool, String source, String place) {
        if (!(tool instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
            throw expected(place + " to be an object with a name");
        }
        Object schema = map.containsKey("inputSchema") ? map.get("inputSchema") : map.get("schema");
        if (!(schema instanceof Map<?, ?>)) {
            throw expected(place + " (" + name + ") to have an inputSchema, an object");
        }
        String description = map.get("description") instanceof String text ? text : "";
        return ToolDescriptor.named(name)
                .withSource(source)
                .withDescription(description)
                .withSchema(CanonicalJson.write(schema));
    }

    private static IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("expected " + what);
    }
}
