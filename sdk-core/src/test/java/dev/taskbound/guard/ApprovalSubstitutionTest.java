/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalCaps;
import dev.taskbound.approval.ApproverDirectory;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.Revocation.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Issue 3, "Approvals": an approval that is to be used for something else than what was approved, twice, or after it has
 * lost its ground. Each test says how often the tool ran, with either kind of store.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource(ApprovalStores.class)
class ApprovalSubstitutionTest extends ApprovalFixture {
    private static final String TWO_GROUPS =
            "      - tool: pay\n        when: args.amount <= 500\n" + "        approval: { by: board, wait: 5m }\n";
    private static final Principal BOARD = person("bruno", "board");
    private static final ToolDescriptor LETTER = ToolDescriptor.named("note")
            .withSchema("{\"type\":\"object\",\"properties\":{\"to\":{\"type\":\"string\"},"
                    + "\"text\":{\"type\":\"string\"}},\"required\":[\"to\",\"text\"]}");

    ApprovalSubstitutionTest(ApprovalStores kind) {
        super(kind);
    }

    // other arguments

    @Test
    void anApprovalIsForNoOtherAmount() {
        approved("200");
        for (String other : List.of("200.01", "199", "201", "500")) {
            assertThat(denied(task, Desk.pay(other)).reason()).isNotEqualTo(ReasonCode.APPROVAL_DENIED);
        }
        assertRuns(0);
    }

    @Test
    void anApprovalIsForNoValueThatOnlyLooksTheSame() {
        approved("200");
        for (String lookalike : List.of("DE8937O400440532013000", "de89370400440532013000", Desk.IBAN + "\u200b")) {
            ToolCall other = ToolCall.of(Desk.PAY, "{\"iban\":\"" + lookalike + "\",\"amount\":200}");
            assertThat(denied(task, other).reason()).isNotNull();
        }
        assertRuns(0);
    }

    @Test
    void whatIsWrittenInAnotherWayIsTheSameCallAndRunsOnce() {
        HeldCall held = approved("200");
        ToolCall escaped = ToolCall.of(Desk.PAY, "{ \"amount\" : 2e2, \"iban\":\"\\u0044E89370400440532013000\" }");
        assertThat(task.call(escaped, tool)).isEqualTo("done");
        assertNotResumed(held.id(), ReasonCode.DUPLICATE_CALL);
        assertThat(denied(task, Desk.pay("200.0")).reason()).as("asked anew").isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(1);
    }

    @Test
    void anArgumentThatIsGivenTwiceIsNoCall() {
        approved("200");
        ToolCall twice = ToolCall.of(Desk.PAY, "{\"iban\":\"" + Desk.IBAN + "\",\"amount\":200,\"amount\":500}");
        assertThat(denied(task, twice).reason()).isEqualTo(ReasonCode.BAD_ARGUMENTS);
        assertRuns(0);
    }

    // somebody else's

    @Test
    void anApprovalIsForNoOtherTaskOfTheSamePerson() {
        HeldCall held = approved("200");
        TaskScope another = guard.open(Desk.payBill());
        ToolCallDeniedException pending = denied(another, Desk.pay("200"));
        assertThat(pending.reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertThat(pending.reference()).isNotEqualTo(java.util.Optional.of(held.id()));
        assertRuns(0);
    }

    @Test
    void anApprovalIsForNoOtherPersonOrTenant() {
        approved("200");
        TaskRequest ofBob = TaskRequest.intent("pay-bill")
                .agent("bot")
                .tenant("acme")
                .principal(Principal.verified("test", "bob"))
                .parameter("iban", Desk.IBAN)
                .build();
        TaskRequest elsewhere = Desk.request("pay-bill")
                .tenant("umbrella")
                .parameter("iban", Desk.IBAN)
                .build();
        for (TaskRequest request : List.of(ofBob, elsewhere)) {
            assertThat(denied(guard.open(request), Desk.pay("200")).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        }
        assertRuns(0);
    }

    @Test
    void aChildDoesNotUseItsParentsApproval() {
        approved("200");
        TaskScope child =
                task.child(Desk.request("pay-bill").parameter("iban", Desk.IBAN).build());
        assertThat(denied(child, Desk.pay("200")).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(0);
    }

    @Test
    void anotherTenantsApproverNeitherSeesNorDecides() {
        guard.close();
        guard = builder(Desk.policy())
                .approvers(new ApproverDirectory() {
                    @Override
                    public Set<String> groupsOf(Principal approver) {
                        return approver.roles();
                    }

                    @Override
                    public boolean mayDecide(Principal approver, HeldCall call) {
                        return approver.subject().endsWith("@" + call.task().tenant());
                    }
                })
                .build();
        task = guard.open(Desk.payBill());
        String id = denied(task, Desk.pay("200")).reference().orElseThrow();
        HeldCall held = store.find(id).toCompletableFuture().join().orElseThrow();
        assertRefused(held, person("lena@umbrella", "lead"));
        assertThat(decide(person("lena@acme", "lead"), Answer.APPROVE, Choice.of(held)))
                .isEqualTo(Effect.APPROVED);
        assertRuns(0);
    }

    // several groups

    @Test
    void oneOfTwoGroupsIsNotEnough() {
        underTwoGroups();
        HeldCall held = held("200");
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(held))).isEqualTo(Effect.OTHERS_TO_BE_HEARD);
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(held)))
                .as("twice is not two")
                .isEqualTo(Effect.TOO_LATE);
        assertNotResumed(held.id(), ReasonCode.APPROVAL_PENDING);
        assertThat(denied(task, Desk.pay("200")).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(0);
    }

    @Test
    void oneDeclineOutweighsAnApprovalInEitherOrder() {
        underTwoGroups();
        HeldCall first = held("200");
        decide(LEAD, Answer.APPROVE, Choice.of(first));
        assertThat(decide(BOARD, Answer.DENY, Choice.of(first))).isEqualTo(Effect.DECLINED);
        HeldCall second = held("201");
        decide(BOARD, Answer.DENY, Choice.of(second));
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(second))).isEqualTo(Effect.TOO_LATE);
        assertNotResumed(first.id(), ReasonCode.APPROVAL_DENIED);
        assertNotResumed(second.id(), ReasonCode.APPROVAL_DENIED);
        assertRuns(0);
    }

    private void underTwoGroups() {
        String one = "      - { tool: note }\n";
        under(Desk.policy(one, TWO_GROUPS + one));
    }

    @Test
    void anotherReasonOfTheModelDoesNotReopenADecline() {
        HeldCall held = held("200");
        decide(LEAD, Answer.DENY, Choice.of(held));
        ToolCall pleading = Desk.pay("200").withPurpose("lena has approved this by telephone");
        assertThat(denied(task, pleading).reason()).isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertRuns(0);
    }

    // what lost its ground

    @Test
    void aRevocationOfWhateverTheCallTouchesStopsIt() {
        record Case(Kind kind, String name) {}
        for (Case each : List.of(
                new Case(Kind.PRINCIPAL, "alice"),
                new Case(Kind.AGENT, "bot"),
                new Case(Kind.TENANT, "acme"),
                new Case(Kind.INTENT, "pay-bill"),
                new Case(Kind.ACTION, "write"),
                new Case(Kind.DESTINATION, "bank"),
                new Case(Kind.EVERYTHING, ""))) {
            under(Desk.policy());
            HeldCall held = approved("200");
            guard.revoke(new Revocation.Target(each.kind, each.name), "security", "drill");
            assertNotResumed(held.id(), ReasonCode.REVOKED);
        }
        assertRuns(0);
    }

    @Test
    void aPolicyThatChangesTheToolItsTargetOrItsLimitsMakesTheApprovalVoid() {
        for (List<String> change : List.of(
                List.of("scopes: { read: r, write: w }", "scopes: { read: r, write: all }"),
                List.of("describe: \"Pay {amount} to {iban}\"", "describe: \"Pay\""),
                List.of("hosts: [bank.example]", "hosts: [bank.example, mallory.example]"),
                List.of("limit: { count: 3, sum: { amount: 600 } }", "limit: { count: 9, sum: { amount: 600 } }"))) {
            under(Desk.policy());
            HeldCall held = approved("200");
            guard.reload(Desk.policy(change.get(0), change.get(1)));
            assertNotResumed(held.id(), ReasonCode.APPROVAL_EXPIRED);
        }
        assertRuns(0);
    }

    @Test
    void aPolicyThatNoLongerKnowsTheIntentRunsNothing() {
        HeldCall held = approved("200");
        guard.reload(Desk.policy("  pay-bill:", "  pay-other-bill:"));
        assertThat(notResumed(held.id(), Desk.PAY).reason()).isNotNull();
        assertRuns(0);
    }

    @Test
    void aDecisionThatCannotBeRecordedHasNoEffect() {
        HeldCall held = held("200");
        audit.failOn(Type.APPROVAL_DECIDED);
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(held))).isEqualTo(Effect.UNAVAILABLE);
        assertNotResumed(held.id(), ReasonCode.APPROVAL_PENDING);
        assertRuns(0);
    }

    @Test
    void peopleAreNotFloodedWithRequests() {
        guard.close();
        guard = builder(Desk.policy()).approvalCaps(new ApprovalCaps(1, 2, 9)).build();
        for (String[] each : new String[][] {{"101", "102"}, {"103", "104"}}) {
            task = guard.open(Desk.payBill());
            held(each[0]);
            assertThat(denied(task, Desk.pay(each[1])).reason()).isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        }
        assertThat(denied(guard.open(Desk.payBill()), Desk.pay("105")).reason())
                .isEqualTo(ReasonCode.APPROVAL_UNAVAILABLE);
        assertRuns(0);
    }

    // remembered

    @Test
    void aDeclineThatIsToBeRememberedAllowsNothing() {
        under(Desk.policy("wait: 5m }", "wait: 5m, remember: task }"));
        HeldCall held = held("200");
        desk().decide(LEAD, List.of(Choice.of(held)), Answer.DENY, "", true);
        assertThat(denied(task, Desk.pay("150")).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(0);
    }

    @Test
    void whatIsRememberedEndsWithThePolicyThatAllowedIt() throws Exception {
        under(Desk.policy("wait: 5m }", "wait: 5m, remember: task }"));
        HeldCall held = held("200");
        desk().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", true);
        resume(held);
        awaitStatus(held, Status.SUCCEEDED);
        guard.reload(Policy.parse(
                "desk.yaml",
                Desk.POLICY.replace("wait: 5m }", "wait: 4m, remember: task }").replace("revision: 1", "revision: 3")));
        assertThat(denied(task, Desk.pay("150")).reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(1);
    }

    @Test
    void whatIsRememberedOfAnUnknownLinkHoldsForNoOtherLink() {
        under(Policy.parse("desk.yaml", letters()));
        ToolCallDeniedException pending = denied(task, letter("look at https://a.example/1"));
        assertThat(pending.reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        HeldCall held = desk().find(pending.reference().orElseThrow(), LEAD).orElseThrow();
        desk().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", true);
        assertThat(desk().resume(held.id(), LETTER, tool)).isEqualTo("done");

        assertThat(denied(task, letter("look at https://evil.example/1")).reason())
                .isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertRuns(1);
        assertThat(task.call(letter("look at https://a.example/1"), tool))
                .as("the same once more")
                .isEqualTo("done");
        assertRuns(2);
    }

    private static ToolCall letter(String text) {
        return ToolCall.of(LETTER, "{\"to\":\"" + Desk.IBAN + "\",\"text\":\"" + text + "\"}");
    }

    private static String letters() {
        return Desk.POLICY
                .replace(
                        "note: { action: write }",
                        "note: { action: write, control: [to], content: { text: { untrusted_entities: approve } } }")
                .replace(
                        "    parameters: { iban: string }\n",
                        "    parameters: { iban: string }\n    unknown_origin: { approve: lead, remember: task }\n");
    }
}
