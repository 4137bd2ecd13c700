/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.mcp.McpToolExecutor;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.taskbound.ToolDescriptor;
import java.util.Objects;
import java.util.Optional;

/** Tools of MCP servers: keyed by server, under the server's own name for them. langchain4j-mcp may be absent. */
final class McpTools {
    /** The source of a tool whose server cannot be named. It is no {@code mcp:} source, so no server can take it. */
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
        return GuardedMcpClient.guards(Executors.client(executor));
    }

    static ToolDescriptor describe(ToolDescriptor shown, ToolExecutor executor) {
        return describe(
                shown,
                Executors.client(executor).key(),
                Executors.toolName(executor).orElse(shown.name()));
    }

    /** @param key of the client; one with a slash would be read as part of the tool's name */
    static ToolDescriptor describe(ToolDescriptor shown, String key, String name) {
        String source = key.indexOf('/') < 0 ? "mcp:" + key : UNIDENTIFIED;
        return new ToolDescriptor(source, name, shown.description(), shown.schema(), source + "/" + name);
    }

    /** What {@link McpToolExecutor} keeps to itself; apart, so that it is not loaded without langchain4j-mcp. */
    private static final class Executors {
        static McpClient client(ToolExecutor executor) {
            Object client = PrivateField.read(executor, McpToolExecutor.class, "mcpClient");
            return (McpClient) Objects.requireNonNull(client, "mcpClient");
        }

        static Optional<String> toolName(ToolExecutor executor) {
            Object name = PrivateField.read(executor, McpToolExecutor.class, "fixedToolName");
            return name instanceof Optional<?> fixed ? fixed.map(String::valueOf) : Optional.empty();
        }
    }
}
