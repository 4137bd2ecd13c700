/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.TestClock;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.Approver;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.Credential;
import dev.taskbound.state.Revocation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What changes while a call is on its way: each change is seen by the very next look, before anybody is asked and
 * anything is fetched that the call no longer needs.
 */
@Timeout(60)
class BetweenStepsTest {
    private static final Revocation.Target PAY = new Revocation.Target(Revocation.Kind.TOOL, "pay");

    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final FakeStore store = new FakeStore();
    private final TestClock clock = new TestClock();
    private final CountingTool tool = new CountingTool();
    private Runnable whileAsked = () -> {};
    private int asked;
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy())
            .audit(audit)
            .state(store)
            .clock(clock)
            .credentialSource("bank-source", source)
            .approver(Approver.callback(request -> {
                asked++;
                whileAsked.run();
                return new ApprovalOutcome.Approved("lead@acme");
            }))
            .build();
    private final TaskScope task = guard.open(Desk.payBill());

    BetweenStepsTest() {
        source.answer(request -> CompletableFuture.completedFuture(credential(30)));
    }

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void whatHoldsRuns() {
        assertThat(task.call(Desk.pay("200"), tool)).isEqualTo("done");
        assertThat(asked).isEqualTo(1);
    }

    // revocations by another process

    @Test
    void aRevocationBeforeTheCallIsSeenBeforeAHumanIsAsked() {
        store.revokeElsewhere(PAY);
        denied(ReasonCode.REVOKED, Desk.pay("200"));
        assertThat(asked).isZero();
    }

    @Test
    void aRevocationWhileAHumanIsAskedIsSeenBeforeTheCallIsStarted() {
        whileAsked = () -> store.revokeElsewhere(PAY);
        denied(ReasonCode.REVOKED, Desk.pay("200"));
        assertThat(audit.types()).doesNotContain(Type.STARTED);
    }

    @Test
    void aRevocationWhileTheIssuerIsAskedIsSeenBeforeTheToolAndTheCredentialGoesBack() {
        source.answer(request -> {
            store.revokeElsewhere(PAY);
            return CompletableFuture.completedFuture(credential(30));
        });
        denied(ReasonCode.REVOKED, Desk.pay("50"));
        assertThat(source.revoked()).containsExactly("credential-1");
    }

    @Test
    void aRevocationOfAParentIsSeenInItsChild() {
        TaskScope child = task.child(Desk.payBill());
        store.revokeElsewhere(
                new Revocation.Target(Revocation.Kind.TASK, task.task().id()));
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> child.call(Desk.look(), tool))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(ReasonCode.REVOKED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void aKillThatCannotBeStoredStopsWhatIsUnderWayAndSaysSo() {
        store.readOnly();
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> task.call(Desk.look(), call -> {
                    assertThatExceptionOfType(IllegalStateException.class)
                            .isThrownBy(() -> guard.revoke(Revocation.Target.EVERYTHING, "security", "drill"));
                    assertThat(call.isLive()).isFalse();
                    return "stolen";
                }))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(ReasonCode.REVOKED);
    }

    @Test
    void anIssuerIsGivenNoMoreTimeThanTheGuardWaitsAndTheTaskHas() {
        task.call(Desk.look(), tool);
        clock.advance(Duration.ofMinutes(10).minusSeconds(3));
        task.call(Desk.look(), tool);
        assertThat(source.requests())
                .extracting(request -> Duration.between(task.task().openedAt(), request.deadline()))
                .containsExactly(Duration.ofSeconds(10), Duration.ofMinutes(10));
    }

    // the last look and the tool

    @Test
    void aKillBetweenTheLastLookAndTheToolRunsNothing() {
        store.afterCheck(2, () -> guard.revoke(PAY, "security", "drill"));
        denied(ReasonCode.REVOKED, Desk.pay("50"));
    }

    @Test
    void aDeadlineThatPassesBeforeTheToolRunsNothing() {
        store.afterCheck(2, () -> clock.advance(Duration.ofMinutes(11)));
        denied(ReasonCode.DEADLINE_EXCEEDED, ToolCall.of(Desk.PEEK, "{}"));
    }

    @Test
    void aCredentialThatExpiresBeforeTheToolRunsNothing() {
        source.answer(request -> CompletableFuture.completedFuture(credential(2)));
        store.afterCheck(2, () -> clock.advance(Duration.ofSeconds(2)));
        denied(ReasonCode.CREDENTIAL_UNAVAILABLE, Desk.pay("50"));
        assertThat(source.revoked()).containsExactly("credential-1");
    }

    @Test
    void aTaskThatIsOverIsSeenBeforeAnythingElse() {
        clock.advance(Duration.ofMinutes(10));
        denied(ReasonCode.DEADLINE_EXCEEDED, Desk.pay("200"));
        task.close();
        denied(ReasonCode.TASK_CLOSED, Desk.pay("200"));
        assertThat(asked).isZero();
        assertThat(audit.typesOfCalls()).containsExactly(Type.DENIED, Type.DENIED);
    }

    // approvals

    @Test
    void anApprovalThatIsGivenTooLateIsNone() {
        whileAsked = () -> clock.advance(Duration.ofMinutes(5));
        denied(ReasonCode.APPROVAL_EXPIRED, Desk.pay("200"));
    }

    @Test
    void anApprovalThatWasUsedElsewhereIsNone() {
        store.claimedElsewhere();
        denied(ReasonCode.APPROVAL_EXPIRED, Desk.pay("200"));
    }

    @Test
    void anApprovalIsVoidIfTheToolIsNowSaidToBeAnother() {
        whileAsked = () -> guard.reload(Desk.policy("Pay {amount} to {iban}", "Send {amount} to {iban}"));
        denied(ReasonCode.APPROVAL_EXPIRED, Desk.pay("200"));
    }

    @Test
    void anApprovalIsVoidIfTheToolNowReachesSomethingElse() {
        whileAsked = () -> guard.reload(Desk.policy("hosts: [bank.example]", "hosts: [other.example]"));
        denied(ReasonCode.APPROVAL_EXPIRED, Desk.pay("200"));
    }

    // what is given back

    @Test
    void aCallThatFailsForTheGuardsOwnPartsCostsNothing() {
        for (int i = 0; i < 8; i++) {
            source.answer(request -> CompletableFuture.failedFuture(new IllegalStateException("down")));
            denied(ReasonCode.CREDENTIAL_UNAVAILABLE, Desk.pay("100"));
        }
        source.answer(request -> CompletableFuture.completedFuture(credential(30)));
        for (int i = 0; i < 3; i++) {
            task.call(Desk.pay("100"), tool);
        }
        denied(ReasonCode.BUDGET_EXCEEDED, Desk.pay("100"));
    }

    @Test
    void whatACallTookIsFinalOnceItsToolIsEnteredAndNotBefore() {
        task.call(Desk.pay("100"), call -> {
            assertThat(store.settled)
                    .as("of the task's budgets and of the rule's limits")
                    .hasSize(2);
            return "done";
        });
        denied(ReasonCode.CONDITION_FALSE, Desk.pay("501"));
        assertThat(store.settled.stream().filter(each -> !each.endsWith("/denial")))
                .hasSize(2);
    }

    @Test
    void aTaskThatIsOverIsForgottenWithItsChildren() {
        TaskScope child = task.child(Desk.readOnly());
        task.close();
        assertThat(store.forgotten)
                .containsExactlyInAnyOrder(task.task().id(), child.task().id());
    }

    @Test
    void aCredentialWhoseIssueCannotBeRecordedIsNotUsedAndGoesBack() {
        audit.failOn(Type.CREDENTIAL_ISSUED);
        denied(ReasonCode.AUDIT_UNAVAILABLE, Desk.look());
        assertThat(source.revoked()).containsExactly("credential-1");
    }

    @Test
    void theKillOfOneCredentialEndsTheCallThatHoldsItAndNoOther() {
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> task.call(Desk.look(), call -> {
                    Credential held = call.credential().orElseThrow();
                    guard.revoke(new Revocation.Target(Revocation.Kind.CREDENTIAL, "another"), "security", "drill");
                    assertThat(call.isLive()).isTrue();
                    guard.revoke(new Revocation.Target(Revocation.Kind.CREDENTIAL, held.id()), "security", "drill");
                    assertThat(call.isLive()).isFalse();
                    return "stolen";
                }))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(ReasonCode.REVOKED);
    }

    private Credential credential(int seconds) {
        return source.credential(clock.instant().plusSeconds(seconds));
    }

    private void denied(ReasonCode reason, ToolCall call) {
        int before = tool.runs();
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> task.call(call, tool))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(reason);
        assertThat(tool.runs()).as("runs of the tool's body").isEqualTo(before);
    }
}
