/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.call;
import static dev.taskbound.langchain4j.ScriptedModel.say;
import static dev.taskbound.langchain4j.Services.chat;
import static dev.taskbound.langchain4j.Services.stream;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.mcp.client.McpClient;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The ways on which a tool of an MCP server comes to be called. */
final class McpPaths {
    private McpPaths() {}

    static Stream<PathTest.Path> all() {
        return Stream.of(
                path("MCP provider", ran -> chat(lookup("lookup"), ai -> ai.toolProvider(provider(client(ran))))),
                path(
                        "MCP provider, streaming",
                        ran -> stream(lookup("lookup"), ai -> ai.toolProvider(provider(client(ran))))),
                path("MCP provider that renames tools", McpPaths::renamed),
                path(
                        "MCP provider over a wrapped client",
                        ran -> chat(lookup("lookup"), ai -> ai.toolProvider(provider(TaskboundMcp.wrap(client(ran)))))),
                path(
                        "MCP provider over a wrapped client, streaming",
                        ran -> stream(
                                lookup("lookup"), ai -> ai.toolProvider(provider(TaskboundMcp.wrap(client(ran)))))),
                path(
                        "wrapped MCP client, called directly",
                        ran -> TaskboundMcp.wrap(client(ran)).executeTool(ScriptedModel.request("1", "lookup", "{}"))),
                path(
                        "wrapped MCP client, called directly with a context",
                        ran -> TaskboundMcp.wrap(client(ran))
                                .executeTool(
                                        ScriptedModel.request("1", "lookup", "{}"),
                                        InvocationContext.builder().build())),
                path("MCP provider with a named source", McpPaths::named));
    }

    private static PathTest.Path path(String name, Consumer<Ran> run) {
        return new PathTest.Path(name, "mcp:orders/lookup", List.of(), run);
    }

    private static McpClient client(Ran ran) {
        return FakeMcpClient.of("orders", ran);
    }

    private static McpToolProvider provider(McpClient client) {
        return McpToolProvider.builder().mcpClients(client).build();
    }

    private static ScriptedModel lookup(String name) {
        return ScriptedModel.of(call(name, "{}"), say("ok"));
    }

    private static void renamed(Ran ran) {
        McpToolProvider provider = McpToolProvider.builder()
                .mcpClients(client(ran))
                .toolNameMapper((client, tool) -> client.key() + "_" + tool.name())
                .build();
        chat(lookup("orders_lookup"), ai -> ai.toolProvider(provider));
    }

    /** With a wrapper of the application around it, the executor does not say any more that it is an MCP server's. */
    private static void named(Ran ran) {
        McpToolProvider provider = McpToolProvider.builder()
                .mcpClients(client(ran))
                .toolWrapper(executor -> (request, memoryId) -> executor.execute(request, memoryId))
                .build();
        chat(lookup("lookup"), ai -> ai.toolProvider(TaskboundTools.wrap(provider, "mcp:orders")));
    }
}
