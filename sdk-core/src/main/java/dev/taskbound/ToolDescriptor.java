/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.util.Objects;

/**
 * What a tool says of itself, as the model sees it, and which code stands behind it.
 *
 * @param source where the tool comes from ({@code mcp:orders}); empty for a tool that the application registered itself
 * @param name its name, unique within the source
 * @param description what the model is told about it
 * @param schema JSON Schema of its arguments; the default accepts no argument at all
 * @param implementation names the code behind the tool (a method, a server's address), so that a second tool under the
 *     same key is noticed even where name, description and schema agree
 */
public record ToolDescriptor(String source, String name, String description, String schema, String implementation) {
    private static final String NO_ARGUMENTS = "{\"type\":\"object\",\"properties\":{}}";

    public ToolDescriptor {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(implementation, "implementation");
        if (name.isBlank() || source.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a tool needs a name, and its source no slash: " + source + "/" + name);
        }
    }

    /** A tool of the application itself, without arguments until a schema is given. */
    public static ToolDescriptor named(String name) {
        return new ToolDescriptor("", name, "", NO_ARGUMENTS, "");
    }

    public ToolDescriptor withSource(String newSource) {
        return new ToolDescriptor(newSource, name, description, schema, implementation);
    }

    public ToolDescriptor withDescription(String newDescription) {
        return new ToolDescriptor(source, name, newDescription, schema, implementation);
    }

    /** JSON Schema of the arguments, as JSON text. */
    public ToolDescriptor withSchema(String newSchema) {
        return new ToolDescriptor(source, name, description, newSchema, implementation);
    }

    public ToolDescriptor withImplementation(String newImplementation) {
        return new ToolDescriptor(source, name, description, schema, newImplementation);
    }

    /** The key under which the policy knows the tool: {@code source/name}, or the bare name. */
    public String key() {
        return source.isEmpty() ? name : source + "/" + name;
    }
}
