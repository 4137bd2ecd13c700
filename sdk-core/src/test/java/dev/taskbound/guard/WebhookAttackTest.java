/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.TestClock;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.webhook.ApprovingService;
import dev.taskbound.approval.webhook.Signed;
import dev.taskbound.approval.webhook.WebhookDecisions;
import dev.taskbound.approval.webhook.WebhookReply;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 3, "webhook (signed both ways)": whoever sends something to the address where decisions arrive. Each test says how
 * often the tool ran.
 */
@Timeout(60)
class WebhookAttackTest {
    private static final Secret OF_BOARD = Signed.OTHER;

    private final TestClock clock = new TestClock();
    private final CountingTool tool = new CountingTool();
    private final FakeSource source = new FakeSource();
    private final FakeAudit audit = new FakeAudit();
    private ToolGuard guard = guard(Desk.policy());
    private TaskScope task = guard.open(Desk.payBill());
    private WebhookDecisions decisions = decisions();

    WebhookAttackTest() {
        source.answer(request -> CompletableFuture.completedFuture(
                source.credential(clock.instant().plusSeconds(30))));
    }

    private ToolGuard guard(Policy policy) {
        return ToolGuard.builder()
                .policy(policy)
                .audit(audit)
                .clock(clock)
                .credentialSource("bank-source", source)
                .approver(Approver.inbox())
                .pendingAfter(Duration.ZERO)
                .build();
    }

    private WebhookDecisions decisions() {
        return WebhookDecisions.to(guard.approvals()::decide)
                .trust(ApprovingService.named("pager").speaksFor("lead").verifiedWith(Signed.SECRET))
                .trust(ApprovingService.named("portal")
                        .speaksFor("board", "principal")
                        .peopleOf("test")
                        .verifiedWith(OF_BOARD))
                .clock(clock)
                .build();
    }

    private void under(Policy policy) {
        guard.close();
        guard = guard(policy);
        task = guard.open(Desk.payBill());
        decisions = decisions();
    }

    @AfterEach
    void close() {
        guard.close();
    }

    // what works

    @Test
    void aSignedApprovalLetsExactlyThatCallRunOnce() {
        HeldCall held = held("200");
        assertThat(send(approval(held))).isEqualTo(WebhookReply.APPROVED);
        assertThat(resume(held)).isEqualTo("done");
        assertNotResumed(held, ReasonCode.DUPLICATE_CALL);
        assertRuns(1);
        assertThat(audit.last(AuditEvent.Type.APPROVAL_DECIDED).attributes())
                .containsEntry("decided_by", "lena")
                .containsEntry("verified_by", "webhook:pager");
    }

    @Test
    void aSignedDenialIsFinal() {
        HeldCall held = held("200");
        assertThat(send(decision(held, "lead", "deny", "lena"))).isEqualTo(WebhookReply.DECLINED);
        assertThat(send(approval(held))).isEqualTo(WebhookReply.TOO_LATE);
        assertThat(denied(Desk.pay("200")).reason()).isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertNotResumed(held, ReasonCode.APPROVAL_DENIED);
        assertRuns(0);
    }

    @Test
    void thePrincipalIsAskedOverTheServiceThatKnowsTheirIssuer() {
        under(Desk.policy("by: lead", "by: principal"));
        HeldCall held = held("200", Principal.verified("test", "alice"));
        assertThat(send(decision(held, "principal", "approve", "alice"))).isEqualTo(WebhookReply.NOT_FOUND);
        assertThat(send(sign(decision(held, "principal", "approve", "bob"), OF_BOARD)))
                .isEqualTo(WebhookReply.NOT_FOUND);
        assertRuns(0);
        assertThat(send(sign(decision(held, "principal", "approve", "alice"), OF_BOARD)))
                .isEqualTo(WebhookReply.APPROVED);
        assertThat(resume(held)).isEqualTo("done");
        assertRuns(1);
    }

    // signatures

    @Test
    void whatIsNotSignedByATrustedKeyIsNothing() {
        HeldCall held = held("200");
        Signed good = sign(approval(held), Signed.SECRET);
        Secret stranger = Secret.of("whsec_c3RyYW5nZXIgc3RyYW5nZXIgc3RyYW5nZXI=");
        String signature = good.header("webhook-signature");
        List<Signed> forged = List.of(
                sign(approval(held), stranger),
                good.with("webhook-signature", null),
                good.with("webhook-signature", ""),
                good.with("webhook-signature", "v1,"),
                good.with("webhook-signature", "v1a," + signature.substring(3)),
                good.with("webhook-signature", "v2," + signature.substring(3)),
                good.with("webhook-signature", signature.substring(3)),
                good.with("webhook-signature", signature.toLowerCase(java.util.Locale.ROOT)),
                good.with("webhook-id", null),
                good.with("webhook-id", "msg_other"),
                good.with("webhook-id", "msg.1"),
                good.with("webhook-timestamp", null),
                good.with("webhook-timestamp", "now"),
                good.with("webhook-timestamp", "-1"),
                good.with("webhook-timestamp", Long.toString(clock.instant().getEpochSecond() + 1)));
        assertThat(forged).allSatisfy(message -> assertThat(send(message)).isEqualTo(WebhookReply.UNSIGNED));
        assertStillWaits(held);
    }

    @Test
    void aBodyThatWasWrittenAgainIsNotWhatWasSigned() {
        HeldCall held = held("200");
        Signed good = sign(approval(held), Signed.SECRET);
        String text = good.text();
        List<String> rewritten = List.of(
                text + "\n",
                " " + text,
                text.replace(":", ": "),
                text.replace("lena", "len\\u0061"),
                text.replace("approve\"", "deny\""),
                "");
        assertThat(rewritten)
                .allSatisfy(body -> assertThat(send(good.withBody(body))).isEqualTo(WebhookReply.UNSIGNED));
        assertStillWaits(held);
        assertThat(send(good)).isEqualTo(WebhookReply.APPROVED);
    }

    @Test
    void aTimestampThatIsFarOffIsRefused() {
        HeldCall held = held("200");
        for (long seconds : List.of(-301L, 301L, -86_400L)) {
            Signed old = Signed.decision(approval(held), clock.instant().plusSeconds(seconds), Signed.SECRET);
            assertThat(send(old)).isEqualTo(WebhookReply.UNSIGNED);
        }
        assertStillWaits(held);
        Signed recent = Signed.decision(approval(held), clock.instant().minusSeconds(299), Signed.SECRET);
        assertThat(send(recent)).isEqualTo(WebhookReply.APPROVED);
    }

    @Test
    void aReplayedMessageIsRefusedAndALaterOneIsTooOld() {
        HeldCall held = held("200");
        Signed message = sign(approval(held), Signed.SECRET);
        assertThat(send(message)).isEqualTo(WebhookReply.APPROVED);
        assertThat(send(message)).isEqualTo(WebhookReply.REPLAYED);
        resume(held);
        HeldCall again = held("200");
        assertThat(again.callDigest()).isEqualTo(held.callDigest());
        assertThat(send(message)).isEqualTo(WebhookReply.REPLAYED);
        assertThat(decisions().accept(message.headers(), message.body()))
                .as("in a process that has not seen it")
                .isEqualTo(WebhookReply.TOO_LATE);
        clock.advance(Duration.ofSeconds(301));
        assertThat(send(message)).isEqualTo(WebhookReply.UNSIGNED);
        assertNotResumed(again, ReasonCode.APPROVAL_EXPIRED);
        assertRuns(1);
    }

    // who

    @Test
    void aServiceSpeaksForItsOwnGroupsAlone() {
        HeldCall held = held("200");
        assertThat(send(sign(approval(held), OF_BOARD))).isEqualTo(WebhookReply.NOT_FOUND);
        assertThat(send(decision(held, "board", "approve", "lena"))).isEqualTo(WebhookReply.NOT_FOUND);
        assertThat(send(sign(decision(held, "board", "approve", "lena"), OF_BOARD)))
                .isEqualTo(WebhookReply.NOT_FOUND);
        assertStillWaits(held);
    }

    @Test
    void oneOfTwoGroupsDoesNotAnswerForTheOther() {
        under(Desk.policy(
                "allow:\n      - { tool: look }",
                "allow:\n      - { tool: pay, approval: { by: board, wait: 5m } }\n      - { tool: look }"));
        HeldCall held = held("200");
        assertThat(send(approval(held))).isEqualTo(WebhookReply.OTHERS_TO_BE_HEARD);
        assertNotResumed(held, ReasonCode.APPROVAL_PENDING);
        assertThat(send(approval(held))).as("a second lead").isEqualTo(WebhookReply.TOO_LATE);
        assertRuns(0);
        assertThat(send(sign(decision(held, "board", "approve", "bea"), OF_BOARD)))
                .isEqualTo(WebhookReply.APPROVED);
        resume(held);
        assertRuns(1);
    }

    @Test
    void theServiceIsNotBelievedThatThePrincipalOrTheAgentIsTheGroup() {
        HeldCall held = held("200");
        assertThat(send(decision(held, "lead", "approve", "alice"))).isEqualTo(WebhookReply.NOT_FOUND);
        assertThat(send(decision(held, "lead", "approve", "bot"))).isEqualTo(WebhookReply.NOT_FOUND);
        assertThat(send(decision(held, "lead", "approve", " "))).isEqualTo(WebhookReply.MALFORMED);
        assertStillWaits(held);
    }

    // what

    @Test
    void anotherDigestOrIdHasNoEffect() {
        HeldCall held = held("200");
        HeldCall other = held("300");
        Map<String, Object> mixed = approval(held);
        mixed.put("call_digest", other.callDigest());
        assertThat(send(mixed)).isEqualTo(WebhookReply.NOT_AS_SHOWN);
        for (String forged : List.of("", held.callId(), held.callDigest(), held.id() + " ")) {
            Map<String, Object> unknown = approval(held);
            unknown.put("id", forged);
            assertThat(send(unknown)).isEqualTo(WebhookReply.NOT_FOUND);
        }
        assertStillWaits(held);
        assertNotResumed(other, ReasonCode.APPROVAL_PENDING);
    }

    @Test
    void whatIsNotExactlyADecisionIsRefusedThoughItIsSigned() {
        HeldCall held = held("200");
        for (String name : approval(held).keySet()) {
            Map<String, Object> lacking = approval(held);
            lacking.remove(name);
            assertThat(send(lacking)).as("without %s", name).isEqualTo(WebhookReply.MALFORMED);
        }
        for (Map.Entry<String, Object> odd : List.<Map.Entry<String, Object>>of(
                Map.entry("answer", "APPROVE"),
                Map.entry("answer", true),
                Map.entry("remember", "true"),
                Map.entry("by", List.of("lead")),
                Map.entry("amount", 200))) {
            Map<String, Object> changed = approval(held);
            changed.put(odd.getKey(), odd.getValue());
            assertThat(send(changed)).as("%s", odd).isEqualTo(WebhookReply.MALFORMED);
        }
        String text = sign(approval(held), Signed.SECRET).text();
        for (String body : List.of(
                text.replace("decided", "requested"),
                text.replace("\"answer\":\"approve\"", "\"answer\":\"deny\",\"answer\":\"approve\""),
                text + text,
                "[]",
                "")) {
            assertThat(send(Signed.message(body, clock.instant(), Signed.SECRET)))
                    .isEqualTo(WebhookReply.MALFORMED);
        }
        assertThat(send(Signed.message(new byte[] {'{', (byte) 0xff, '}'}, clock.instant(), Signed.SECRET)))
                .isEqualTo(WebhookReply.MALFORMED);
        assertThat(send(Signed.message("x".repeat(16 * 1024 + 1), clock.instant(), Signed.SECRET)))
                .isEqualTo(WebhookReply.TOO_LARGE);
        assertStillWaits(held);
    }

    // when

    @Test
    void aDecisionAfterTheWaitOrAfterTheTaskIsTooLate() {
        HeldCall late = held("200");
        clock.advance(Duration.ofMinutes(5));
        assertThat(send(approval(late))).isEqualTo(WebhookReply.TOO_LATE);
        assertNotResumed(late, ReasonCode.APPROVAL_EXPIRED);
        HeldCall ofClosed = held("201");
        task.close();
        assertThat(send(approval(ofClosed))).isEqualTo(WebhookReply.TOO_LATE);
        assertNotResumed(ofClosed, ReasonCode.TASK_CLOSED);
        assertRuns(0);
    }

    @Test
    void whatIsRevokedOrDeniedMeanwhileDoesNotRunThoughItWasApproved() {
        HeldCall tooMuch = held("200");
        HeldCall revoked = held("140");
        assertThat(send(approval(tooMuch))).isEqualTo(WebhookReply.APPROVED);
        assertThat(send(approval(revoked))).isEqualTo(WebhookReply.APPROVED);
        guard.reload(Desk.policy("when: args.amount <= 500", "when: args.amount <= 150"));
        assertNotResumed(tooMuch, ReasonCode.CONDITION_FALSE);
        guard.revoke(new Revocation.Target(Revocation.Kind.TOOL, "pay"), "security", "drill");
        assertNotResumed(revoked, ReasonCode.REVOKED);
        assertRuns(0);
    }

    private static Map<String, Object> approval(HeldCall held) {
        return decision(held, "lead", "approve", "lena");
    }

    private static Map<String, Object> decision(HeldCall held, String by, String answer, String approver) {
        return new LinkedHashMap<>(Signed.data(held.id(), held.callDigest(), by, answer, approver));
    }

    private Signed sign(Map<String, Object> data, Secret key) {
        return Signed.decision(data, clock.instant(), key);
    }

    private WebhookReply send(Map<String, Object> data) {
        return send(sign(data, Signed.SECRET));
    }

    private WebhookReply send(Signed message) {
        return decisions.accept(message.headers(), message.body());
    }

    private HeldCall held(String amount) {
        return held(amount, Principal.verified("test", "lena").withRoles(Set.of("lead")));
    }

    private HeldCall held(String amount, Principal viewer) {
        ToolCallDeniedException pending = denied(Desk.pay(amount));
        assertThat(pending.reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        return guard.approvals().find(pending.reference().orElseThrow(), viewer).orElseThrow();
    }

    private String resume(HeldCall held) {
        return guard.approvals().resume(held.id(), Desk.PAY, tool);
    }

    private ToolCallDeniedException denied(ToolCall call) {
        return catchThrowableOfType(ToolCallDeniedException.class, () -> task.call(call, tool));
    }

    private void assertNotResumed(HeldCall held, ReasonCode reason) {
        ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, () -> resume(held));
        assertThat(denied.reason()).isEqualTo(reason);
    }

    private void assertStillWaits(HeldCall held) {
        assertNotResumed(held, ReasonCode.APPROVAL_PENDING);
        assertRuns(0);
    }

    private void assertRuns(int times) {
        assertThat(tool.runs()).isEqualTo(times);
    }
}
