/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.ToolDescriptor;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tools say of themselves, as JSON in the form of MCP's {@code tools/list}: {@code {"tools": [{"name", "description",
 * "inputSchema"}]}}, with {@code source} for tools that come from elsewhere. Integrations write it, {@code taskbound lock
 * --tools} reads it.
 */
public final class ToolList {
    private ToolList() {}

    /**
     * The tools as JSON, sorted by key.
     *
     * @throws IllegalArgumentException if the schema of one is no JSON object; it is named
     */
    public static String json(Collection<ToolDescriptor> tools) {
        return CanonicalJson.write(tree(tools));
    }

    /** As {@link #json}, for whoever writes JSON by other means: maps, lists and texts, numbers as in the schemas. */
    public static Map<String, Object> tree(Collection<ToolDescriptor> tools) {
        return Map.of(
                "tools",
                tools.stream()
                        .distinct()
                        .sorted(Comparator.comparing(ToolDescriptor::key))
                        .map(ToolList::tree)
                        .toList());
    }

    private static Map<String, Object> tree(ToolDescriptor tool) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (!tool.source().isEmpty()) {
            tree.put("source", tool.source());
        }
        tree.put("name", tool.name());
        tree.put("description", tool.description());
        try {
            tree.put("inputSchema", StrictJson.parseObject(tool.schema(), JsonLimits.RESULTS));
        } catch (JsonRefusedException e) {
            throw new IllegalArgumentException("the schema of " + tool.key() + " cannot be used: " + e.getMessage());
        }
        return tree;
    }

    /**
     * @param source where the tools come from; empty where the list says so itself, or for those of the application
     * @throws IllegalArgumentException if it is no such list, in words that say what is expected
     */
    public static List<ToolDescriptor> parse(String json, String source) {
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
        String own = map.get("source") instanceof String text ? text : "";
        if (!own.isEmpty() && !source.isEmpty() && !own.equals(source)) {
            throw expected(place + " (" + name + ") to come from " + source + ", found the source " + own);
        }
        String description = map.get("description") instanceof String text ? text : "";
        return ToolDescriptor.named(name)
                .withSource(own.isEmpty() ? source : own)
                .withDescription(description)
                .withSchema(CanonicalJson.write(schema));
    }

    private static IllegalArgumentException expected(String what) {
        return new IllegalArgumentException("expected " + what);
    }
}
