/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.policy.Policy;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpAsyncServer;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Issue 3, "MCP elicitation where our application is itself an MCP server"; MCP 2025-11-25, Elicitation. */
@Timeout(60)
class ElicitationTest {
    private static final String POLICY = """
            version: 1
            name: test
            revision: 1
            agents: { helper: { owner: me } }
            tools:
              pay: { action: write, control: [iban], describe: "Pay {amount} EUR to {iban}" }
            intents:
              mine:
                open: { agents: [helper] }
                parameters: { iban: string }
                allow: [ { tool: pay, approval: { by: principal, wait: 2s } } ]
              ours:
                open: { agents: [helper] }
                parameters: { iban: string }
                allow: [ { tool: pay, approval: { by: lead, wait: 2s } } ]
            """;
    private static final String IBAN = "DE89370400440532013000";
    private static final Map<String, Object> PAYMENT = Map.of("iban", IBAN, "amount", "20");
    private static final Map<String, Object> FORMS = Map.of("elicitation", Map.of());
    private static final Principal ALICE = Principal.verified("test", "alice");
    private static final Principal LENA = Principal.verified("test", "lena").withRoles(Set.of("lead"));
    private static final ToolDescriptor PAY = ToolDescriptor.named("pay")
            .withSchema("{\"type\":\"object\",\"properties\":{\"iban\":{\"type\":\"string\"},"
                    + "\"amount\":{\"type\":\"string\"}}}");

    private final AtomicInteger runs = new AtomicInteger();
    private final ElicitationApprover approver = new ElicitationApprover();
    private ToolGuard guard;
    private McpSyncServer server;
    private ScriptedClient client;
    private String intent = "mine";
    private Asking asking = approver::during;

    /** How the application says who is at the client. */
    private interface Asking {
        CallContext.Registration begin(TaskScope task, McpSyncServerExchange exchange);
    }

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        guard = ToolGuard.builder()
                .policy(Policy.parse("test.yaml", POLICY))
                .audit(FileAuditSink.open(directory.resolve("audit.jsonl")))
                .approver(approver)
                .build();
        PipedOutputStream toServer = new PipedOutputStream();
        PipedInputStream fromServer = new PipedInputStream(1 << 16);
        server = McpServer.sync(transport(toServer, fromServer))
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .toolCall(tool(), (exchange, request) -> pay(request, task -> asking.begin(task, exchange)))
                .build();
        client = new ScriptedClient(fromServer, toServer);
    }

    private static StdioServerTransportProvider transport(PipedOutputStream toServer, PipedInputStream fromServer)
            throws IOException {
        return new StdioServerTransportProvider(
                McpJsonDefaults.getMapper(),
                new PipedInputStream(toServer, 1 << 16),
                new PipedOutputStream(fromServer));
    }

    private static McpSchema.Tool tool() {
        return McpSchema.Tool.builder()
                .name("pay")
                .inputSchema(McpJsonDefaults.getMapper(), PAY.schema())
                .build();
    }

    @AfterEach
    void stop() {
        server.close();
        guard.close();
    }

    private McpSchema.CallToolResult pay(
            McpSchema.CallToolRequest request, Function<TaskScope, CallContext.Registration> begin) {
        TaskRequest wanted = TaskRequest.intent(intent)
                .agent("helper")
                .principal(ALICE)
                .parameter("iban", IBAN)
                .build();
        String said;
        try (TaskScope task = guard.open(wanted);
                CallContext.Registration open = begin.apply(task)) {
            ToolCall call = ToolCall.of(PAY, CanonicalJson.write(request.arguments()));
            said = task.call(call, context -> "paid " + runs.incrementAndGet());
        } catch (ToolCallDeniedException e) {
            said = e.reason().name();
        }
        return McpSchema.CallToolResult.builder().addTextContent(said).build();
    }

    @Test
    void whoeverIsAtTheClientApprovesTheirOwnCallAndItRunsOnce() throws IOException {
        client.connect(FORMS);
        assertThat(client.call("pay", PAYMENT, asked -> accept(Map.of("decision", "approve"))))
                .isEqualTo("paid 1");
        assertThat(client.questions()).hasSize(1);
        Map<?, ?> asked = client.questions().get(0);
        assertThat((String) asked.get("message"))
                .contains("Pay 20 EUR to " + IBAN, "iban (from parameter", "agent helper", "Code: ");
        assertThat(((Map<?, ?>) asked.get("requestedSchema")).get("required")).isEqualTo(List.of("decision"));
        assertThat(runs).hasValue(1);
    }

    @Test
    void aDenialAndADeclineAreFinal() throws IOException {
        client.connect(FORMS);
        for (Map<String, Object> no : List.of(
                accept(Map.of("decision", "deny", "reason", "not mine")),
                Map.<String, Object>of("action", "decline"))) {
            assertThat(client.call("pay", PAYMENT, asked -> no)).isEqualTo("APPROVAL_DENIED");
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void whatIsNoDecisionIsNone() throws IOException {
        client.connect(FORMS);
        for (Map<String, Object> odd : List.<Map<String, Object>>of(
                Map.of("action", "cancel"),
                Map.of("action", "accept"),
                accept(Map.of()),
                accept(Map.of("decision", "yes")),
                accept(Map.of("decision", true)),
                accept(Map.of("decision", List.of("approve"))))) {
            assertThat(client.call("pay", PAYMENT, asked -> odd)).isEqualTo("APPROVAL_UNAVAILABLE");
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void silenceExpires() throws IOException {
        client.connect(FORMS);
        assertThat(client.call("pay", PAYMENT, asked -> null)).isEqualTo("APPROVAL_EXPIRED");
        assertThat(runs).hasValue(0);
    }

    @Test
    void aClientThatCannotAskIsNotAsked() throws IOException {
        client.connect(Map.of());
        assertThat(client.call("pay", PAYMENT, asked -> accept(Map.of("decision", "approve"))))
                .isEqualTo("APPROVAL_UNAVAILABLE");
        assertThat(client.questions()).isEmpty();
        assertThat(runs).hasValue(0);
    }

    @Test
    void thePrincipalDoesNotAnswerForAGroupAndSomebodyElseNotForThePrincipal() throws IOException {
        client.connect(FORMS);
        Function<Map<?, ?>, Map<String, Object>> yes = asked -> accept(Map.of("decision", "approve"));
        intent = "ours";
        assertThat(client.call("pay", PAYMENT, yes)).isEqualTo("APPROVAL_UNAVAILABLE");
        asking = (task, exchange) -> approver.during(task, exchange, ALICE.withRoles(Set.of("lead")));
        assertThat(client.call("pay", PAYMENT, yes)).isEqualTo("APPROVAL_UNAVAILABLE");
        asking = (task, exchange) -> approver.during(task, exchange, Principal.verified("test", "otto"));
        assertThat(client.call("pay", PAYMENT, yes)).isEqualTo("APPROVAL_UNAVAILABLE");
        intent = "mine";
        for (Principal other : List.of(LENA, Principal.verified("elsewhere", "alice"))) {
            asking = (task, exchange) -> approver.during(task, exchange, other);
            assertThat(client.call("pay", PAYMENT, yes)).isEqualTo("APPROVAL_UNAVAILABLE");
        }
        assertThat(client.questions()).isEmpty();
        assertThat(runs).hasValue(0);
        intent = "ours";
        asking = (task, exchange) -> approver.during(task, exchange, LENA);
        assertThat(client.call("pay", PAYMENT, yes)).isEqualTo("paid 1");
    }

    @Test
    void aTaskThatNoClientGoesWithAsksNobody() throws IOException {
        client.connect(FORMS);
        asking = (task, exchange) -> {
            approver.during(task, exchange).close();
            return () -> {};
        };
        assertThat(client.call("pay", PAYMENT, asked -> accept(Map.of("decision", "approve"))))
                .isEqualTo("APPROVAL_UNAVAILABLE");
        assertThat(client.questions()).isEmpty();
        assertThat(runs).hasValue(0);
    }

    @Test
    void whatIsInTheArgumentsCannotMakeItselfAnotherQuestion() throws IOException {
        client.connect(FORMS);
        Map<String, Object> hostile = Map.of("iban", IBAN, "amount", "1\nCode: 0000-0000\n\u202eevil");
        client.call("pay", hostile, asked -> Map.of("action", "decline"));
        String message = (String) client.questions().get(0).get("message");
        assertThat(message.lines().filter(line -> line.startsWith("Code: "))).hasSize(1);
        assertThat(message).doesNotContain("\u202e");
    }

    @Test
    void anAsynchronousServerAsksToo() throws IOException {
        PipedOutputStream toServer = new PipedOutputStream();
        PipedInputStream fromServer = new PipedInputStream(1 << 16);
        McpAsyncServer other = McpServer.async(transport(toServer, fromServer))
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .toolCall(
                        tool(),
                        (exchange, request) -> Mono.fromCallable(
                                        () -> pay(request, task -> approver.during(task, exchange)))
                                .subscribeOn(Schedulers.boundedElastic()))
                .build();
        ScriptedClient another = new ScriptedClient(fromServer, toServer);
        another.connect(FORMS);
        assertThat(another.call("pay", PAYMENT, asked -> Map.of("action", "decline")))
                .isEqualTo("APPROVAL_DENIED");
        assertThat(runs).hasValue(0);
        assertThat(another.call("pay", PAYMENT, asked -> accept(Map.of("decision", "approve"))))
                .isEqualTo("paid 1");
        other.close();
    }

    private static Map<String, Object> accept(Map<String, Object> content) {
        return Map.of("action", "accept", "content", content);
    }
}
