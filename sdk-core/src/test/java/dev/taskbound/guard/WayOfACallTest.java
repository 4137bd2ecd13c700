/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Approver;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.TaskStateStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DESIGN, "The way of one call": what each step refuses, and that the tool's body then never ran. */
class WayOfACallTest {
    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final List<ApprovalRequest> asked = new ArrayList<>();
    private final CountingTool tool = new CountingTool();
    private ApprovalOutcome human = new ApprovalOutcome.Approved("lead@acme");
    private final ToolGuard guard = builder().build();

    private ToolGuardBuilder builder() {
        return ToolGuard.builder()
                .policy(Desk.policy())
                .audit(audit)
                .credentialSource("bank-source", source)
                .approver(Approver.callback(request -> {
                    asked.add(request);
                    return human;
                }));
    }

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void anAllowedCallRunsOnceWithItsOwnCredentialAndIsRecordedBeforeAndAfter() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            String result = task.call(Desk.pay("50"), tool);

            assertThat(result).isEqualTo("done");
            assertThat(tool.runs()).isEqualTo(1);
            assertThat(audit.typesOfCalls()).containsExactly(Type.STARTED, Type.CREDENTIAL_ISSUED, Type.SUCCEEDED);
            assertThat(source.requests()).singleElement().satisfies(request -> {
                assertThat(request.destination().name()).isEqualTo("bank");
                assertThat(request.control()).containsEntry("iban", Desk.IBAN);
                assertThat(request.callDigest()).startsWith("sha-256:");
            });
            assertThat(source.revoked()).as("the credential ends with the call").containsExactly("credential-1");
        }
    }

    @Test
    void theToolReceivesTheCanonicalFormOfWhatWasChecked() {
        List<String> seen = new ArrayList<>();
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(
                    ToolCall.of(Desk.PAY, " { \"iban\" : \"" + Desk.IBAN + "\", \"amount\" : 5.0e1 } "),
                    call -> seen.add(call.arguments()));
        }
        assertThat(seen).containsExactly("{\"amount\":50,\"iban\":\"" + Desk.IBAN + "\"}");
    }

    @Test
    void theToolsOwnExceptionComesThroughAsItWasThrownAndIsRecordedWithoutItsText() {
        IOException thrown = new IOException("password=hunter2");
        try (TaskScope task = guard.open(Desk.payBill())) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> task.call(Desk.look(), call -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
        }
        assertThat(audit.last(Type.FAILED).attributes()).containsEntry("error", "java.io.IOException");
        assertThat(audit.events().toString()).doesNotContain("hunter2");
    }

    @Test
    void aToolThatThePolicyDoesNotListDoesNotRun() {
        denied(ReasonCode.UNKNOWN_TOOL, ToolCall.of(ToolDescriptor.named("format_disk"), "{}"));
    }

    @Test
    void aToolThatNoRuleOfTheIntentAllowsDoesNotRun() {
        denied(ReasonCode.NOT_ALLOWED, ToolCall.of(Desk.WIPE, "{}"));
    }

    @Test
    void aCallWhoseConditionDoesNotHoldDoesNotRun() {
        denied(ReasonCode.CONDITION_FALSE, Desk.pay("500.01"));
    }

    @Test
    void aControlArgumentThatTheTaskNeverSawDoesNotRun() {
        denied(ReasonCode.UNKNOWN_ORIGIN, ToolCall.of(Desk.PAY, "{\"iban\":\"GB00EVIL\",\"amount\":1}"));
    }

    @Test
    void argumentsThatAreNotStrictJsonOrNotOfTheSchemaDoNotRun() {
        for (String bad : List.of(
                "[]",
                "{\"iban\":1,\"amount\":1}",
                "{\"iban\":\"" + Desk.IBAN + "\"}",
                "{\"iban\":\"" + Desk.IBAN + "\",\"amount\":1,\"amount\":2}",
                "{\"iban\":\"" + Desk.IBAN + "\",\"amount\":1,\"more\":true}",
                "{\"iban\":\"" + Desk.IBAN + "\",\"amount\":0.1000000000000000055}")) {
            denied(ReasonCode.BAD_ARGUMENTS, ToolCall.of(Desk.PAY, bad));
        }
    }

    @Test
    void theModelIsToldWhatIsWrongWithArgumentsButNotWhyAConditionFailed() {
        ToolCallDeniedException bad = denied(ReasonCode.BAD_ARGUMENTS, ToolCall.of(Desk.PAY, "{\"amount\":1}"));
        ToolCallDeniedException condition = denied(ReasonCode.CONDITION_FALSE, Desk.pay("501"));

        assertThat(bad).hasMessageContaining("iban");
        assertThat(condition.getMessage())
                .isEqualTo("CONDITION_FALSE: " + ReasonCode.CONDITION_FALSE.text())
                .doesNotContain("500");
    }

    @Test
    void aSecondToolUnderAKnownKeyIsRefused() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(ToolCall.of(Desk.PEEK, "{}"), tool);
            CountingTool other = new CountingTool();
            denied(task, ReasonCode.TOOL_CHANGED, ToolCall.of(Desk.PEEK.withDescription("now with more"), "{}"), other);
            denied(task, ReasonCode.TOOL_CHANGED, ToolCall.of(Desk.PEEK.withImplementation("other.Code"), "{}"), other);
            task.call(ToolCall.of(Desk.PEEK, "{}"), tool);
            assertThat(tool.runs()).isEqualTo(2);
        }
    }

    @Test
    void aToolOfAnotherSourceIsAnotherTool() {
        denied(ReasonCode.UNKNOWN_TOOL, ToolCall.of(Desk.LOOK.withSource("mcp:evil"), "{}"));
    }

    @Test
    void aRuleLimitCountsAndSumsAndADeniedCallGivesItsShareBack() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(Desk.pay("500"), tool);
            denied(task, ReasonCode.BUDGET_EXCEEDED, Desk.pay("100.01"), new CountingTool());
            task.call(Desk.pay("100"), tool);
            task.call(Desk.pay("0"), tool);
            denied(task, ReasonCode.BUDGET_EXCEEDED, Desk.pay("0"), new CountingTool());
        }
    }

    @Test
    void aNegativeAmountDoesNotRefillASum() {
        denied(null, Desk.pay("-100"));
    }

    @Test
    void theTasksOwnBudgetsEndIt() {
        try (TaskScope task = guard.open(Desk.readOnly())) {
            for (int i = 0; i < 5; i++) {
                task.call(Desk.look(), tool);
            }
            denied(task, ReasonCode.BUDGET_EXCEEDED, Desk.look(), new CountingTool());
        }
    }

    @Test
    void aTaskThatIsDeniedTooOftenIsSuspended() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            for (int i = 0; i < 7; i++) {
                denied(task, ReasonCode.CONDITION_FALSE, Desk.pay("501"), new CountingTool());
            }
            denied(task, ReasonCode.TASK_CLOSED, Desk.look(), new CountingTool());
            assertThat(audit.last(Type.TASK_CLOSED).attributes()).containsEntry("outcome", "suspended");
        }
    }

    @Test
    void anApproverSeesTheFrozenCallAndTheToolRunsAfterAYes() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(Desk.pay("200").withPurpose("because \u202Eevil"), tool);

            assertThat(tool.runs()).isEqualTo(1);
            assertThat(asked).singleElement().satisfies(request -> {
                assertThat(request.text()).isEqualTo("Pay 200 to " + Desk.IBAN);
                assertThat(request.by()).isEqualTo("lead");
                assertThat(request.callDigest())
                        .isEqualTo(source.requests().get(0).callDigest());
            });
            assertThat(audit.typesOfCalls())
                    .containsExactly(
                            Type.APPROVAL_REQUESTED,
                            Type.APPROVAL_DECIDED,
                            Type.STARTED,
                            Type.CREDENTIAL_ISSUED,
                            Type.SUCCEEDED);
            assertThat(audit.last(Type.STARTED).attributes())
                    .containsEntry("approved_by", "lead@acme")
                    .containsEntry("purpose", "because \\u{202E}evil");
        }
    }

    @Test
    void aDeclineIsFinalForTheCall() {
        human = new ApprovalOutcome.Declined("lead@acme", "no such bill");
        ToolCallDeniedException told = denied(ReasonCode.APPROVAL_DENIED, Desk.pay("200"));

        assertThat(told.getMessage()).doesNotContain("no such bill");
        assertThat(source.requests()).as("no credential before the permit").isEmpty();
    }

    @Test
    void anApproverThatThrowsOrAnswersNothingApprovesNothing() {
        List<Approver> broken = List.of(
                Approver.callback(request -> {
                    throw new IllegalStateException(Desk.TOKEN);
                }),
                Approver.callback(request -> null),
                request -> null);
        for (Approver approver : broken) {
            try (ToolGuard one = builder().approver(approver).build();
                    TaskScope task = one.open(Desk.payBill())) {
                denied(task, ReasonCode.APPROVAL_UNAVAILABLE, Desk.pay("200"), tool);
            }
        }
    }

    @Test
    void withoutAnApproverACallThatNeedsOneIsDenied() {
        try (ToolGuard alone = builder().approver(Approver.none()).build();
                TaskScope task = alone.open(Desk.payBill())) {
            denied(task, ReasonCode.APPROVAL_UNAVAILABLE, Desk.pay("200"), tool);
        }
    }

    @Test
    void aStartThatCannotBeWrittenDeniesTheCall() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            audit.failOn(Type.STARTED);
            denied(task, ReasonCode.AUDIT_UNAVAILABLE, Desk.look(), tool);
            assertThat(source.requests()).isEmpty();
        }
    }

    @Test
    void anOutcomeThatCannotBeWrittenWithholdsTheResultAndStopsTheTasksWrites() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            audit.failOn(Type.SUCCEEDED);
            ToolCallDeniedException withheld = deniedAfterRunning(task, Desk.look());
            assertThat(withheld.reason()).isEqualTo(ReasonCode.AUDIT_UNAVAILABLE);

            audit.failOn(Type.RECOVERED);
            denied(task, ReasonCode.AUDIT_UNAVAILABLE, Desk.pay("1"), new CountingTool());
            task.call(Desk.look(), new CountingTool());
        }
    }

    @Test
    void aDenialThatCannotBeWrittenSaysSoAndIsStillADenial() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            audit.failOn(Type.DENIED);
            denied(task, ReasonCode.AUDIT_UNAVAILABLE, Desk.pay("501"), tool);
        }
    }

    @Test
    void aSourceThatFailsAnswersNothingOrAnswersTooLongALifeDeniesTheCall() {
        source.answer(request -> CompletableFuture.failedFuture(new IllegalStateException(Desk.TOKEN)));
        denied(ReasonCode.CREDENTIAL_UNAVAILABLE, Desk.look());
        source.answer(request -> CompletableFuture.completedFuture(null));
        denied(ReasonCode.CREDENTIAL_UNAVAILABLE, Desk.look());
        source.answer(request -> {
            throw new IllegalArgumentException(Desk.TOKEN);
        });
        denied(ReasonCode.CREDENTIAL_UNAVAILABLE, Desk.look());
        source.answer(request ->
                CompletableFuture.failedFuture(new CredentialException(ReasonCode.CREDENTIAL_TOO_BROAD, "scope")));
        denied(ReasonCode.CREDENTIAL_TOO_BROAD, Desk.look());
        source.answer(request -> CompletableFuture.completedFuture(
                source.credential(Instant.now().plusSeconds(120))));
        denied(ReasonCode.CREDENTIAL_TOO_BROAD, Desk.look());
        source.answer(request -> CompletableFuture.completedFuture(
                source.credential(Instant.now().minusSeconds(1))));
        denied(ReasonCode.CREDENTIAL_UNAVAILABLE, Desk.look());
        assertThat(audit.events().toString()).doesNotContain(Desk.TOKEN);
    }

    @Test
    void aCallDeniedAfterItsStartIsClosedInTheLogByItsDenial() {
        source.answer(request -> CompletableFuture.failedFuture(new IllegalStateException("down")));
        denied(ReasonCode.CREDENTIAL_UNAVAILABLE, Desk.look());

        assertThat(audit.typesOfCalls()).containsExactly(Type.STARTED, Type.DENIED);
        assertThat(audit.last(Type.DENIED).attributes()).containsEntry("started", true);
    }

    @Test
    void whatIsRevokedDoesNotRunAndWhatIsNotDoes() {
        Map<Revocation.Target, ReasonCode> targets = Map.of(
                new Revocation.Target(Revocation.Kind.TOOL, "pay"), ReasonCode.REVOKED,
                new Revocation.Target(Revocation.Kind.ACTION, "write"), ReasonCode.REVOKED);
        targets.forEach((target, code) -> {
            try (ToolGuard one = builder().build();
                    TaskScope task = one.open(Desk.payBill())) {
                one.revoke(target, "security", "drill");
                denied(task, code, Desk.pay("1"), new CountingTool());
                task.call(Desk.look(), new CountingTool());
            }
        });
        assertThat(audit.last(Type.REVOKED).attributes()).containsEntry("by", "security");
    }

    @Test
    void everyKindOfRevocationStopsACallAndANewTask() {
        for (Revocation.Target target : List.of(
                Revocation.Target.EVERYTHING,
                new Revocation.Target(Revocation.Kind.AGENT, "bot"),
                new Revocation.Target(Revocation.Kind.INTENT, "pay-bill"),
                new Revocation.Target(Revocation.Kind.TENANT, "acme"),
                new Revocation.Target(Revocation.Kind.PRINCIPAL, "alice"))) {
            try (ToolGuard one = builder().build();
                    TaskScope task = one.open(Desk.payBill())) {
                one.revoke(target, "security", "drill");
                denied(task, ReasonCode.REVOKED, Desk.look(), new CountingTool());
                assertThatExceptionOfType(ToolCallDeniedException.class)
                        .as("opening under %s", target)
                        .isThrownBy(() -> one.open(Desk.payBill()))
                        .extracting(ToolCallDeniedException::reason)
                        .isEqualTo(ReasonCode.REVOKED);
            }
        }
    }

    @Test
    void aClosedTaskMakesNoMoreCalls() {
        TaskScope task = guard.open(Desk.payBill());
        task.close();
        denied(task, ReasonCode.TASK_CLOSED, Desk.look(), tool);
    }

    @Test
    void whatACrashLeftIsRecordedAsUnknownBeforeAnythingElse() {
        FakeAudit found = new FakeAudit();
        found.leftOver(new AuditEvent(Type.STARTED, Instant.now(), "old-task", "old-call", Map.of("tool", "pay")));
        try (ToolGuard restarted = builder().audit(found).build()) {
            assertThat(restarted.policy().name()).isEqualTo("desk");
        }
        AuditEvent first = found.events().get(0);
        assertThat(first.type()).isEqualTo(Type.UNKNOWN);
        assertThat(first.call()).isEqualTo("old-call");
    }

    @Test
    void theCredentialsThatACrashLeftAreRevoked() {
        Instant then = Instant.now();
        FakeAudit found = new FakeAudit();
        found.leftOver(
                new AuditEvent(Type.STARTED, then, "old-task", "old-call", Map.of()),
                new AuditEvent(Type.CREDENTIAL_ISSUED, then, "old-task", "old-call", Map.of("credential", "jti-1")));
        TaskStateStore store = TaskStateStore.inMemory();
        builder().audit(found).state(store).build().close();
        assertThat(found.types()).startsWith(Type.REVOKED, Type.UNKNOWN);
        assertThat(found.last(Type.REVOKED).attributes()).containsEntry("name", "jti-1");
        assertThat(found.last(Type.UNKNOWN).attributes()).containsEntry("credential", "jti-1");
        assertThat(store.revoked(List.of(new Revocation.Target(Revocation.Kind.CREDENTIAL, "jti-1")))
                        .toCompletableFuture()
                        .join())
                .isPresent();
    }

    private ToolCallDeniedException denied(ReasonCode reason, ToolCall call) {
        try (TaskScope task = guard.open(Desk.payBill())) {
            return denied(task, reason, call, tool);
        }
    }

    private ToolCallDeniedException denied(TaskScope task, ReasonCode reason, ToolCall call, CountingTool body) {
        int before = body.runs();
        ToolCallDeniedException told = catchDenial(task, call, body);
        if (reason != null) {
            assertThat(told.reason()).isEqualTo(reason);
        }
        assertThat(body.runs()).as("runs of the tool's body").isEqualTo(before);
        assertThat(told.getMessage()).doesNotContain(Desk.TOKEN);
        return told;
    }

    private ToolCallDeniedException deniedAfterRunning(TaskScope task, ToolCall call) {
        ToolCallDeniedException told = catchDenial(task, call, tool);
        assertThat(tool.runs()).isEqualTo(1);
        return told;
    }

    private static ToolCallDeniedException catchDenial(TaskScope task, ToolCall call, CountingTool body) {
        try {
            task.call(call, body);
        } catch (ToolCallDeniedException e) {
            return e;
        }
        throw new AssertionError("not denied: " + call);
    }
}
