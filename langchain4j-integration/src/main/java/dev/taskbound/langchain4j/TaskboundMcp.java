/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.mcp.client.McpClient;

/** Puts MCP clients behind the guard, for code that calls them directly, such as MCP agents. Needs langchain4j-mcp. */
public final class TaskboundMcp {
    private TaskboundMcp() {}

    /**
     * A client whose tool calls are guarded as {@code mcp:<key of the client>/<name of the tool>}. Everything else is
     * passed on. It is to be used as an {@link McpClient} only; inside an MCP tool provider it is guarded once.
     */
    public static McpClient wrap(McpClient client) {
        return GuardedMcpClient.guards(requireNonNull(client, "client"))
                ? client
                : GuardedMcpClient.wrap(client, Tasks.load());
    }
}
