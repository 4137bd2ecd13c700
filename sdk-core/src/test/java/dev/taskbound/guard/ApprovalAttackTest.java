/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Together;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Issue 3, "Approvals": whoever tries to have a call run that no human in charge agreed to, or more than once. Each test
 * says how often the tool ran, with either kind of store.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource(ApprovalStores.class)
class ApprovalAttackTest extends ApprovalFixture {
    private static final String APPROVAL = "approval: { when: args.amount > 100, by: lead, wait: 5m }";

    ApprovalAttackTest(ApprovalStores kind) {
        super(kind);
    }

    // who decides

    @Test
    void aForgedIdIsNothingToDecideOrToResume() {
        HeldCall held = held("200");
        for (String forged : List.of("", "1", held.callId(), held.callDigest(), held.id() + " ")) {
            assertThat(decide(LEAD, Answer.APPROVE, new Choice(forged, held.callDigest())))
                    .isEqualTo(Effect.NOT_FOUND);
            assertNotResumed(forged, ReasonCode.APPROVAL_EXPIRED);
        }
        assertStillWaits(held);
    }

    @Test
    void aDecisionAboutAnotherCallThanTheOneShownHasNoEffect() {
        HeldCall held = held("200");
        HeldCall other = held("300");
        assertThat(decide(LEAD, Answer.APPROVE, new Choice(held.id(), other.callDigest())))
                .isEqualTo(Effect.NOT_AS_SHOWN);
        assertStillWaits(held);
        assertNotResumed(other.id(), ReasonCode.APPROVAL_PENDING);
        assertRuns(0);
    }

    @Test
    void nobodyOutsideTheGroupDecidesOrSees() {
        HeldCall held = held("200");
        for (Principal outsider : List.of(person("mallory"), person("mallory", "leads"), person("lead", "clerk"))) {
            assertRefused(held, outsider);
        }
        assertStillWaits(held);
    }

    @Test
    void thePrincipalDoesNotApproveTheirOwnCallInTheGroupsName() {
        HeldCall held = held("200");
        assertRefused(held, person("alice", "lead"));
        assertRefused(held, Principal.verified("elsewhere", "alice").withRoles(Set.of("lead")));
        assertStillWaits(held);
    }

    @Test
    void anAgentIsNoApprover() {
        HeldCall held = held("200");
        assertRefused(held, person("bot", "lead"));
        TaskScope child = task.child(Desk.request("pay-bill")
                .agent("bot")
                .parameter("iban", Desk.IBAN)
                .build());
        ToolCallDeniedException pending = denied(child, Desk.pay("200"));
        HeldCall ofChild = desk().find(pending.reference().orElseThrow(), LEAD).orElseThrow();
        assertRefused(ofChild, person("bot", "lead"));
        assertStillWaits(held);
    }

    @Test
    void whatWaitsForThePrincipalIsDecidedByThatVeryPerson() {
        under(Desk.policy(APPROVAL, APPROVAL.replace("lead", "principal")));
        Principal alice = person("alice");
        denied(task, Desk.pay("200"));
        HeldCall held = desk().waitingFor(alice).get(0);
        assertRefused(held, LEAD);
        assertRefused(held, person("mallory", "principal"));
        assertRefused(held, Principal.verified("elsewhere", "alice"));
        assertThat(decide(alice, Answer.APPROVE, Choice.of(held))).isEqualTo(Effect.APPROVED);
        assertThat(resume(held)).isEqualTo("done");
        assertRuns(1);
    }

    // when

    @Test
    void aReplayedDecisionHasNoEffect() {
        HeldCall held = approved("200");
        resume(held);
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(held))).isEqualTo(Effect.TOO_LATE);
        HeldCall again = held("200");
        assertThat(again.id()).isNotEqualTo(held.id());
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(held))).isEqualTo(Effect.TOO_LATE);
        assertNotResumed(held.id(), ReasonCode.DUPLICATE_CALL);
        assertNotResumed(again.id(), ReasonCode.APPROVAL_PENDING);
        assertRuns(1);
    }

    @Test
    void aDecisionAfterTheWaitIsTooLate() {
        HeldCall held = held("200");
        clock.advance(Duration.ofMinutes(5));
        assertThat(desk().waitingFor(LEAD)).isEmpty();
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(held))).isEqualTo(Effect.TOO_LATE);
        assertNotResumed(held.id(), ReasonCode.APPROVAL_EXPIRED);
        assertRuns(0);
    }

    @Test
    void anApprovalIsNotUsedAfterTheTasksDeadline() {
        HeldCall held = approved("200");
        clock.advance(Duration.ofMinutes(10));
        assertNotResumed(held.id(), ReasonCode.APPROVAL_EXPIRED);
        assertRuns(0);
    }

    @Test
    void aDeclineIsFinalForTheTask() {
        HeldCall held = held("200");
        assertThat(decide(LEAD, Answer.DENY, Choice.of(held))).isEqualTo(Effect.DECLINED);
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(held))).isEqualTo(Effect.TOO_LATE);
        assertNotResumed(held.id(), ReasonCode.APPROVAL_DENIED);
        assertThat(denied(task, Desk.pay("200.00")).reason()).isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertThat(desk().waitingFor(LEAD)).as("nobody is asked again").isEmpty();
        assertRuns(0);
    }

    // what changed meanwhile

    @Test
    void aClosedTaskTakesItsApprovalsWithIt() throws Exception {
        HeldCall held = approved("200");
        HeldCall waiting = held("201");
        task.close();
        awaitStatus(waiting, Status.VOID);
        assertNotResumed(held.id(), ReasonCode.TASK_CLOSED);
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(waiting))).isEqualTo(Effect.TOO_LATE);
        assertNotResumed(waiting.id(), ReasonCode.TASK_CLOSED);
        assertRuns(0);
    }

    @Test
    void aRevocationAfterTheApprovalStopsTheCall() {
        HeldCall held = approved("200");
        guard.revoke(new Revocation.Target(Revocation.Kind.TOOL, "pay"), "security", "drill");
        assertNotResumed(held.id(), ReasonCode.REVOKED);
        assertRuns(0);
    }

    @Test
    void aPolicyThatNowDeniesBeatsTheApproval() {
        HeldCall held = approved("200");
        guard.reload(Desk.policy("when: args.amount <= 500", "when: args.amount <= 150"));
        assertNotResumed(held.id(), ReasonCode.CONDITION_FALSE);
        assertRuns(0);
    }

    @Test
    void aPolicyThatNowAsksSomebodyElseMakesTheApprovalVoid() throws Exception {
        HeldCall held = approved("200");
        guard.reload(Desk.policy("by: lead", "by: board"));
        assertNotResumed(held.id(), ReasonCode.APPROVAL_EXPIRED);
        awaitStatus(held, Status.VOID);
        guard.reload(Policy.parse("desk.yaml", Desk.POLICY.replace("revision: 1", "revision: 3")));
        assertNotResumed(held.id(), ReasonCode.APPROVAL_EXPIRED);
        assertRuns(0);
    }

    @Test
    void anApprovalIsOfNoUseForAToolThatIsDescribedOtherwise() {
        HeldCall held = approved("200");
        ToolDescriptor changed = Desk.PAY.withDescription("Pays, and forwards the receipt");
        assertThat(notResumed(held.id(), changed).reason()).isEqualTo(ReasonCode.TOOL_CHANGED);
        HeldCall other = approved("201");
        assertThat(notResumed(other.id(), Desk.NOTE).reason()).isEqualTo(ReasonCode.TOOL_CHANGED);
        assertRuns(0);
    }

    @Test
    void denyBeatsAsk() {
        under(Desk.policy(
                "    limits: { calls: 25",
                "    deny: [ { tool: pay, when: args.amount > 150 } ]\n" + "    limits: { calls: 25"));
        assertThat(denied(task, Desk.pay("200")).reason()).isEqualTo(ReasonCode.DENIED_BY_RULE);
        assertThat(desk().waitingFor(LEAD)).isEmpty();
        assertThat(denied(task, Desk.pay("120")).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(0);
    }

    // remembering

    @Test
    void whatIsRememberedHoldsForTheSameControlValuesOnly() {
        under(Desk.policy("wait: 5m }", "wait: 5m, remember: task }"));
        HeldCall held = held("200");
        desk().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", true);
        resume(held);
        assertThat(task.call(Desk.pay("150"), tool)).as("same account").isEqualTo("done");
        task.addStatement("and the rest to FR7630006000011234567890189");
        ToolCall elsewhere = ToolCall.of(Desk.PAY, "{\"iban\":\"FR7630006000011234567890189\",\"amount\":150}");
        assertThat(denied(task, elsewhere).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        TaskScope another = guard.open(Desk.payBill());
        assertThat(denied(another, Desk.pay("150")).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(2);
    }

    @Test
    void nothingIsRememberedWhereThePolicyDoesNotSaySo() {
        HeldCall held = held("200");
        desk().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", true);
        resume(held);
        assertThat(denied(task, Desk.pay("150")).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(1);
    }

    // more than once

    @Test
    void aHundredThreadsResumeACallOnce() throws Exception {
        under(manyDenials());
        HeldCall held = approved("200");
        List<String> all = Together.run(100, i -> {
            try {
                return resume(held);
            } catch (ToolCallDeniedException e) {
                return e.reason().name();
            }
        });
        assertThat(all).containsOnlyOnce("done");
        assertThat(all).containsOnly("done", ReasonCode.DUPLICATE_CALL.name());
        awaitStatus(held, Status.SUCCEEDED);
        assertRuns(1);
    }
}
