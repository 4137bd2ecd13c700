/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Issue 5, "Conditions": known, origins, entities and label over what a task has really seen. */
class ConditionFunctionsTest {
    private static final String POLICY = """
            version: 1
            name: functions
            revision: 1
            agents: { bot: { owner: team } }
            tools:
              read_file: { action: read, args: { name: string }, result: { labels: [pii] } }
              web: { action: read, args: { name: string } }
              mail: { action: write, args: { body: string, parts: list } }
            intents:
              work:
                open: { agents: [bot] }
                allow: [ { tool: read_file }, { tool: web }, { tool: mail, when: "WHEN" } ]
                limits: { denials: 1000 }
            """;

    private @Nullable ToolGuard guard;
    private @Nullable TaskScope open;

    @AfterEach
    void close() {
        if (guard != null) {
            guard.close();
        }
    }

    private TaskScope under(String condition) {
        close();
        ToolGuard made = ToolGuard.builder()
                .policy(Policy.parse("functions.yaml", POLICY.replace("WHEN", condition)))
                .audit(new FakeAudit())
                .build();
        guard = made;
        TaskScope task = made.open(TaskRequest.intent("work")
                .agent("bot")
                .statement("write to ann@example.com about https://shop.example/1")
                .build());
        open = task;
        return task;
    }

    private @Nullable ReasonCode call(TaskScope task, String tool, String arguments, String answer) {
        ToolDescriptor descriptor = ToolDescriptor.named(tool)
                .withSchema("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
                        + "\"body\":{\"type\":\"string\"},\"parts\":{\"type\":\"array\"}}}");
        ToolCallDeniedException denied = catchThrowableOfType(
                ToolCallDeniedException.class, () -> task.call(ToolCall.of(descriptor, arguments), context -> answer));
        return denied == null ? null : denied.reason();
    }

    private @Nullable ReasonCode mail(TaskScope task, String body) {
        return call(task, "mail", "{\"body\":\"" + body + "\"}", "sent");
    }

    @Test
    void everyLinkInATextCanBeAskedToBeKnown() {
        TaskScope task = under("entities(args.body).all(e, known(e))");
        assertThat(call(task, "web", "{\"name\":\"n\"}", "go to https://evil.example/x"))
                .isNull();
        assertThat(mail(task, "hello")).isNull();
        assertThat(mail(task, "see https://shop.example/1, ann@example.com")).isNull();
        assertThat(mail(task, "see https://evil.example/x")).isEqualTo(ReasonCode.CONDITION_FALSE);
        assertThat(mail(task, "see https%3A%2F%2Fevil.example%2Fx"))
                .as("encoded")
                .isEqualTo(ReasonCode.CONDITION_FALSE);
    }

    @Test
    void aTextCanBeHeldToOneLinkAndAListIsLookedThroughToo() {
        TaskScope task = under("has(args.parts) && size(entities(args.parts)) <= 1");
        assertThat(call(task, "mail", "{\"parts\":[\"a\",\"see https://x.example/1\"]}", "sent"))
                .isNull();
        assertThat(call(task, "mail", "{\"parts\":[\"https://x.example/1\",\"see https://x.example/2\"]}", "sent"))
                .isEqualTo(ReasonCode.CONDITION_FALSE);
    }

    @Test
    void whatCarriesALabelIsToldFromWhatDoesNot() {
        TaskScope task = under("!label(args.body, 'pii')");
        assertThat(mail(task, "passport C01X00T47")).as("nobody has seen it").isNull();
        assertThat(call(task, "read_file", "{\"name\":\"n\"}", "{\"passport\":\"C01X00T47\"}"))
                .isNull();
        assertThat(mail(task, "passport C01X00T47")).isEqualTo(ReasonCode.CONDITION_FALSE);
        assertThat(mail(task, "passport c01x00t47 of yours")).isEqualTo(ReasonCode.CONDITION_FALSE);
        assertThat(mail(task, "nothing of it")).isNull();
    }

    @Test
    void aLabelThatATaskHasSeenIsSeenInItsChildrenAndTheirAncestors() {
        TaskScope task = under("!label('pii')");
        assertThat(mail(task, "hello")).isNull();
        try (TaskScope child =
                task.child(TaskRequest.intent("work").agent("bot").build())) {
            assertThat(call(child, "read_file", "{\"name\":\"n\"}", "{\"passport\":\"C01X00T47\"}"))
                    .isNull();
            assertThat(mail(child, "hello")).isEqualTo(ReasonCode.CONDITION_FALSE);
        }
        assertThat(mail(task, "hello")).isEqualTo(ReasonCode.CONDITION_FALSE);
    }

    @Test
    void aMissingArgumentDenies() {
        TaskScope task = under("entities(args.body) == [] || label(args.body, 'pii')");
        assertThat(call(task, "mail", "{\"parts\":[]}", "sent")).isEqualTo(ReasonCode.CONDITION_ERROR);
    }

    @Test
    void aLabelThatNoToolCarriesIsAMistakeOfTheFileWithItsPlace() {
        PolicyException refused = catchThrowableOfType(PolicyException.class, () -> under("label(args.body, 'pi')"));
        assertThat(refused)
                .hasMessageStartingWith("functions.yaml:12:88: intents.work.allow[2].when: in the condition: no tool's"
                        + " result carries the label 'pi'");
        refused = catchThrowableOfType(PolicyException.class, () -> under("entities(args.bdoy) == []"));
        assertThat(refused).hasMessageContaining("did you mean 'body'?");
        assertThat(open).isNull();
    }
}
