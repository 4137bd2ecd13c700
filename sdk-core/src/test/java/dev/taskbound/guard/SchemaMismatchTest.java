/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyException;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.policy.ToolPin;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Issue 5, "Conditions": checked against each tool's parameter schema, from the lock file when it is loaded, else at first
 * sight of the tool; a mismatch denies with CONDITION_ERROR naming the policy's line.
 */
class SchemaMismatchTest {
    private static final String POLICY = """
            version: 1
            name: typed
            revision: 1
            agents: { bot: { owner: team } }
            tools:
              pay: { action: write, control: [iban] }
              look: { action: read }
            intents:
              work:
                open: { agents: [bot] }
                allow:
                  - tool: pay
                    when: args.amuont <= 500
                  - { tool: look, when: "args.id != 'x'" }
              other:
                open: { agents: [bot] }
                allow:
                  - { tool: pay, when: args.amount <= 500 }
                deny:
                  - { when: "has(args.nobodyHasThis)" }
            """;
    private static final ToolDescriptor PAY = ToolDescriptor.named("pay").withSchema("""
            {"type": "object", "properties": {"amount": {"type": "number"}, "iban": {"type": "string"}}}""");
    private static final ToolDescriptor LOOK = ToolDescriptor.named("look")
            .withSchema("{\"type\": \"object\", \"properties\": {\"id\": {\"type\": [\"string\", \"integer\"]}}}");

    private final FakeAudit audit = new FakeAudit();
    private final CountingTool tool = new CountingTool();
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Policy.parse("typed.yaml", POLICY))
            .audit(audit)
            .build();

    @AfterEach
    void close() {
        guard.close();
    }

    private @Nullable ReasonCode reason(String intent, ToolDescriptor descriptor, String arguments) {
        try (TaskScope task = guard.open(TaskRequest.intent(intent).agent("bot").build())) {
            ToolCallDeniedException denied = catchThrowableOfType(
                    ToolCallDeniedException.class, () -> task.call(ToolCall.of(descriptor, arguments), tool));
            return denied == null ? null : denied.reason();
        }
    }

    @Test
    void anArgumentThatTheToolDoesNotHaveDeniesAtFirstSightAndTheRecordNamesTheLine() {
        assertThat(reason("work", PAY, "{\"amount\": 1}")).isEqualTo(ReasonCode.CONDITION_ERROR);

        assertThat(audit.last(Type.DENIED).attributes())
                .containsEntry("rule", "typed.yaml:13 intents.work.allow[0].when")
                .hasEntrySatisfying(
                        "detail",
                        detail -> assertThat(String.valueOf(detail))
                                .contains("as the tool's own schema has it", "'amuont'"));
        assertThat(tool.runs()).isZero();
    }

    @Test
    void anotherIntentWhoseConditionsFitIsNotConcernedNorRulesThatNameNoTool() {
        assertThat(reason("other", PAY, "{\"amount\": 1}")).isNull();
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void anArgumentOfSeveralTypesIsCheckedWhenItIsThere() {
        assertThat(reason("work", LOOK, "{\"id\": 7}")).isNull();
        assertThat(reason("work", LOOK, "{\"id\": \"x\"}")).isEqualTo(ReasonCode.CONDITION_FALSE);
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void anArgumentOfAnotherTypeThanItIsComparedWithDenies() {
        ToolDescriptor textual = PAY.withSchema(PAY.schema().replace("number", "string"));

        assertThat(reason("other", textual, "{\"amount\": \"1\"}")).isEqualTo(ReasonCode.CONDITION_ERROR);
        assertThat(audit.last(Type.DENIED).attributes())
                .hasEntrySatisfying(
                        "rule", rule -> assertThat(String.valueOf(rule)).contains("intents.other.allow[0]"));
        assertThat(tool.runs()).isZero();
    }

    @Test
    void aSchemaThatLetsAnyArgumentThroughIsNotChecked() {
        ToolDescriptor open = PAY.withSchema("{\"type\": \"object\", \"additionalProperties\": true}");

        assertThat(reason("work", open, "{\"amuont\": 5}")).isNull();
        assertThat(reason("work", open, "{\"amount\": 5}")).isEqualTo(ReasonCode.CONDITION_ERROR);
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void withALockTheMistakeIsFoundWhenThePolicyIsLoaded() {
        Policy policy = Policy.parse("typed.yaml", POLICY);
        PolicyLock lock = PolicyLock.of(policy).withTools(List.of(ToolPin.of(PAY), ToolPin.of(LOOK)));

        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> policy.locked(lock))
                .satisfies(refused -> assertThat(refused.problems())
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.line() + ":" + problem.column()).isEqualTo("13:20");
                            assertThat(problem.message()).contains("'amuont'");
                        }));
        Policy mended = Policy.parse("typed.yaml", POLICY.replace("amuont", "amount"));
        assertThat(mended.locked(lock).lock()).isPresent();
    }

    @Test
    void withALockAControlArgumentThatTheToolDoesNotHaveIsAMistakeToo() {
        Policy policy =
                Policy.parse("typed.yaml", POLICY.replace("amuont", "amount").replace("[iban]", "[ibna]"));

        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> policy.locked(PolicyLock.of(policy).withTools(List.of(ToolPin.of(PAY)))))
                .withMessage("typed.yaml:6:8: tools.pay: found the argument \"ibna\", expected one that the tool's own"
                        + " schema has; did you mean \"iban\"?");
    }
}
