/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.ReasonCode;
import dev.taskbound.TestClock;
import dev.taskbound.Together;
import dev.taskbound.ToolCall;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.Decided;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.approval.HeldCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways round a person's decision: other spellings, other calls beside it, other clocks, the task's end. Nothing runs. */
@Timeout(120)
@ParameterizedClass
@EnumSource(ApprovalStores.class)
class ApprovalRoundaboutTest extends ApprovalFixture {
    ApprovalRoundaboutTest(ApprovalStores kind) {
        super(kind);
    }

    @Test
    void aDeclineIsFinalHoweverTheCallIsWritten() {
        under(manyDenials());
        HeldCall held = held("200");
        assertThat(decide(LEAD, Answer.DENY, Choice.of(held))).isEqualTo(Effect.DECLINED);
        for (String json : List.of(
                "{\"amount\":2e2,\"iban\":\"" + Desk.IBAN + "\"}",
                "{\"iban\":\"" + Desk.IBAN + "\",\"amount\":200.000}",
                "{\"iban\":\"" + Desk.IBAN + "\",\"amount\":0.2E+3}",
                " {\n\"\\u0061mount\" :200 , \"iban\":\"\\u0044E89370400440532013000\"}\t")) {
            assertThat(denied(task, ToolCall.of(Desk.PAY, json)).reason())
                    .as(json)
                    .isEqualTo(ReasonCode.APPROVAL_DENIED);
        }
        assertThat(desk().waitingFor(LEAD)).isEmpty();
        assertRuns(0);
    }

    @Test
    void aCallThatIsSlippedIntoADecisionAboutOthersIsNotDecided() {
        HeldCall shown = held("200");
        HeldCall slipped = held("300");
        List<Choice> choices = List.of(
                Choice.of(shown),
                new Choice(slipped.id(), shown.callDigest()),
                new Choice(shown.callDigest(), slipped.callDigest()),
                new Choice(slipped.id(), slipped.callDigest() + " "));
        assertThat(desk().decide(LEAD, choices, Answer.APPROVE, "", false))
                .extracting(Decided::effect)
                .containsExactly(Effect.APPROVED, Effect.NOT_AS_SHOWN, Effect.NOT_FOUND, Effect.NOT_AS_SHOWN);
        assertStillWaits(slipped);
    }

    @Test
    void whateverIsDecidedWhileTheTaskClosesDoesNotRunAfterwards() throws Exception {
        HeldCall held = held("200");
        Together.run(16, i -> {
            if (i == 0) {
                task.close();
                return Effect.TOO_LATE;
            }
            return decide(LEAD, Answer.APPROVE, Choice.of(held));
        });
        assertNotResumed(held.id(), ReasonCode.TASK_CLOSED);
        assertRuns(0);
    }

    @Test
    void anApprovalOfAProcessWhoseClockIsLateIsNotUsedAfterTheTasksDeadline() {
        HeldCall held = held("200");
        TestClock late = new TestClock();
        clock.advance(Duration.ofMinutes(10));
        try (ToolGuard second = builder(Desk.policy()).clock(late).build()) {
            assertThat(second.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", false))
                    .extracting(Decided::effect)
                    .containsExactly(Effect.APPROVED);
        }
        assertNotResumed(held.id(), ReasonCode.APPROVAL_EXPIRED);
        assertRuns(0);
    }

    @Test
    void aProcessWhoseClockIsAheadRunsNothingThatHasExpiredThere() {
        HeldCall held = approved("200");
        TestClock ahead = new TestClock();
        ahead.advance(Duration.ofMinutes(10));
        try (ToolGuard second = builder(Desk.policy()).clock(ahead).build()) {
            guard.close();
            guard = second;
            assertNotResumed(held.id(), ReasonCode.APPROVAL_EXPIRED);
        }
        assertRuns(0);
    }

    @Test
    void whoeverIsAskedForTwoGroupsAndDeclinesIsToldThatItCounts() {
        String one = "      - { tool: note }\n";
        under(Desk.policy(one, "      - { tool: pay, approval: { by: board, wait: 5m } }\n" + one));
        HeldCall held = held("200");
        assertThat(held.asks()).hasSize(2);
        assertThat(decide(person("lena", "lead", "board"), Answer.DENY, Choice.of(held)))
                .isEqualTo(Effect.DECLINED);
        assertNotResumed(held.id(), ReasonCode.APPROVAL_DENIED);
        assertRuns(0);
    }
}
