/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.Tool;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.ai.mcp.SyncMcpToolCallback;

/** Calls of tools of MCP servers that the application makes itself, without a tool callback, behind the guard. */
public final class TaskboundMcp {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TaskboundMcp() {}

    /**
     * In place of {@code client.callTool(request)}, for the task that is current. The policy knows the tool as
     * {@code mcp:<connection>/<name>}, as if a model had called it. The server is asked for its tools each time, so a tool
     * that has changed is noticed.
     *
     * @return what the server answered, its own error results included
     * @throws ToolCallDeniedException if the tool was not called, or its result is withheld
     */
    public static CallToolResult callTool(McpSyncClient client, CallToolRequest request) {
        Invocation invocation = Invocation.capture(null);
        TaskScope task = invocation.task();
        if (task == null) {
            throw Failures.noTask(request.name());
        }
        try (Entered entered = invocation.enter()) {
            return task.call(call(client, request), new Body(client, request));
        } catch (ServersError error) {
            return error.result;
        }
    }

    private static ToolCall call(McpSyncClient client, CallToolRequest request) {
        try {
            Map<String, Object> arguments = Objects.requireNonNullElse(request.arguments(), Map.of());
            return ToolCall.of(descriptor(client, request.name()), JSON.writeValueAsString(arguments));
        } catch (JsonProcessingException e) {
            throw new ToolCallDeniedException(ReasonCode.BAD_ARGUMENTS);
        }
    }

    /** The same as for the callback of this tool. */
    private static ToolDescriptor descriptor(McpSyncClient client, String name) {
        return client.listTools().tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .map(tool -> Descriptors.of(
                        SyncMcpToolCallback.builder()
                                .mcpClient(client)
                                .tool(tool)
                                .build(),
                        null))
                .orElseThrow(() -> new ToolCallDeniedException(ReasonCode.UNKNOWN_TOOL));
    }

    private record Body(McpSyncClient client, CallToolRequest request)
            implements Tool<CallToolResult, RuntimeException> {
        @Override
        public CallToolResult run(CallContext call) {
            CallToolResult result =
                    client.callTool(new CallToolRequest(request.name(), map(call.arguments()), request.meta()));
            if (Boolean.TRUE.equals(result.isError())) {
                throw new ServersError(result);
            }
            return result;
        }

        private static Map<String, Object> map(String arguments) {
            try {
                return JSON.readValue(arguments, new TypeReference<Map<String, Object>>() {});
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("canonical JSON", e);
            }
        }

        @Override
        public Optional<String> text(CallToolResult result) {
            return result.content().stream().allMatch(TextContent.class::isInstance)
                    ? Optional.of(result.content().stream()
                            .map(each -> ((TextContent) each).text())
                            .collect(Collectors.joining("\n")))
                    : Optional.empty();
        }
    }

    /** An error that the server reports as its result: the audit log then says that the call failed. */
    private static final class ServersError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient CallToolResult result;

        ServersError(CallToolResult result) {
            super("the server reported an error", null, false, false);
            this.result = result;
        }
    }
}
