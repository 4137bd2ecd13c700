/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Issue, "Judged by" 8: an intent cannot be opened by who may not. */
class OpenDecisionTest {
    private final Policy policy = SupportDesk.policy();

    @Test
    void opensForWhomThePolicyNames() {
        Decision decision = open(policy, request -> request);

        assertThat(decision).isInstanceOf(Decision.Permit.class);
        assertThat(((Decision.Permit) decision).obligations()).isEmpty();
    }

    @Test
    void refusesAnUnknownIntent() {
        Decision decision = decide(
                policy,
                TaskRequest.intent("rob-bank").agent("support-assistant").build(),
                Desk.NOW);

        assertThat(((Decision.Deny) decision).reason()).isEqualTo(ReasonCode.UNKNOWN_INTENT);
    }

    @Test
    void refusesAnAgentThatIsNotNamed() {
        refused(policy, request -> request.agent("other"), "the agent is not one that may open it");
    }

    @Test
    void refusesAnExpiredAgentFromTheDayAfterItsLast() {
        assertThat(decide(policy, good().build(), Instant.parse("2027-06-30T23:59:59Z")))
                .isInstanceOf(Decision.Permit.class);
        Decision late = decide(policy, good().build(), Instant.parse("2027-07-01T00:00:00Z"));
        assertThat(((Decision.Deny) late).reason()).isEqualTo(ReasonCode.INTENT_NOT_ALLOWED);
        assertThat(((Decision.Deny) late).detail()).contains("expired on 2027-06-30");
    }

    @Test
    void withoutOpenNobodyMay() {
        Policy closed = SupportDesk.with(
                "    open: { agents: [support-assistant], when: \"'support' in principal.roles && task.max_refund <= 500\" }\n",
                "");

        refused(closed, request -> request, "nobody may open it");
    }

    @Test
    void refusesWhereTheConditionDoesNotHold() {
        refused(policy, request -> request.parameter("max_refund", 501), "does not hold");
        refused(policy, request -> request.principal(Principal.verified("test", "bob")), "does not hold");
        assertThat(open(policy, request -> request.parameter("max_refund", new BigDecimal("500.0"))))
                .isInstanceOf(Decision.Permit.class);
    }

    @Test
    void nobodyInParticularHasNoRoleAndNoSubject() {
        TaskRequest nobody = TaskRequest.intent("refund-order")
                .agent("support-assistant")
                .parameter("order_id", "o-1")
                .parameter("max_refund", 5)
                .build();
        Policy bySubject = SupportDesk.with("'support' in principal.roles", "principal.subject != 'eve'");
        Policy byPresence = SupportDesk.with("'support' in principal.roles", "has(principal.subject)");

        assertThat(decide(policy, nobody, Desk.NOW)).isInstanceOf(Decision.Deny.class);
        assertThat(((Decision.Deny) decide(bySubject, nobody, Desk.NOW)).detail())
                .contains("failed");
        assertThat(decide(byPresence, nobody, Desk.NOW)).isInstanceOf(Decision.Deny.class);
        assertThat(open(byPresence, request -> request)).isInstanceOf(Decision.Permit.class);
    }

    @Test
    void parametersAreExactlyThoseDeclared() {
        TaskRequest missing = TaskRequest.intent("refund-order")
                .agent("support-assistant")
                .principal(Principal.verified("test", "ann").withRoles(Set.of("support")))
                .parameter("order_id", "o-1")
                .build();

        assertThat(((Decision.Deny) decide(policy, missing, Desk.NOW)).detail())
                .isEqualTo("the parameter max_refund is missing");
        refused(policy, request -> request.parameter("extra", 1), "does not declare");
        refused(policy, request -> request.parameter("order_id", 7), "order_id is not of type string");
        refused(policy, request -> request.parameter("max_refund", "5"), "max_refund is not of type number");
        refused(policy, request -> request.parameter("max_refund", Double.NaN), "max_refund is not of type number");
    }

    private static TaskRequest.Builder good() {
        return TaskRequest.intent("refund-order")
                .agent("support-assistant")
                .principal(Principal.verified("test", "ann").withRoles(Set.of("support")))
                .parameter("order_id", "o-1")
                .parameter("max_refund", 200);
    }

    private static Decision open(Policy policy, UnaryOperator<TaskRequest.Builder> change) {
        return decide(policy, change.apply(good()).build(), Desk.NOW);
    }

    private static Decision decide(Policy policy, TaskRequest request, Instant now) {
        return PolicyDecisionPoint.of(policy)
                .mayOpen(request, now)
                .toCompletableFuture()
                .join();
    }

    private static void refused(Policy policy, UnaryOperator<TaskRequest.Builder> change, String detail) {
        assertThat(open(policy, change)).isInstanceOfSatisfying(Decision.Deny.class, denial -> {
            assertThat(denial.reason()).isEqualTo(ReasonCode.INTENT_NOT_ALLOWED);
            assertThat(denial.detail()).contains(detail);
        });
    }
}
