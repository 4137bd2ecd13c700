/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.policy.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Issue: tools that the current task may not call can be hidden from the model, without side effects. */
class CouldCallTest {
    private final FakeAudit audit = new FakeAudit();
    private ToolGuard guard = guard(Desk.policy());

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void aToolThatSomeRuleAllowsCouldBeCalledWhateverItsConditionsSay() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            assertThat(task.couldCall("pay")).isTrue();
            assertThat(task.couldCall("look")).isTrue();
            assertThat(task.couldCall("wipe"))
                    .as("listed, and allowed by no rule")
                    .isFalse();
            assertThat(task.couldCall("ignore_all_rules")).as("not listed").isFalse();
        }
    }

    @Test
    void aToolThatARuleDeniesUnconditionallyCouldNot() {
        guard.close();
        guard = guard(Desk.policy(
                "    limits: { calls: 25", "    deny: [ { tool: note, reason: not now } ]\n    limits: { calls: 25"));
        try (TaskScope task = guard.open(Desk.payBill())) {
            assertThat(task.couldCall("note")).isFalse();
            assertThat(task.couldCall("peek")).isTrue();
        }
    }

    @Test
    void aChildCouldCallWhatItsParentCouldToo() {
        try (TaskScope parent = guard.open(Desk.readOnly());
                TaskScope child = parent.child(Desk.payBill())) {
            assertThat(child.couldCall("look")).isTrue();
            assertThat(child.couldCall("pay")).isFalse();
        }
    }

    @Test
    void aTaskThatIsOverCouldCallNothing() {
        TaskScope task = guard.open(Desk.payBill());
        task.close();

        assertThat(task.couldCall("look")).isFalse();
    }

    @Test
    void theQuestionIsNoDenialAndNoRecord() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            int before = audit.types().size();
            for (int i = 0; i < 20; i++) {
                task.couldCall("wipe");
            }
            assertThat(audit.types()).hasSize(before);
            assertThat(task.isOpen())
                    .as("asked more often than denials are allowed")
                    .isTrue();
        }
    }

    private ToolGuard guard(Policy policy) {
        return ToolGuard.builder()
                .policy(policy)
                .audit(audit)
                .credentialSource("bank-source", new FakeSource())
                .build();
    }
}
