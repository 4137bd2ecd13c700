/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.Decided;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.audit.AuditEvent.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 3, "Approvals": a call that waits, people who decide about it, and the application that takes it up again. */
@Timeout(60)
class ApprovalDeskTest {
    static final Principal LEAD = Principal.verified("test", "lena").withRoles(Set.of("lead"));

    private final FakeAudit audit = new FakeAudit();
    private final CountingTool tool = new CountingTool();
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy())
            .audit(audit)
            .credentialSource("bank-source", new FakeSource())
            .approver(Approver.inbox())
            .pendingAfter(Duration.ZERO)
            .build();
    private final ApprovalDesk desk = guard.approvals();
    private final TaskScope task = guard.open(Desk.payBill());

    @AfterEach
    void close() {
        guard.close();
    }

    private ToolCallDeniedException denied(ToolCall call) {
        return catchThrowableOfType(ToolCallDeniedException.class, () -> task.call(call, tool));
    }

    private ToolCallDeniedException notResumed(String id) {
        return catchThrowableOfType(ToolCallDeniedException.class, () -> desk.resume(id, Desk.PAY, tool));
    }

    private HeldCall held() {
        assertThat(denied(Desk.pay("200")).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        return desk.waitingFor(LEAD).get(0);
    }

    private List<Effect> decide(Principal approver, Answer answer, HeldCall... calls) {
        List<Choice> choices = java.util.stream.Stream.of(calls).map(Choice::of).toList();
        return desk.decide(approver, choices, answer, "seen", false).stream()
                .map(Decided::effect)
                .toList();
    }

    @Test
    void theModelGetsAnIdThatIsTheSameForTheSameCall() {
        ToolCallDeniedException first = denied(Desk.pay("200"));
        ToolCallDeniedException second = denied(Desk.pay("200.0"));
        ToolCallDeniedException other = denied(Desk.pay("201"));
        assertThat(first.reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertThat(second.reference()).isEqualTo(first.reference());
        assertThat(other.reference()).isNotEqualTo(first.reference());
        assertThat(tool.runs()).isZero();
    }

    @Test
    void theSameCallAgainTakesNothingMoreFromABudgetThatTheHeldOneHasUsedUp() {
        ToolCallDeniedException first = denied(Desk.pay("500"));
        ToolCallDeniedException second = denied(Desk.pay("500"));
        assertThat(second.reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertThat(second.reference()).isEqualTo(first.reference());
        assertThat(denied(Desk.pay("499")).reason()).isEqualTo(ReasonCode.BUDGET_EXCEEDED);

        decide(LEAD, Answer.APPROVE, desk.waitingFor(LEAD).get(0));
        assertThat(task.call(Desk.pay("500"), tool)).isNotNull();
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void anApprovedCallIsResumedOnceUnderItsOwnId() {
        HeldCall held = held();
        assertThat(decide(LEAD, Answer.APPROVE, held)).containsExactly(Effect.APPROVED);
        assertThat(desk.resume(held.id(), Desk.PAY, tool)).isEqualTo("done");
        assertThat(notResumed(held.id()).reason()).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(tool.runs()).isEqualTo(1);
        assertThat(audit.last(Type.STARTED).call()).isEqualTo(held.callId());
        assertThat(audit.last(Type.STARTED).attributes())
                .containsEntry("approval", held.id())
                .containsEntry("approved_by", "lena")
                .containsEntry("call_digest", held.callDigest());
        assertThat(desk.find(held.id(), LEAD)).map(HeldCall::status).contains(Status.SUCCEEDED);
    }

    @Test
    void whatNobodyDecidedIsNotResumed() {
        assertThat(notResumed(held().id()).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void theSameCallAgainRunsOnceItIsApproved() {
        HeldCall held = held();
        decide(LEAD, Answer.APPROVE, held);
        assertThat(task.call(Desk.pay("200"), tool)).isEqualTo("done");
        assertThat(notResumed(held.id()).reason()).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(denied(Desk.pay("200")).reference()).isNotEqualTo(java.util.Optional.of(held.id()));
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void severalCallsAreDecidedTogetherAndEachIsUsedOnce() {
        denied(Desk.pay("101"));
        denied(Desk.pay("102"));
        List<HeldCall> waiting = desk.waitingFor(LEAD);
        assertThat(decide(LEAD, Answer.APPROVE, waiting.toArray(HeldCall[]::new)))
                .containsExactly(Effect.APPROVED, Effect.APPROVED);
        waiting.forEach(held -> desk.resume(held.id(), Desk.PAY, tool));
        assertThat(tool.runs()).isEqualTo(2);
        waiting.forEach(held -> assertThat(notResumed(held.id()).reason()).isEqualTo(ReasonCode.DUPLICATE_CALL));
    }

    @Test
    void aHeldCallShowsWhatItWouldDoAndWhereEachValueCameFrom() {
        HeldCall held = held();
        assertThat(held.text()).isEqualTo("Pay 200 to " + Desk.IBAN);
        assertThat(held.origins())
                .containsEntry("iban", List.of("parameter.iban"))
                .containsEntry("amount", List.of());
        assertThat(held.task().principal().token()).as("tokens are not kept").isEmpty();
        assertThat(held.toString()).doesNotContain(Desk.IBAN);
    }

    @Test
    void aTaskThatClosesWhenDecidedTakesNothingNewAndEndsWithTheLastCall() {
        HeldCall held = held();
        task.closeWhenDecided();
        assertThat(denied(Desk.look()).reason()).isEqualTo(ReasonCode.TASK_CLOSED);
        assertThat(task.isOpen()).isTrue();
        decide(LEAD, Answer.APPROVE, held);
        assertThat(desk.resume(held.id(), Desk.PAY, tool)).isEqualTo("done");
        assertThat(task.isOpen()).isFalse();
    }

    @Test
    void aTaskWithNothingWaitingThatClosesWhenDecidedIsClosedAtOnce() {
        task.closeWhenDecided();
        assertThat(task.isOpen()).isFalse();
    }

    @Test
    void aDeclineEndsATaskThatClosesWhenDecided() {
        HeldCall held = held();
        task.closeWhenDecided();
        decide(LEAD, Answer.DENY, held);
        assertThat(task.isOpen()).isFalse();
        assertThat(tool.runs()).isZero();
    }

    @Test
    void whatWaitsKeepsItsReservationAndADeclineGivesItBack() {
        List<HeldCall> waiting = new ArrayList<>();
        for (String amount : List.of("101", "102", "103")) {
            denied(Desk.pay(amount));
        }
        waiting.addAll(desk.waitingFor(LEAD));
        assertThat(denied(Desk.pay("50")).reason()).as("three wait").isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        decide(LEAD, Answer.DENY, waiting.get(0));
        assertThat(task.call(Desk.pay("50"), tool)).isEqualTo("done");
    }

    @Test
    void changesAreToldToWhoeverListens() {
        List<Status> seen = new ArrayList<>();
        CallContext.Registration registration = desk.onChange(held -> seen.add(held.status()));
        HeldCall held = held();
        decide(LEAD, Answer.APPROVE, held);
        desk.resume(held.id(), Desk.PAY, tool);
        assertThat(seen).containsExactly(Status.WAITING, Status.APPROVED, Status.SUCCEEDED);
        registration.close();
        denied(Desk.pay("150"));
        assertThat(seen).hasSize(3);
    }
}
