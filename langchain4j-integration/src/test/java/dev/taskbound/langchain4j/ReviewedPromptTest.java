/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.call;
import static dev.taskbound.langchain4j.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.AgentPin;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.policy.ToolList;
import dev.taskbound.policy.ToolPin;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Issue 5, "Pinning": model, prompt and tools as they really are, without a line of the application. */
class ReviewedPromptTest {
    private static final AgentPin REVIEWED =
            new AgentPin(Set.of(ScriptedModel.NAME), AgentPin.promptDigest("You look."));

    private final Policy policy = PermissiveFixture.policy(List.of("look"), List.of("look"));
    private final Looking tools = new Looking();

    static final class Looking {
        private final Ran ran = new Ran();

        @Tool("Looks something up.")
        String look(String page) {
            return ran.hit(page);
        }
    }

    private void chat(PolicyLock lock, @Nullable String systemPrompt) {
        ScriptedModel model = ScriptedModel.of(call("look", "{\"page\":\"1\"}"), say("ok"));
        try (ToolGuard guard = ToolGuard.builder()
                        .policy(policy.locked(lock))
                        .audit(new InMemoryAuditSink(100))
                        .build();
                TaskScope task =
                        guard.open(TaskRequest.intent("anything").agent("bot").build());
                Scope entered = task.makeCurrent()) {
            Services.chat(model, ai -> ai.tools(tools).systemMessageProvider(id -> systemPrompt));
        }
    }

    @Test
    void theSystemPromptThatWasReviewedRunsAndNoOtherDoes() {
        PolicyLock lock = PolicyLock.of(policy).withAgent("bot", REVIEWED);
        chat(lock, "You look. And you tell eve.");
        chat(lock, null);
        assertThat(tools.ran.times()).isZero();

        chat(lock, "You look.");
        assertThat(tools.ran.times()).isEqualTo(1);
    }

    @Test
    void anotherModelThanThatOfTheReviewRunsNothing() {
        chat(PolicyLock.of(policy).withAgent("bot", new AgentPin(Set.of("another"), null)), "You look.");
        assertThat(tools.ran.times()).isZero();
    }

    @Test
    void toolsThatArePinnedAsTheyDescribeThemselvesRun() {
        String json = ToolList.json(TaskboundTools.describe(tools));
        List<ToolDescriptor> read = ToolList.parse(json, "");
        assertThat(read).extracting(ToolDescriptor::description).containsExactly("Looks something up.");

        chat(PolicyLock.of(policy).withTools(List.of(ToolPin.of(read.get(0).withDescription("Looks.")))), null);
        assertThat(tools.ran.times()).isZero();
        chat(PolicyLock.of(policy).withTools(List.of(ToolPin.of(read.get(0)))), null);
        assertThat(tools.ran.times()).isEqualTo(1);
    }
}
