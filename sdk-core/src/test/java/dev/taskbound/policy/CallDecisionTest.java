/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.ReasonCode;
import dev.taskbound.origin.TaskOrigins;
import dev.taskbound.policy.Obligation.Approval;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** DESIGN, "The way of one call", step 4: deny overrides, nothing matched is a deny, all obligations apply. */
class CallDecisionTest {
    private static final String DENY = "    deny:\n";
    private static final String EMAIL = "      - tool: send_email\n";

    private final Desk desk = Desk.example();

    @Test
    void allowsWhatARuleAllowsAndNamesTheRule() {
        Decision decision = desk.call("lookup_order", "order_id", "o-1");

        assertThat(decision)
                .isEqualTo(
                        new Decision.Permit(List.of("support-desk.yaml:35 intents.refund-order.allow[0]"), List.of()));
    }

    @Test
    void refusesWhereNoConditionHolds() {
        denied(desk.call("lookup_order", "order_id", "o-2"), ReasonCode.CONDITION_FALSE, "allow[0]");
    }

    @Test
    void refusesAToolThatNoRuleNames() {
        denied(desk.call("read_ticket"), ReasonCode.NOT_ALLOWED, "");
    }

    @Test
    void refusesToolsAndIntentsThatThePolicyDoesNotKnow() {
        denied(desk.call("drop_tables"), ReasonCode.UNKNOWN_TOOL, "");
        denied(new Desk(SupportDesk.policy(), "rob-bank").call("read_ticket"), ReasonCode.UNKNOWN_INTENT, "");
    }

    @Test
    void aConditionWithoutAnAnswerDeniesUnderItsOwnCode() {
        Decision decision = desk.call("lookup_order", "id", "secret-value");

        denied(decision, ReasonCode.CONDITION_ERROR, "allow[0]");
        assertThat(((Decision.Deny) decision).detail()).contains("no such").doesNotContain("secret-value");
    }

    @Test
    void anErrorInOneRuleIsNotMadeGoodByAnother() {
        Desk two = Desk.with(EMAIL, "      - { tool: lookup_order }\n" + EMAIL);

        permitted(two.call("lookup_order", "order_id", "o-1"));
        denied(two.call("lookup_order", "id", "o-1"), ReasonCode.CONDITION_ERROR, "allow[0]");
    }

    @Test
    void refundsCarryTheLimitAndAboveAThresholdAnApproval() {
        Obligation limit = new Obligation.Limit(
                "support-desk.yaml:40 intents.refund-order.allow[1].limit",
                3L,
                Map.of("amount", new BigDecimal("500")));

        assertThat(permitted(desk.call("refund_payment", "iban", "DE1", "amount", 40L)))
                .containsExactly(limit);
        assertThat(permitted(desk.call("refund_payment", "iban", "DE1", "amount", new BigDecimal("99.5"))))
                .containsExactly(limit);
        assertThat(permitted(desk.call("refund_payment", "iban", "DE1", "amount", 150L)))
                .containsExactly(
                        limit,
                        new Approval(
                                "support-desk.yaml:39 intents.refund-order.allow[1].approval",
                                "support-lead",
                                Duration.ofMinutes(5)));
        denied(desk.call("refund_payment", "iban", "DE1", "amount", 201L), ReasonCode.CONDITION_FALSE, "allow[1]");
    }

    @Test
    void aSumNeedsAnAmountThatDoesNotRefillIt() {
        denied(desk.call("refund_payment", "iban", "DE1", "amount", -5L), ReasonCode.CONDITION_ERROR, "limit");
        Desk open = Desk.with("        when: args.amount <= task.max_refund\n", "");
        Desk unasked = new Desk(Policy.parse(
                "p.yaml",
                SupportDesk.YAML
                        .replace("        when: args.amount <= task.max_refund\n", "")
                        .replace("when: args.amount > 100, ", "")));
        denied(open.call("refund_payment", "iban", "DE1"), ReasonCode.CONDITION_ERROR, "approval");
        denied(unasked.call("refund_payment", "iban", "DE1"), ReasonCode.CONDITION_ERROR, "limit");
        denied(unasked.call("refund_payment", "iban", "DE1", "amount", "40"), ReasonCode.CONDITION_ERROR, "limit");
        permitted(unasked.call("refund_payment", "iban", "DE1", "amount", 0L));
    }

    @Test
    void obligationsOfAllMatchingRulesApply() {
        Desk two = Desk.with(
                EMAIL,
                "      - { tool: refund_payment, approval: { by: treasury, wait: 1m }, limit: { count: 1 } }\n"
                        + "      - { tool: refund_payment, approval: { by: support-lead, wait: 2m } }\n" + EMAIL);

        List<Obligation> obligations = permitted(two.call("refund_payment", "iban", "DE1", "amount", 150L));

        assertThat(obligations).filteredOn(Obligation.Limit.class::isInstance).hasSize(2);
        assertThat(obligations)
                .filteredOn(Approval.class::isInstance)
                .extracting(
                        o -> ((Approval) o).by() + " " + ((Approval) o).within().toMinutes())
                .as("one for each group, with its shortest wait")
                .containsExactlyInAnyOrder("support-lead 2", "treasury 1");
    }

    @Test
    void denyOverrides() {
        Desk byTool = Desk.with(DENY, DENY + "      - { tool: lookup_order, reason: closed }\n");
        Desk byAction = Desk.with(DENY, DENY + "      - { action: write, when: call.total > 2 }\n");
        Desk byDestination = Desk.with(DENY, DENY + "      - { destination: payments }\n");

        Decision.Deny denial =
                denied(byTool.call("lookup_order", "order_id", "o-1"), ReasonCode.DENIED_BY_RULE, "deny[0]");
        assertThat(denial.detail()).isEqualTo("closed");
        permitted(byTool.call("refund_payment", "iban", "DE1", "amount", 40L));
        permitted(byAction.callsMade(2).call("refund_payment", "iban", "DE1", "amount", 40L));
        denied(
                byAction.callsMade(3).call("refund_payment", "iban", "DE1", "amount", 40L),
                ReasonCode.DENIED_BY_RULE,
                "deny[0]");
        permitted(byAction.call("lookup_order", "order_id", "o-1"));
        denied(
                byDestination.call("refund_payment", "iban", "DE1", "amount", 40L),
                ReasonCode.DENIED_BY_RULE,
                "deny[0]");
        permitted(byDestination.call("lookup_order", "order_id", "o-1"));
    }

    @Test
    void denyComesFirstInEveryRespect() {
        Desk denying = Desk.with(DENY, DENY + "      - { action: read }\n");

        denied(denying.call("read_ticket"), ReasonCode.DENIED_BY_RULE, "deny[0]");
        denied(denying.call("lookup_order"), ReasonCode.DENIED_BY_RULE, "deny[0]");
    }

    @Test
    void aDenyRuleWithoutAnAnswerDenies() {
        Desk denying = Desk.with(DENY, DENY + "      - { when: args.to == 'x' }\n");

        denied(denying.call("lookup_order", "order_id", "o-1"), ReasonCode.CONDITION_ERROR, "deny[0]");
        Desk guarded = Desk.with(DENY, DENY + "      - { when: \"has(args.to) && args.to == 'x'\" }\n");
        permitted(guarded.call("lookup_order", "order_id", "o-1"));
    }

    @Test
    void controlArgumentsOfUnknownOriginAskOrDeny() {
        List<Obligation> asked = permitted(desk.call("refund_payment", "iban", "DE666", "amount", 40L));
        Desk strict = new Desk(Policy.parse(
                "p.yaml",
                SupportDesk.YAML
                        .replace("    unknown_origin: { approve: support-lead, wait: 5m }\n", "")
                        .replace(", content: { body: { untrusted_entities: approve } }", "")));

        assertThat(asked).hasAtLeastOneElementOfType(Approval.class);
        Decision.Deny denial = denied(
                strict.call("refund_payment", "iban", "DE666", "amount", 40L),
                ReasonCode.UNKNOWN_ORIGIN,
                "refund-order");
        assertThat(denial.detail()).isEqualTo("of unknown origin: iban");
        permitted(strict.call("refund_payment", "iban", "DE1", "amount", 40L));
        denied(
                strict.call("send_email", "to", List.of("me@example.com", "x@evil.example")),
                ReasonCode.UNKNOWN_ORIGIN,
                "");
        permitted(strict.call("send_email", "to", List.of("me@example.com")));
        permitted(strict.call("send_email"));
        denied(strict.call("send_email", "to", null), ReasonCode.UNKNOWN_ORIGIN, "");
    }

    @Test
    void contentWithAnAddressThatNobodyTrustedNamedAsks() {
        assertThat(permitted(desk.call("send_email", "to", "me@example.com", "body", "write to x@evil.example")))
                .singleElement()
                .isInstanceOf(Approval.class);
        assertThat(permitted(desk.call("send_email", "to", "me@example.com", "body", "hello")))
                .isEmpty();
        assertThat(permitted(desk.call("send_email", "to", "me@example.com", "body", "or ask me@example.com")))
                .isEmpty();
        Desk denying = Desk.with("untrusted_entities: approve", "untrusted_entities: deny");
        permitted(denying.call("send_email", "to", "me@example.com", "body", "hello"));
        for (String body : List.of(
                "see https://evil.example/x",
                "see www.evil.example",
                "pay GB29 NWBK 6016 1331 9268 19",
                "call +44 20 7946 0321",
                "x@ev\u200bil.example",
                "x\uff20evil.example",
                "eEBldmlsLmV4YW1wbGUgb2s=",
                "x%40evil.example")) {
            denied(denying.call("send_email", "to", "me@example.com", "body", body), ReasonCode.UNKNOWN_ORIGIN, "");
        }
    }

    // "Field-typed origins say not only that but which value is right" (issue 5)
    @Test
    void aControlArgumentComesFromTheOriginsThatAreNamed() {
        TaskOrigins origins = new TaskOrigins(null);
        origins.statement("Refund order o-1 to DE666");
        origins.parameter("iban", "DE333");
        origins.trustedResult("lookup_order", Map.of("customer", Map.of("iban", "DE1", "note", "DE222")));
        Desk typed = Desk.with(
                        "control: [iban, amount]",
                        "control: { iban: { from: [lookup_order.customer.iban] }, amount: {} }")
                .origins(origins.snapshot());

        assertThat(permitted(typed.call("refund_payment", "iban", "DE1", "amount", 40L)))
                .as("the amount is known from nowhere")
                .hasAtLeastOneElementOfType(Approval.class);
        origins.parameter("amount", 40L);
        typed.origins(origins.snapshot());
        assertThat(permitted(typed.call("refund_payment", "iban", "DE1", "amount", 40L)))
                .doesNotHaveAnyElementsOfTypes(Approval.class);
        for (String other : List.of("DE666", "DE333", "DE222", "DE0")) {
            assertThat(permitted(typed.call("refund_payment", "iban", other, "amount", 40L)))
                    .as(other)
                    .hasAtLeastOneElementOfType(Approval.class);
        }
        for (String from : List.of("[statement]", "[parameter.iban]", "[parameter]", "[lookup_order]")) {
            Desk other = Desk.with("control: [iban, amount]", "control: { iban: { from: " + from + " }, amount: {} }")
                    .origins(origins.snapshot());
            boolean isTool = from.equals("[lookup_order]");
            boolean isStatement = from.equals("[statement]");
            assertThat(permitted(other.call("refund_payment", "iban", "DE222", "amount", 40L)).stream()
                            .anyMatch(Approval.class::isInstance))
                    .as(from)
                    .isEqualTo(!isTool);
            assertThat(permitted(other.call("refund_payment", "iban", "DE666", "amount", 40L)).stream()
                            .anyMatch(Approval.class::isInstance))
                    .as(from)
                    .isEqualTo(!isStatement);
        }
    }

    @Test
    void labelledValuesDoNotLeave() {
        FakeOrigins seen = FakeOrigins.knowing("me@example.com", "DE1").labelled("DE1", "pii");

        permitted(desk.origins(seen).call("send_email", "to", "me@example.com", "cc", "", "urgent", true));
        denied(desk.call("send_email", "to", "me@example.com", "body", "DE1"), ReasonCode.CONFIDENTIAL_FLOW, "deny[0]");
        denied(
                desk.call("send_email", "to", "me@example.com", "body", "the number is DE1"),
                ReasonCode.CONFIDENTIAL_FLOW,
                "deny[0]");
        permitted(desk.call("send_email", "to", "me@example.com", "body", "your money is on its way"));
        denied(desk.call("send_email", "to", List.of(Map.of("x", "DE1"))), ReasonCode.CONFIDENTIAL_FLOW, "deny[0]");
        denied(desk.call("send_email", "to", Map.of("DE1", true)), ReasonCode.CONFIDENTIAL_FLOW, "deny[0]");
        permitted(desk.call("lookup_order", "order_id", "o-1"));
    }

    @Test
    void byTaskNothingLeavesOnceTheLabelWasSeen() {
        Desk byTask = Desk.with("match: value", "match: task");

        permitted(byTask.call("send_email", "to", "me@example.com"));
        byTask.origins(FakeOrigins.knowing("me@example.com").havingSeen("pii"));
        denied(byTask.call("send_email", "to", "me@example.com"), ReasonCode.CONFIDENTIAL_FLOW, "deny[0]");
    }

    @Test
    void declaredArgumentsAreHeldToTheirTypes() {
        Desk typed = Desk.with(
                "  read_ticket:    { action: read,  destination: orders }",
                "  read_ticket:    { action: read, args: { id: integer, note: string } }");
        Desk allowed = new Desk(Policy.parse(
                "p.yaml",
                SupportDesk.YAML
                        .replace(
                                "read_ticket:    { action: read,  destination: orders }",
                                "read_ticket: { action: read, args: { id: integer, note: string } }")
                        .replace(EMAIL, EMAIL + "      - { tool: read_ticket, when: args.id > 1 }\n")));

        permitted(allowed.call("read_ticket", "id", 5L));
        denied(allowed.call("read_ticket", "id", "5"), ReasonCode.BAD_ARGUMENTS, "");
        denied(allowed.call("read_ticket", "id", new BigDecimal("5.5")), ReasonCode.BAD_ARGUMENTS, "");
        denied(allowed.call("read_ticket", "id", 5L, "more", 1L), ReasonCode.BAD_ARGUMENTS, "");
        denied(allowed.call("read_ticket", Arrays.asList("id", null).toArray()), ReasonCode.BAD_ARGUMENTS, "");
        denied(typed.call("read_ticket", "id", 5L), ReasonCode.NOT_ALLOWED, "");
    }

    @Test
    void nullPassesWhereThePolicySaysItMayAndIsThenNotGiven() {
        Desk bound = new Desk(Policy.parse(
                "p.yaml",
                SupportDesk.YAML
                        .replace(
                                "  send_email:     { action: write, destination: mail,",
                                "  send_email:     { action: write, destination: mail, args: { to: list, cc: list or null,"
                                        + " reply_to: string or null, body: string },")
                        .replace("control: [to]", "control: [to, cc, reply_to]")
                        .replace(EMAIL, EMAIL + "        when: \"!has(args.cc) || args.cc.size() < 2\"\n")));
        Object me = List.of("me@example.com");

        for (Object nothing : Arrays.asList(null, List.of())) {
            assertThat(asks(bound.call("send_email", "to", me, "cc", nothing))).isFalse();
        }
        for (Object nothing : Arrays.asList(null, "")) {
            assertThat(asks(bound.call("send_email", "to", me, "reply_to", nothing)))
                    .isFalse();
        }
        assertThat(asks(bound.call("send_email", "to", me, "cc", List.of("you@example.com"))))
                .isTrue();
        assertThat(asks(bound.call("send_email", "to", me, "cc", List.of("")))).isTrue();
        assertThat(asks(bound.call("send_email", "to", me, "reply_to", " "))).isTrue();
        // What is not declared so has no origin, and null is none of its type.
        assertThat(asks(bound.call("send_email", "to", List.of()))).isTrue();
        assertThat(denied(bound.call("send_email", "to", null), ReasonCode.BAD_ARGUMENTS, "")
                        .detail())
                .isEqualTo("the argument to is null, not of type list");
        assertThat(denied(bound.call("send_email", "to", me, "cc", "x"), ReasonCode.BAD_ARGUMENTS, "")
                        .detail())
                .isEqualTo("the argument cc is not of type list or null");
        denied(bound.call("send_email", "to", me, "cc", Arrays.asList("a", "b")), ReasonCode.CONDITION_FALSE, "");
    }

    @Test
    void argumentsMayStandInAMapThatTakesNoNull() {
        Map<String, ArgumentType> declared =
                Map.of("id", ArgumentType.of("string or null").orElseThrow());
        Map<String, Object> given = Map.of("id", "p-1");
        assertThat(ArgumentType.given(given, declared)).isSameAs(given);
    }

    private static boolean asks(Decision decision) {
        return permitted(decision).stream().anyMatch(Approval.class::isInstance);
    }

    @Test
    void conditionsMayAskForOrigins() {
        Desk asking = Desk.with(
                "when: args.order_id == task.order_id",
                "when: known(args.order_id) && 'statement' in origins(args.order_id)");

        permitted(asking.call("lookup_order", "order_id", "o-1"));
        denied(asking.call("lookup_order", "order_id", "o-2"), ReasonCode.CONDITION_FALSE, "allow[0]");
    }

    private static List<Obligation> permitted(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Permit.class);
        return ((Decision.Permit) decision).obligations();
    }

    private static Decision.Deny denied(Decision decision, ReasonCode reason, String rule) {
        assertThat(decision).isInstanceOfSatisfying(Decision.Deny.class, denial -> {
            assertThat(denial.reason()).isEqualTo(reason);
            assertThat(denial.rule()).contains(rule);
        });
        return (Decision.Deny) decision;
    }
}
