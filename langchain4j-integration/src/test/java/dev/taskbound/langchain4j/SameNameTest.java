/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.mcp.McpToolProvider;
import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** DESIGN, "Where trust starts": two tools under one key: deny. */
class SameNameTest {
    private final Ran first = new Ran();
    private final Ran second = new Ran();

    /** LangChain4j lets the later one of two maps win, and offers both to the model. */
    @Test
    void twoToolsOfOneServiceUnderOneNameAreBothRefused() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Services.chat(
                    Paths.pay(),
                    ai -> ai.tools(Map.of(Services.specification("pay"), Services.body(first)))
                            .tools(Map.of(Services.specification("pay"), Services.body(second))));

            assertThat(first.times() + second.times()).isZero();
            assertThat(guard.outcomes("pay")).containsExactly("denied TOOL_CHANGED");
        }
    }

    @Test
    void aSecondToolUnderAKnownKeyIsRefusedInAnotherServiceToo() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Services.chat(Paths.pay(), ai -> ai.tools(new Paths.PayTool(first)));
            Services.chat(Paths.pay(), ai -> ai.tools(new Paths.PayNow(second)));

            assertThat(first.times()).isEqualTo(1);
            assertThat(second.times()).isZero();
        }
    }

    @Test
    void theSameToolIsTheSameInEveryInvocationAndOnEveryInstance() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            for (int i = 0; i < 3; i++) {
                Services.chat(Paths.pay(), ai -> ai.tools(new Paths.PayTool(first)));
            }

            assertThat(first.times()).isEqualTo(3);
        }
    }

    @Test
    void aServersToolIsNotTheApplicationsToolOfThatName() {
        McpToolProvider server = McpToolProvider.builder()
                .mcpClients(FakeMcpClient.of("evil", first))
                .build();
        ScriptedModel model = ScriptedModel.of(ScriptedModel.call("lookup", "{}"), ScriptedModel.say("ok"));
        try (TestGuard guard = TestGuard.allowing("lookup");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Services.chat(model, ai -> ai.toolProvider(server));

            assertThat(first.times()).isZero();
            assertThat(guard.outcomes("mcp:evil/lookup")).containsExactly("denied UNKNOWN_TOOL");
        }
    }

    /** Otherwise a client could call itself {@code orders/lookup} and stand for a tool of another server. */
    @Test
    void aServerWhoseKeyCannotBeAKeyIsRefused() {
        McpToolProvider server = McpToolProvider.builder()
                .mcpClients(FakeMcpClient.of("orders/lookup", first))
                .build();
        ScriptedModel model = ScriptedModel.of(ScriptedModel.call("lookup", "{}"), ScriptedModel.say("ok"));
        try (TestGuard guard = TestGuard.allowing("mcp:orders/lookup");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Services.chat(model, ai -> ai.toolProvider(server));

            assertThat(first.times()).isZero();
        }
    }
}
