/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps 4 and 9: what a call's arguments and result teach the task, and what later calls may do with it. */
class LearningTest {
    private static final String OTHER = "GB33BUKB20201555555555";

    private final CountingTool tool = new CountingTool();
    private final ToolGuard guard = guard(Desk.policy());
    private final TaskScope task = guard.open(Desk.payBill());

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void aValueOfATrustedResultMayDecideWhoGetsWhat() {
        denied(task, ReasonCode.UNKNOWN_ORIGIN, payOther());
        task.call(Desk.look(), call -> "{\"customer\":{\"iban\":\"" + OTHER + "\"}}");
        assertThat(task.call(payOther(), tool)).isEqualTo("done");
    }

    @Test
    void aValueOfAnUntrustedResultMayNot() {
        task.call(ToolCall.of(Desk.PEEK, "{}"), call -> OTHER);
        denied(task, ReasonCode.UNKNOWN_ORIGIN, payOther());
    }

    @Test
    void aLabelMakesNoResultTrusted() {
        try (ToolGuard labelling = guard(Desk.policy("trust: trusted, labels: [pii]", "labels: [pii]"));
                TaskScope labelled = labelling.open(Desk.payBill())) {
            labelled.call(Desk.look(), call -> OTHER);
            denied(labelled, ReasonCode.UNKNOWN_ORIGIN, payOther());
        }
    }

    @Test
    void aValueThatTheModelSentFirstMayNot() {
        task.call(Desk.note(OTHER), tool);
        task.call(Desk.look(), call -> "{\"note\":\"" + OTHER + "\"}");
        denied(task, ReasonCode.UNKNOWN_ORIGIN, payOther());
    }

    // A record that an attack wants changed first, then read: refused here, it may have been changed by others.
    @Test
    void aValueThatTheTaskWasNotAllowedToWriteMayNot() {
        denied(task, ReasonCode.NOT_ALLOWED, wipe(OTHER));
        task.call(Desk.look(), call -> "{\"customer\":{\"iban\":\"" + OTHER + "\"}}");
        denied(task, ReasonCode.UNKNOWN_ORIGIN, payOther());
    }

    @Test
    void aValueThatAPersonDeclinedMayNot() {
        try (ToolGuard asking = ToolGuard.builder()
                        .policy(Desk.policy("- { tool: note }", "- { tool: note, approval: { by: lead } }"))
                        .audit(new FakeAudit())
                        .credentialSource("bank-source", new FakeSource())
                        .approver(request ->
                                CompletableFuture.completedFuture(new ApprovalOutcome.Declined("lee", "not this one")))
                        .build();
                TaskScope declined = asking.open(Desk.payBill())) {
            denied(declined, ReasonCode.APPROVAL_DENIED, Desk.note(OTHER));
            declined.call(Desk.look(), call -> "{\"note\":\"" + OTHER + "\"}");
            denied(declined, ReasonCode.UNKNOWN_ORIGIN, payOther());
        }
    }

    @Test
    void aValueThatAPersonDeclinesLaterMayNotEither() {
        Principal lead = Principal.verified("test", "lena").withRoles(Set.of("lead"));
        try (ToolGuard asking = ToolGuard.builder()
                        .policy(Desk.policy("- { tool: note }", "- { tool: note, approval: { by: lead } }"))
                        .audit(new FakeAudit())
                        .credentialSource("bank-source", new FakeSource())
                        .approver(Approver.inbox())
                        .pendingAfter(Duration.ZERO)
                        .build();
                TaskScope waiting = asking.open(Desk.payBill())) {
            denied(waiting, ReasonCode.APPROVAL_PENDING, Desk.note(OTHER));
            HeldCall held = asking.approvals().waitingFor(lead).get(0);
            asking.approvals().decide(lead, List.of(Choice.of(held)), Answer.DENY, "not this one", false);
            waiting.call(Desk.look(), call -> "{\"note\":\"" + OTHER + "\"}");
            denied(waiting, ReasonCode.UNKNOWN_ORIGIN, payOther());
        }
    }

    @Test
    void aValueThatWasKnownBeforeItWasRefusedStaysKnownAndARefusedReadTeachesNothing() {
        denied(task, ReasonCode.NOT_ALLOWED, wipe(Desk.IBAN));
        assertThat(task.call(Desk.pay("1"), tool)).isEqualTo("done");
        try (ToolGuard strict = guard(Desk.policy("- { tool: peek }", "- { tool: peek, when: args.id == 'p-1' }"));
                TaskScope reading = strict.open(Desk.payBill())) {
            ToolDescriptor peek = Desk.PEEK.withSchema(Desk.schema("id", "string"));
            denied(reading, ReasonCode.CONDITION_FALSE, ToolCall.of(peek, "{\"id\":\"" + OTHER + "\"}"));
            reading.call(Desk.look(), call -> "{\"customer\":{\"iban\":\"" + OTHER + "\"}}");
            assertThat(reading.call(payOther(), tool)).isEqualTo("done");
        }
    }

    private static ToolCall wipe(String what) {
        return ToolCall.of(
                ToolDescriptor.named("wipe").withSchema(Desk.schema("what", "string")), "{\"what\":\"" + what + "\"}");
    }

    @Test
    void aValueThatTheParentSentFirstMayNotInAChildEither() {
        task.call(Desk.note(OTHER), tool);
        TaskScope child = task.child(Desk.payBill());
        child.call(Desk.look(), call -> OTHER);
        denied(child, ReasonCode.UNKNOWN_ORIGIN, payOther());
    }

    @Test
    void labelsOfAResultCountInTheVeryNextCall() {
        try (ToolGuard strict = guard(Desk.policy(
                        "limits: { calls: 25,",
                        "deny: [ { from: pii, to: bank, match: task, reason: private } ]\n    limits: { calls: 25,"));
                TaskScope labelled = strict.open(Desk.payBill())) {
            labelled.call(Desk.pay("1"), tool);
            labelled.call(Desk.look(), tool);
            denied(labelled, ReasonCode.CONFIDENTIAL_FLOW, Desk.pay("1"));
            labelled.call(ToolCall.of(Desk.PEEK, "{}"), tool);
        }
    }

    @Test
    void labelsCountAlsoIfTheToolFailed() {
        try (ToolGuard strict = guard(Desk.policy(
                        "limits: { calls: 25,",
                        "deny: [ { from: pii, to: bank, match: task, reason: private } ]\n    limits: { calls: 25,"));
                TaskScope labelled = strict.open(Desk.payBill())) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> labelled.call(Desk.look(), call -> {
                        throw new IllegalStateException("no account of Alice, born 1990");
                    }));
            denied(labelled, ReasonCode.CONFIDENTIAL_FLOW, Desk.pay("1"));
        }
    }

    @Test
    void aChildsLabelsCountInItsParent() {
        try (ToolGuard strict = guard(Desk.policy(
                        "limits: { calls: 25,",
                        "deny: [ { from: pii, to: bank, match: task, reason: private } ]\n    limits: { calls: 25,"));
                TaskScope parent = strict.open(Desk.payBill());
                TaskScope child = parent.child(Desk.payBill())) {
            child.call(Desk.look(), tool);
            denied(parent, ReasonCode.CONFIDENTIAL_FLOW, Desk.pay("1"));
        }
    }

    // DESIGN, "Origins": a child call must pass its own and every ancestor's rules.
    @Test
    void aChildMayNotWhatItsParentsRulesDoNotAllow() {
        try (ToolGuard strict =
                        guard(Desk.policy("allow: [ { tool: look }, { tool: peek } ]", "allow: [ { tool: look } ]"));
                TaskScope parent = strict.open(Desk.readOnly());
                TaskScope child = parent.child(Desk.payBill())) {
            child.call(Desk.look(), tool);
            denied(child, ReasonCode.NOT_ALLOWED, ToolCall.of(Desk.PEEK, "{}"));
        }
    }

    private static ToolCall payOther() {
        return ToolCall.of(Desk.PAY, "{\"iban\":\"" + OTHER + "\",\"amount\":1}");
    }

    private static ToolGuard guard(Policy policy) {
        return ToolGuard.builder()
                .policy(policy)
                .audit(new FakeAudit())
                .credentialSource("bank-source", new FakeSource())
                .build();
    }

    private void denied(TaskScope scope, ReasonCode reason, ToolCall call) {
        int before = tool.runs();
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> scope.call(call, tool))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(reason);
        assertThat(tool.runs()).isEqualTo(before);
    }
}
