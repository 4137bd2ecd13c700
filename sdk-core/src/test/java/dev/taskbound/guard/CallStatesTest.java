/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.ApprovalCaps;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.Credential;
import dev.taskbound.state.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The states of a call × {kill, close, reload, deadline}, as docs/threat-model.md lists them. */
@Timeout(120)
class CallStatesTest {
    private static final Revocation.Target BOT = new Revocation.Target(Revocation.Kind.AGENT, "bot");

    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final BlockingQueue<Pending> pending = new LinkedBlockingQueue<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final CountingTool tool = new CountingTool();
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy())
            .audit(audit)
            .credentialSource("bank-source", source)
            .patience(Duration.ofSeconds(20))
            .approvalCaps(new ApprovalCaps(2000, 2000, 2000))
            .approver(request -> {
                Pending asked = new Pending(request, new CompletableFuture<>());
                pending.add(asked);
                return asked.answer;
            })
            .build();

    private record Pending(ApprovalRequest request, CompletableFuture<ApprovalOutcome> answer) {
        void approve() {
            answer.complete(new ApprovalOutcome.Approved("lead@acme"));
        }
    }

    @AfterEach
    void close() {
        guard.close();
        pool.shutdownNow();
    }

    // waiting for a human

    @Test
    void aKillWhileAHumanIsAskedEndsTheCall() throws Exception {
        CompletionStage<String> call = waitingForAHuman(task -> guard.revoke(BOT, "security", "drill"));
        assertThat(reason(call)).isEqualTo(ReasonCode.REVOKED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void closingTheTaskWhileAHumanIsAskedEndsTheCall() throws Exception {
        CompletionStage<String> call = waitingForAHuman(TaskScope::close);
        assertThat(reason(call)).isEqualTo(ReasonCode.TASK_CLOSED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void anApprovalAfterTheEndRunsNothing() throws Exception {
        TaskScope task = guard.open(Desk.payBill());
        CompletionStage<String> call = task.callAsync(Desk.pay("200"), tool, pool);
        Pending asked = pending.take();
        task.close();
        asked.approve();
        assertThat(reason(call)).isEqualTo(ReasonCode.TASK_CLOSED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void anApprovalIsVoidIfThePolicyNowForbidsTheCall() throws Exception {
        CompletionStage<String> call = approvedAfter(() -> guard.reload(Desk.policy("<= 500", "<= 150")));
        assertThat(reason(call)).isEqualTo(ReasonCode.CONDITION_FALSE);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void anApprovalIsVoidIfThePolicyNowAsksForAnother() throws Exception {
        CompletionStage<String> call = approvedAfter(() -> guard.reload(Desk.policy("by: lead", "by: treasurer")));
        assertThat(reason(call)).isEqualTo(ReasonCode.APPROVAL_EXPIRED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void anApprovalHoldsIfTheNewPolicySaysTheSameOfTheCall() throws Exception {
        CompletionStage<String> call = approvedAfter(() -> guard.reload(Desk.policy("calls: 25", "calls: 24")));
        assertThat(call.toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void anApprovalThatComesTooLateRunsNothing() throws Exception {
        guard.reload(Desk.policy("wait: 5m", "wait: 2s"));
        try (TaskScope task = guard.open(Desk.payBill())) {
            CompletionStage<String> call = task.callAsync(Desk.pay("200"), tool, pool);
            Pending asked = pending.take();
            assertThat(reason(call)).isEqualTo(ReasonCode.APPROVAL_EXPIRED);
            assertThat(asked.answer)
                    .as("the approver is told")
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(CancellationException.class);
            assertThat(tool.runs()).isZero();
        }
    }

    @Test
    void aThousandPendingApprovalsAddNoThread() throws Exception {
        guard.reload(Desk.policy("limits: { calls: 25, writes: 10,", "limits: { calls: 2000, writes: 2000,"));
        TaskScope task = guard.open(Desk.payBill());
        task.callAsync(Desk.pay("200"), tool, pool);
        int before = Thread.activeCount();
        List<CompletionStage<String>> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            calls.add(guard.open(Desk.payBill()).callAsync(Desk.pay("200"), tool, pool));
        }
        assertThat(pending).hasSize(1_001);
        assertThat(Thread.activeCount()).as("not one for each").isLessThan(before + 100);
        pending.forEach(Pending::approve);
        for (CompletionStage<String> call : calls) {
            assertThat(call.toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo("done");
        }
        assertThat(tool.runs()).isEqualTo(1_001);
    }

    // waiting for a credential

    @Test
    void aKillWhileTheIssuerIsAskedEndsTheCallAndGivesALateCredentialBack() throws Exception {
        CompletableFuture<Credential> late = new CompletableFuture<>();
        source.answer(request -> late);
        TaskScope task = guard.open(Desk.payBill());
        CompletionStage<String> call = task.callAsync(Desk.look(), tool, pool);
        guard.revoke(BOT, "security", "drill");
        assertThat(reason(call)).isEqualTo(ReasonCode.REVOKED);
        late.complete(source.credential(Instant.now().plusSeconds(30)));
        assertThat(source.revoked()).containsExactly("credential-1");
        assertThat(tool.runs()).isZero();
    }

    @Test
    void anIssuerThatNeverAnswersDeniesTheCallInTime() {
        FakeAudit ownAudit = new FakeAudit();
        source.answer(request -> new CompletableFuture<>());
        try (ToolGuard hasty = ToolGuard.builder()
                        .policy(Desk.policy())
                        .audit(ownAudit)
                        .credentialSource("bank-source", source)
                        .patience(Duration.ofSeconds(1))
                        .build();
                TaskScope task = hasty.open(Desk.payBill())) {
            assertThatExceptionOfType(ToolCallDeniedException.class)
                    .isThrownBy(() -> task.call(Desk.look(), tool))
                    .extracting(ToolCallDeniedException::reason)
                    .isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
            ownAudit.hangOn(Type.STARTED);
            assertThatExceptionOfType(ToolCallDeniedException.class)
                    .isThrownBy(() -> task.call(Desk.look(), tool))
                    .extracting(ToolCallDeniedException::reason)
                    .isEqualTo(ReasonCode.AUDIT_UNAVAILABLE);
        }
        assertThat(tool.runs()).isZero();
    }

    // in the tool

    @Test
    void aKillWhileTheToolRunsTakesItsCredentialAndWithholdsItsResult() throws Exception {
        List<Throwable> laterUse = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        CompletionStage<String> call = running(context -> {
            context.onEnd(ended::countDown);
            guard.revoke(BOT, "security", "drill");
            try {
                context.credential();
            } catch (ToolCallDeniedException e) {
                laterUse.add(e);
            }
            return "stolen";
        });
        assertThat(reason(call)).isEqualTo(ReasonCode.REVOKED);
        assertThat(laterUse).hasSize(1);
        assertThat(ended.getCount()).isZero();
        assertThat(audit.last(Type.SUCCEEDED).attributes()).containsEntry("withheld", "REVOKED");
    }

    @Test
    void closingTheTaskWhileTheToolRunsWithholdsItsResult() throws Exception {
        CompletionStage<String> call = running(context -> {
            TaskScope.current().orElseThrow().close();
            return "late";
        });
        assertThat(reason(call)).isEqualTo(ReasonCode.TASK_CLOSED);
    }

    @Test
    void theTasksDeadlineEndsACallInItsTool() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        TaskRequest brief = Desk.request("pay-bill")
                .parameter("iban", Desk.IBAN)
                .duration(Duration.ofMillis(300))
                .build();
        CompletionStage<String> call = guard.open(brief)
                .callAsync(
                        Desk.look(),
                        context -> {
                            context.onEnd(ended::countDown);
                            await(ended);
                            return "late";
                        },
                        pool);
        assertThat(reason(call)).isEqualTo(ReasonCode.DEADLINE_EXCEEDED);
    }

    @Test
    void aToolThatReturnsAStageEndsItsCallWhenTheStageCompletes() throws Exception {
        CompletableFuture<String> later = new CompletableFuture<>();
        List<CallContext> contexts = new ArrayList<>();
        try (TaskScope task = guard.open(Desk.payBill())) {
            CompletionStage<String> handed = task.call(Desk.look(), context -> {
                contexts.add(context);
                return later;
            });
            assertThat(contexts.get(0).isLive()).isTrue();
            assertThat(handed.toCompletableFuture()).isNotDone();
            later.complete("now");
            assertThat(handed.toCompletableFuture().get(60, TimeUnit.SECONDS)).isEqualTo("now");
            assertThat(contexts.get(0).isLive()).isFalse();
            assertThat(audit.last(Type.SUCCEEDED)).isNotNull();
        }
    }

    @Test
    void aKillWhileAStageIsPendingLeavesTheOutcomeUnknown() throws Exception {
        try (TaskScope task = guard.open(Desk.payBill())) {
            CompletionStage<String> handed = task.call(Desk.look(), context -> new CompletableFuture<String>());
            guard.revoke(BOT, "security", "drill");
            assertThat(reason(handed)).isEqualTo(ReasonCode.REVOKED);
            assertThat(audit.last(Type.UNKNOWN).attributes()).containsEntry("error", "REVOKED");
        }
    }

    @Test
    void aContextIsOfNoUseAfterItsCall() {
        List<CallContext> kept = new ArrayList<>();
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(Desk.look(), kept::add);
        }
        CallContext context = kept.get(0);
        assertThatExceptionOfType(ToolCallDeniedException.class).isThrownBy(context::credential);
        assertThatExceptionOfType(ToolCallDeniedException.class).isThrownBy(context::arguments);
        assertThatExceptionOfType(ToolCallDeniedException.class).isThrownBy(context::idempotencyKey);
    }

    @Test
    void aSecondRenewalIsRefused() {
        List<ReasonCode> told = new ArrayList<>();
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(Desk.look(), context -> {
                Credential first = context.credential().orElseThrow();
                Credential second = context.renewCredential(first);
                assertThat(second.id()).isNotEqualTo(first.id());
                assertThat(context.credential()).contains(second);
                try {
                    context.renewCredential(second);
                } catch (ToolCallDeniedException e) {
                    told.add(e.reason());
                }
                return "done";
            });
        }
        assertThat(told).containsExactly(ReasonCode.CREDENTIAL_REJECTED);
        assertThat(source.revoked()).containsExactly("credential-1", "credential-2");
        assertThat(source.requests()).hasSize(2);
        assertThat(audit.last(Type.REFUSED_INSIDE).attributes()).containsEntry("reason", "CREDENTIAL_REJECTED");
    }

    // threads

    @Test
    void aBlockingCallRunsItsToolOnTheCallersThreadEvenIfAnswersComeOnOthers() {
        source.answer(request -> CompletableFuture.supplyAsync(
                () -> source.credential(Instant.now().plusSeconds(30)), pool));
        List<Thread> ran = new ArrayList<>();
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(Desk.look(), context -> ran.add(Thread.currentThread()));
        }
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    @Test
    void anInterruptWhileWaitingCancelsTheCallAndIsKept() {
        source.answer(request -> {
            Thread.currentThread().interrupt();
            return new CompletableFuture<>();
        });
        try (TaskScope task = guard.open(Desk.payBill())) {
            assertThatExceptionOfType(ToolCallDeniedException.class)
                    .isThrownBy(() -> task.call(Desk.look(), tool))
                    .extracting(ToolCallDeniedException::reason)
                    .isEqualTo(ReasonCode.CANCELLED);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(tool.runs()).isZero();
    }

    @Test
    void anExecutorThatTakesNoMoreDeniesTheCall() throws Exception {
        ExecutorService closed = Executors.newSingleThreadExecutor();
        closed.shutdown();
        try (TaskScope task = guard.open(Desk.payBill())) {
            assertThat(reason(task.callAsync(Desk.look(), tool, closed))).isEqualTo(ReasonCode.INTERNAL_ERROR);
        }
        assertThat(tool.runs()).isZero();
    }

    @Test
    void anErrorInAPartDeniesTheCallAndTellsTheCaller() throws Exception {
        source.answer(request -> {
            throw new NoClassDefFoundError("gone");
        });
        try (TaskScope task = guard.open(Desk.payBill())) {
            assertThat(reason(task.callAsync(Desk.look(), tool, pool))).isEqualTo(ReasonCode.INTERNAL_ERROR);
            assertThatExceptionOfType(ToolCallDeniedException.class).isThrownBy(() -> task.call(Desk.look(), tool));
        }
        assertThat(tool.runs()).isZero();
    }

    private CompletionStage<String> running(java.util.function.Function<CallContext, String> body) {
        return guard.open(Desk.payBill()).callAsync(Desk.look(), body::apply, pool);
    }

    private CompletionStage<String> waitingForAHuman(Consumer<TaskScope> event) throws InterruptedException {
        TaskScope task = guard.open(Desk.payBill());
        CompletionStage<String> call = task.callAsync(Desk.pay("200"), tool, pool);
        pending.take();
        event.accept(task);
        return call;
    }

    private CompletionStage<String> approvedAfter(Runnable event) throws InterruptedException {
        TaskScope task = guard.open(Desk.payBill());
        CompletionStage<String> call = task.callAsync(Desk.pay("200"), tool, pool);
        Pending asked = pending.take();
        event.run();
        asked.approve();
        return call;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ReasonCode reason(CompletionStage<?> call) throws Exception {
        try {
            call.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | CompletionException e) {
            if (e.getCause() instanceof ToolCallDeniedException denied) {
                return denied.reason();
            }
            throw e;
        }
        throw new AssertionError("not denied");
    }
}
