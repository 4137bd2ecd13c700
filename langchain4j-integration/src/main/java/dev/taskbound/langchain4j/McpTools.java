/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.mcp.McpToolExecutor;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.taskbound.ToolDescriptor;
import java.lang.reflect.Field;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tools of MCP servers: keyed by server, under the server's own name for them. langchain4j-mcp may be absent. */
final class McpTools {
    /** The source of a tool whose server cannot be told. It is no {@code mcp:} source, so no server can take it. */
    private static final String UNIDENTIFIED = "unidentified";

    private McpTools() {}

    static boolean isMcp(ToolExecutor executor) {
        for (Class<?> type = executor.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals("dev.langchain4j.mcp.McpToolExecutor")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the client behind the executor was put behind the guard by hand. */
    static boolean isGuardedByClient(ToolExecutor executor) {
        if (!isMcp(executor)) {
            return false;
        }
        McpClient client = Fields.client(executor);
        return client != null && GuardedMcpClient.guards(client);
    }

    static ToolDescriptor describe(ToolDescriptor shown, ToolExecutor executor) {
        McpClient client = Fields.client(executor);
        return client == null
                ? shown.withSource(UNIDENTIFIED)
                : describe(shown, client.key(), Fields.toolName(executor).orElse(shown.name()));
    }

    /** @param key of the client; one with a slash would be read as part of the tool's name */
    static ToolDescriptor describe(ToolDescriptor shown, String key, String name) {
        String source = key.indexOf('/') < 0 ? "mcp:" + key : UNIDENTIFIED;
        return new ToolDescriptor(source, name, shown.description(), shown.schema(), source + "/" + name);
    }

    /** What {@link McpToolExecutor} keeps to itself. What cannot be read is as good as unknown. */
    private static final class Fields {
        private static final @Nullable Field CLIENT = field("mcpClient");
        private static final @Nullable Field NAME = field("fixedToolName");

        static @Nullable McpClient client(ToolExecutor executor) {
            return read(CLIENT, executor) instanceof McpClient client && NAME != null ? client : null;
        }

        static Optional<String> toolName(ToolExecutor executor) {
            return read(NAME, executor) instanceof Optional<?> name ? name.map(String::valueOf) : Optional.empty();
        }

        private static @Nullable Field field(String name) {
            try {
                Field field = McpToolExecutor.class.getDeclaredField(name);
                field.setAccessible(true);
                return field;
            } catch (ReflectiveOperationException | RuntimeException e) {
                return null;
            }
        }

        private static @Nullable Object read(@Nullable Field field, ToolExecutor from) {
            try {
                return field == null ? null : field.get(from);
            } catch (IllegalAccessException e) {
                return null;
            }
        }
    }
}
