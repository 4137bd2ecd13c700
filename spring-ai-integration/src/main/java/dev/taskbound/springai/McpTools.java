/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.ToolDescriptor;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import java.util.Objects;
import org.springframework.ai.mcp.AsyncMcpToolCallback;
import org.springframework.ai.mcp.SyncMcpToolCallback;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.execution.ToolExecutionException;

/**
 * Tools of MCP servers: known as {@code mcp:<connection>/<the server's own name for the tool>}. The connection is what
 * this application calls its client, never what the server says of itself. spring-ai-mcp may be absent.
 */
final class McpTools {
    /** The source of a tool whose connection cannot be named. It is no {@code mcp:} source, so no server can take it. */
    private static final String UNIDENTIFIED = "unidentified";

    /** Spring Boot names the client of a connection {@code <client> - <connection>}. */
    private static final String SEPARATOR = " - ";

    private McpTools() {}

    static boolean isMcp(ToolCallback tool) {
        for (Class<?> type = tool.getClass(); type != null; type = type.getSuperclass()) {
            String name = type.getName();
            if (name.equals("org.springframework.ai.mcp.SyncMcpToolCallback")
                    || name.equals("org.springframework.ai.mcp.AsyncMcpToolCallback")) {
                return true;
            }
        }
        return false;
    }

    static ToolDescriptor describe(ToolDescriptor shown, ToolCallback tool) {
        return describe(shown, connection(Callbacks.clientName(tool)), Callbacks.toolName(tool));
    }

    static ToolDescriptor describe(ToolDescriptor shown, String connection, String name) {
        String source = connection.isBlank() || connection.indexOf('/') >= 0 ? UNIDENTIFIED : "mcp:" + connection;
        return new ToolDescriptor(source, name, shown.description(), shown.schema(), source + "/" + name);
    }

    static String connection(String client) {
        int at = client.lastIndexOf(SEPARATOR);
        return (at < 0 ? client : client.substring(at + SEPARATOR.length())).strip();
    }

    /** Whether it is the server's own report of an error, which is made for the model, and no exception's text. */
    static boolean isServersReport(ToolCallback tool, ToolExecutionException thrown) {
        return isMcp(tool)
                && thrown.getCause() instanceof IllegalStateException
                && String.valueOf(thrown.getMessage()).startsWith("Error calling tool: ");
    }

    /** What the callbacks keep to themselves; apart, so that it is not loaded without spring-ai-mcp. */
    private static final class Callbacks {
        static String clientName(ToolCallback tool) {
            Object client = Objects.requireNonNull(PrivateField.read(tool, "mcpClient"));
            return client instanceof McpAsyncClient async
                    ? async.getClientInfo().name()
                    : ((McpSyncClient) client).getClientInfo().name();
        }

        static String toolName(ToolCallback tool) {
            return tool instanceof SyncMcpToolCallback sync
                    ? sync.getOriginalToolName()
                    : ((AsyncMcpToolCallback) tool).getOriginalToolName();
        }
    }
}
