/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.call;
import static dev.taskbound.langchain4j.ScriptedModel.request;
import static dev.taskbound.langchain4j.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.service.tool.ToolExecutor;
import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Each call's own credential reaches the tool on a foreign thread, and nothing else. */
class CredentialTest {
    private static final Policy POLICY = Policy.parse("bank.yaml", """
            version: 1
            name: bank
            revision: 1
            agents: { bot: { owner: tests } }
            sources: { local: { type: embedded } }
            destinations:
              bank: { hosts: ["localhost:9"], source: local, audience: bank, scopes: { write: pay }, ttl: 30s }
            tools: { pay: { action: write, destination: bank } }
            intents:
              anything: { open: { agents: [bot] }, allow: [ { tool: pay } ], limits: { calls: 9, writes: 9, duration: 1m } }
            """);

    @Test
    void concurrentCallsOfAStreamHaveOneEachAndTheModelSeesNone() {
        List<String> tokens = new CopyOnWriteArrayList<>();
        ToolExecutor pay = (request, memoryId) -> {
            CallContext context = CallContext.current().orElseThrow();
            tokens.add(context.credential().orElseThrow().token().reveal());
            return "paid with " + context;
        };
        ScriptedModel model = ScriptedModel.of(call(request("1", "pay", "{}"), request("2", "pay", "{}")), say("ok"));
        InMemoryAuditSink audit = new InMemoryAuditSink(100);
        try (ToolGuard guard = ToolGuard.builder().policy(POLICY).audit(audit).build();
                TaskScope task = guard.open(TaskRequest.intent("anything")
                        .agent("bot")
                        .principal(Principal.verified("test", "alice"))
                        .build());
                Scope entered = task.makeCurrent()) {
            Services.stream(
                    model, ai -> ai.executeToolsConcurrently().tools(Map.of(Services.specification("pay"), pay)));
        }
        assertThat(tokens).hasSize(2).doesNotHaveDuplicates();
        assertThat(model.requests() + " " + audit.records())
                .contains("paid with")
                .doesNotContain(tokens);
    }
}
