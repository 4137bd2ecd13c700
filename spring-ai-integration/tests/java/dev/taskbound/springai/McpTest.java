/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.mcp.SyncMcpToolCallbackProvider;
import org.springframework.ai.tool.ToolCallback;

/** Issue 3, "explicit wrappers for hand-driven loops and MCP clients": counted on a server, refused 0 and allowed 1. */
@Timeout(60)
class McpTest {
    private static final String POLICY = """
            version: 1
            name: test
            revision: 1
            agents: { helper: { owner: me } }
            tools: { "mcp:bank/pay": { action: write } }
            intents:
              assist:
                open: { agents: [helper] }
                allow: [ { tool: "mcp:bank/pay", when: args.amount <= 100 } ]
            """;

    private final InMemoryAuditSink audit = new InMemoryAuditSink(1_000);
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Policy.parse("test.yaml", POLICY))
            .audit(audit)
            .build();
    private final TaskScope task =
            guard.open(TaskRequest.intent("assist").agent("helper").build());
    private static FakeMcpServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new FakeMcpServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.runs.set(0);
        server.fails = false;
    }

    @AfterEach
    void close() {
        guard.close();
    }

    private CallToolResult call(Map<String, Object> arguments) {
        try (Scope current = task.makeCurrent()) {
            return TaskboundMcp.callTool(server.client(), new CallToolRequest("pay", arguments));
        }
    }

    private ReasonCode denied(String tool, Map<String, Object> arguments) {
        return catchThrowableOfType(ToolCallDeniedException.class, () -> {
                    try (Scope current = task.makeCurrent()) {
                        TaskboundMcp.callTool(server.client(), new CallToolRequest(tool, arguments));
                    }
                })
                .reason();
    }

    private ToolCallback callback() {
        return TaskboundTools.wrap(new SyncMcpToolCallbackProvider(server.client()))
                .getToolCallbacks()[0];
    }

    @Test
    void aClientCalledByHandPassesTheGuard() {
        CallToolResult result = call(Map.of("amount", 7));
        assertThat(((TextContent) result.content().get(0)).text()).isEqualTo("paid 1");
        assertThat(server.lastCall).contains("\"amount\":7");
        assertThat(server.runs).hasValue(1);
    }

    @Test
    void whatThePolicyRefusesDoesNotReachTheServer() {
        assertThat(denied("pay", Map.of("amount", 700))).isEqualTo(ReasonCode.CONDITION_FALSE);
        assertThat(denied("pay", Map.of("amount", "7"))).isEqualTo(ReasonCode.BAD_ARGUMENTS);
        assertThat(denied("pay", Map.of("amount", 7, "to", "me"))).isEqualTo(ReasonCode.BAD_ARGUMENTS);
        assertThat(denied("steal", Map.of())).isEqualTo(ReasonCode.UNKNOWN_TOOL);
        assertThat(server.runs).hasValue(0);
    }

    @Test
    void withoutATaskNothingReachesTheServer() {
        assertThat(catchThrowableOfType(
                                ToolCallDeniedException.class,
                                () -> TaskboundMcp.callTool(
                                        server.client(), new CallToolRequest("pay", Map.of("amount", 7))))
                        .reason())
                .isEqualTo(ReasonCode.NO_TASK);
        assertThat(server.runs).hasValue(0);
    }

    @Test
    void anErrorOfTheServerIsItsAnswerAndAFailureInTheLog() {
        server.fails = true;
        assertThat(call(Map.of("amount", 7)).isError()).isTrue();
        assertThat(audit.records().stream()
                        .map(AuditRecord::event)
                        .map(each -> each.type().word()))
                .contains("failed")
                .doesNotContain("succeeded");
        assertThat(server.runs).hasValue(1);
    }

    @Test
    void theCallbackOfTheSameToolIsTheSameTool() {
        call(Map.of("amount", 7));
        try (Scope current = task.makeCurrent()) {
            assertThat(callback().call("{\"amount\": 8}")).contains("paid 2");
            assertThat(callback().call("{\"amount\": 800}")).contains("CONDITION_FALSE");
        }
        assertThat(callback().call("{\"amount\": 9}")).contains("NO_TASK");
        assertThat(server.runs).hasValue(2);
    }
}
