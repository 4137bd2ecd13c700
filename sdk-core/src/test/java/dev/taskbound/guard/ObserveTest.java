/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.TestClock;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Approver;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.PolicyDecisionPoint;
import dev.taskbound.state.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DESIGN, "Policy file", mode: observe decides and records everything and enforces all but the policy's denials. */
class ObserveTest {
    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final TestClock clock = new TestClock();
    private final List<ApprovalRequest> asked = new ArrayList<>();
    private final CountingTool tool = new CountingTool();
    private CompletionStage<Decision> other = permit();
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy("name: desk\n", "name: desk\nmode: { observe: { until: 2026-05-02 } }\n"))
            .audit(audit)
            .clock(clock)
            .credentialSource("bank-source", source)
            .decisionPoint(new PolicyDecisionPoint() {
                @Override
                public CompletionStage<Decision> decide(AccessRequest request) {
                    return other;
                }

                @Override
                public CompletionStage<Decision> mayOpen(TaskRequest request, Instant now) {
                    return permit();
                }
            })
            .approver(request -> {
                asked.add(request);
                return Approver.none().ask(request);
            })
            .build();
    private final TaskScope task = guard.open(Desk.payBill());

    ObserveTest() {
        source.answer(request -> CompletableFuture.completedFuture(
                source.credential(clock.instant().plusSeconds(30))));
    }

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void aPolicysDenialIsRecordedAndTheToolRunsWithItsCredential() {
        task.call(Desk.pay("501"), tool);
        assertThat(tool.runs()).isEqualTo(1);
        assertThat(source.requests()).hasSize(1);
        assertThat(audit.last(Type.STARTED).attributes()).containsEntry("observed", "CONDITION_FALSE");
        task.call(Desk.look(), tool);
        assertThat(audit.last(Type.STARTED).attributes()).doesNotContainKey("observed");
    }

    @Test
    void nobodyIsAskedAndBudgetsAreCountedButLetPass() {
        for (int i = 0; i < 11; i++) {
            task.call(Desk.pay("200"), tool);
        }
        assertThat(asked).isEmpty();
        assertThat(tool.runs()).isEqualTo(11);
    }

    @Test
    void strictArgumentsUnknownToolsKillsAndCredentialsAreEnforced() {
        denied(ReasonCode.BAD_ARGUMENTS, ToolCall.of(Desk.PAY, "{}"));
        denied(ReasonCode.UNKNOWN_TOOL, ToolCall.of(Desk.LOOK.withSource("mcp:evil"), "{}"));
        source.answer(request -> CompletableFuture.failedFuture(new IllegalStateException("down")));
        denied(ReasonCode.CREDENTIAL_UNAVAILABLE, Desk.look());
        guard.revoke(new Revocation.Target(Revocation.Kind.TOOL, "look"), "security", "drill");
        denied(ReasonCode.REVOKED, Desk.look());
    }

    @Test
    void whatIsNoRulesDenialIsEnforcedWhoeverDecidesIt() {
        for (ReasonCode reason : List.of(ReasonCode.BAD_ARGUMENTS, ReasonCode.REVOKED, ReasonCode.UNKNOWN_INTENT)) {
            other = CompletableFuture.completedFuture(Decision.deny(reason, "says the other decision point"));
            denied(reason, Desk.look());
        }
        other = CompletableFuture.completedFuture(Decision.deny(ReasonCode.DENIED_BY_RULE, "a rule"));
        task.call(Desk.look(), tool);
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void aStartThatCannotBeWrittenIsEnforced() {
        audit.failOn(Type.STARTED);
        denied(ReasonCode.AUDIT_UNAVAILABLE, Desk.look());
    }

    @Test
    void aDecisionPointThatDecidesNothingIsNoPolicysDenial() {
        other = CompletableFuture.completedFuture(null);
        denied(ReasonCode.POLICY_UNAVAILABLE, Desk.look());
        other = CompletableFuture.failedFuture(new IllegalStateException("down"));
        denied(ReasonCode.POLICY_UNAVAILABLE, Desk.look());
        other = null;
        denied(ReasonCode.POLICY_UNAVAILABLE, Desk.look());
    }

    @Test
    void afterItsDateEverythingIsEnforced() {
        clock.advance(Duration.ofDays(2));
        try (TaskScope later = guard.open(Desk.payBill())) {
            assertThatExceptionOfType(ToolCallDeniedException.class)
                    .isThrownBy(() -> later.call(Desk.pay("501"), tool))
                    .extracting(ToolCallDeniedException::reason)
                    .isEqualTo(ReasonCode.CONDITION_FALSE);
        }
        assertThat(tool.runs()).isZero();
    }

    private static CompletionStage<Decision> permit() {
        return CompletableFuture.completedFuture(new Decision.Permit(List.of(), List.of()));
    }

    private void denied(ReasonCode reason, ToolCall call) {
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> task.call(call, tool))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(reason);
        assertThat(tool.runs()).isZero();
    }
}
