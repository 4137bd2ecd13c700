/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.Approver;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.Obligation;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyDecisionPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Issue 5, "A policy engine of one's own": replaced, or combined so that deny overrides; conditions that do not fit a tool deny. */
class OtherDecisionPointTest {
    private static final String POLICY = """
            version: 1
            name: combined
            revision: 1
            agents: { bot: { owner: team } }
            tools: { pay: { action: write }, misfit: { action: write } }
            intents:
              work:
                open: { agents: [bot] }
                allow:
                  - { tool: pay, when: args.amount <= 500, approval: { above: { amount: 100 }, by: lead } }
                  - { tool: misfit, when: args.amuont <= 500 }
            """;

    private final FakeAudit audit = new FakeAudit();
    private final CountingTool tool = new CountingTool();
    private final List<AccessRequest> requests = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Decision answer = new Decision.Permit(List.of("other"), List.of());
    private @Nullable ToolGuard guard;

    private final PolicyDecisionPoint other = new PolicyDecisionPoint() {
        @Override
        public CompletionStage<Decision> mayOpen(TaskRequest request, Instant now) {
            return CompletableFuture.completedFuture(new Decision.Permit(List.of("other"), List.of()));
        }

        @Override
        public CompletionStage<Decision> decide(AccessRequest request) {
            requests.add(request);
            return CompletableFuture.completedFuture(answer);
        }
    };

    @AfterEach
    void close() {
        if (guard != null) {
            guard.close();
        }
    }

    private TaskScope open(UnaryOperator<ToolGuardBuilder> with) {
        ToolGuard made = with.apply(ToolGuard.builder()
                        .policy(Policy.parse("combined.yaml", POLICY))
                        .audit(audit)
                        .approver(Approver.callback(request -> {
                            asked.add(request.by());
                            return new ApprovalOutcome.Approved("lena");
                        })))
                .build();
        guard = made;
        return made.open(TaskRequest.intent("work").agent("bot").build());
    }

    private @Nullable ReasonCode call(TaskScope task, String name, String amount) {
        ToolDescriptor descriptor = ToolDescriptor.named(name)
                .withSchema("{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"number\"}}}");
        String given = amount.isEmpty() ? "{}" : "{\"amount\":" + amount + "}";
        ToolCallDeniedException denied = catchThrowableOfType(
                ToolCallDeniedException.class, () -> task.call(ToolCall.of(descriptor, given), tool));
        return denied == null ? null : denied.reason();
    }

    @Test
    void bothHaveToPermitAndWhatBothObligeToApplies() {
        TaskScope task = open(builder -> builder.decisionPoint(other));
        assertThat(call(task, "pay", "60")).isNull();
        assertThat(asked).isEmpty();
        answer = new Decision.Permit(
                List.of("other"), List.of(new Obligation.Approval("other", "board", Duration.ofMinutes(1))));
        assertThat(call(task, "pay", "60")).isNull();
        assertThat(asked).containsExactlyInAnyOrder("lead", "board");
        answer = Decision.deny(ReasonCode.DENIED_BY_RULE, "no");
        assertThat(call(task, "pay", "1")).isEqualTo(ReasonCode.DENIED_BY_RULE);
        assertThat(tool.runs()).isEqualTo(2);
        assertThat(requests.get(1).sums().get("amount"))
                .as("it is told what the policy counts")
                .isEqualByComparingTo("120");
    }

    @Test
    void aConditionWithoutAnAnswerDeniesWhateverTheOtherSays() {
        TaskScope task = open(builder -> builder.decisionPoint(other));
        assertThat(call(task, "pay", "")).isEqualTo(ReasonCode.CONDITION_ERROR);
        assertThat(audit.last(Type.DENIED).attributes().get("rule"))
                .isEqualTo("combined.yaml:10 intents.work.allow[0]");
        assertThat(tool.runs()).isZero();
    }

    @Test
    void aConditionThatDoesNotFitTheToolDeniesWithItsLineAndTheOtherIsNotAsked() {
        TaskScope task = open(builder -> builder.decisionPoint(other));
        assertThat(call(task, "misfit", "1")).isEqualTo(ReasonCode.CONDITION_ERROR);
        assertThat(audit.last(Type.DENIED).attributes().get("rule"))
                .isEqualTo("combined.yaml:11 intents.work.allow[1].when");
        assertThat(requests).isEmpty();
        assertThat(tool.runs()).isZero();
    }

    @Test
    void whereTheRulesAreNotAskedTheirConditionsDenyNothing() {
        TaskScope task = open(builder -> builder.onlyDecisionPoint(other));
        assertThat(call(task, "misfit", "1")).isNull();
        assertThat(call(task, "pay", "9000")).isNull();
        answer = Decision.deny(ReasonCode.DENIED_BY_RULE, "no");
        assertThat(call(task, "pay", "1")).isEqualTo(ReasonCode.DENIED_BY_RULE);
        assertThat(asked).isEmpty();
        assertThat(tool.runs()).isEqualTo(2);
    }
}
