/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.policy.DecisionStep.Answer;
import dev.taskbound.policy.DecisionStep.Check;
import dev.taskbound.policy.DecisionStep.ConditionReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Issue 5, explain: every rule considered, its outcome and why, told by the code that decides. */
class DecisionListenerTest {
    private final List<DecisionStep> steps = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    @Test
    void tellsEveryRuleThatWasLookedAtAndTheDecisionItself() {
        Decision decision = decide("refund_payment", "iban", "GB29", "amount", 200L);

        assertThat(decisions).containsExactly(decision);
        assertThat(steps)
                .extracting(DecisionStep::check)
                .containsExactly(Check.ALLOW, Check.APPROVAL, Check.LIMIT, Check.ORIGIN, Check.ORIGIN);
        assertThat(steps.get(1).answer()).isEqualTo(Answer.YES);
        assertThat(steps.get(3).subject()).isEqualTo("iban");
        assertThat(steps.get(3).answer()).isEqualTo(Answer.NO);
    }

    @Test
    void saysWhichPartOfAConditionDidNotHold() {
        Desk desk = Desk.with(
                "when: args.amount <= task.max_refund", "when: args.iban != '' && args.amount <= task.max_refund");

        decide(desk, "refund_payment", "iban", "GB29", "amount", 7_000L);

        ConditionReport report = steps.get(0).condition();
        assertThat(report.answer()).isEqualTo(Answer.NO);
        assertThat(report.parts()).extracting(ConditionReport::answer).containsExactly(Answer.YES, Answer.NO);
        assertThat(report.parts().get(1).text()).isEqualTo("args.amount <= task.max_refund");
        assertThat(report.parts().get(1).values()).containsEntry("args.amount", 7_000L);
    }

    @Test
    void saysWhyAConditionHasNoAnswer() {
        decide("lookup_order", "id", "o-1");

        assertThat(steps.get(0).answer()).isEqualTo(Answer.NONE);
        assertThat(steps.get(0).condition().problem()).contains("order_id");
    }

    @Test
    void saysOfAnOriginWhatWouldHaveBeenEnough() {
        decide("refund_payment", "iban", "GB29", "amount", 40L);
        assertThat(origin("iban")).isEqualTo("control, of no trusted origin");

        decide("refund_payment", "iban", "", "amount", 40L);
        assertThat(origin("iban"))
                .isEqualTo("control, an empty text, which has no origin; where that may pass, args declares it as"
                        + " string or null");

        decide("refund_payment", "iban", java.util.Map.of("number", "GB29"), "amount", 40L);
        assertThat(origin("iban")).startsWith("control, an object, known only as it stands in a trusted result, of no");

        Desk narrow = Desk.with(
                "control: [iban, amount]", "control: { iban: { from: [lookup_order.customer.iban] }, amount: {} }");
        decide(narrow, "refund_payment", "iban", "DE1", "amount", 40L);
        assertThat(origin("iban"))
                .isEqualTo("control, from statement, not from lookup_order.customer.iban as its from asks");
    }

    private String origin(String argument) {
        DecisionStep step = steps.stream()
                .filter(each -> each.check() == Check.ORIGIN && each.subject().equals(argument))
                .findFirst()
                .orElseThrow();
        assertThat(step.toString()).doesNotContain("GB29", "DE1");
        steps.clear();
        return step.detail();
    }

    @Test
    void neverShowsValuesInItsText() {
        decide("lookup_order", "order_id", "very-secret");

        assertThat(steps.toString()).doesNotContain("very-secret");
    }

    @Test
    void decidesTheSameWithAListenerAsWithout() {
        Desk desk = Desk.example();
        for (Object amount : List.of(1L, 200L, 7_000L, -1L, "text")) {
            assertThat(decide("refund_payment", "iban", "GB29", "amount", amount))
                    .isEqualTo(desk.call("refund_payment", "iban", "GB29", "amount", amount));
        }
    }

    private Decision decide(String tool, Object... arguments) {
        return decide(Desk.example(), tool, arguments);
    }

    private Decision decide(Desk desk, String tool, Object... arguments) {
        return desk.callTelling(
                new DecisionListener() {
                    @Override
                    public void looked(AccessRequest request, DecisionStep step) {
                        steps.add(step);
                    }

                    @Override
                    public void decided(AccessRequest request, Decision decision) {
                        decisions.add(decision);
                    }
                },
                tool,
                arguments);
    }
}
