/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.state.TaskStateStore;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 3, "Approvals": the application resumes exactly that call later without asking the model again. */
@Timeout(60)
class ResumerTest {
    private static final Principal LEAD = Principal.verified("test", "lena").withRoles(Set.of("lead"));

    private final ApprovalStore store = ApprovalStore.inMemory();
    private final TaskStateStore state = TaskStateStore.inMemory();
    private final CountingTool tool = new CountingTool();
    private final Told told = new Told();
    private ToolGuard guard = guard(Duration.ZERO);
    private TaskScope task = guard.open(Desk.payBill());
    private Resumer resumer = Resumer.automatic(guard, HeldTools.none(), told);

    @AfterEach
    void close() {
        resumer.close();
        guard.close();
    }

    private ToolGuard guard(Duration pendingAfter) {
        return ToolGuard.builder()
                .policy(Desk.policy())
                .audit(new FakeAudit())
                .credentialSource("bank-source", new FakeSource())
                .approver(Approver.inbox())
                .approvals(store)
                .state(state)
                .pendingAfter(pendingAfter)
                .build();
    }

    private HeldCall held(CountingTool with) {
        assertThat(catchThrowableOfType(ToolCallDeniedException.class, () -> task.call(Desk.pay("200"), with))
                        .reason())
                .isEqualTo(ReasonCode.APPROVAL_PENDING);
        return guard.approvals().waitingFor(LEAD).get(0);
    }

    private void decide(Answer answer, HeldCall held) {
        guard.approvals().decide(LEAD, List.of(Choice.of(held)), answer, "seen", false);
    }

    private ReasonCode notResumed(String id) {
        return catchThrowableOfType(ToolCallDeniedException.class, () -> resumer.resume(id))
                .reason();
    }

    // automatic

    @Test
    void anApprovedCallRunsOnceByItselfWithTheToolItWasMadeWith() throws Exception {
        resumer.start();
        HeldCall held = held(tool);
        decide(Answer.APPROVE, held);
        FinishedCall ended = told.next();
        assertThat(ended.call().id()).isEqualTo(held.id());
        assertThat(ended.call().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended.result()).contains("done");
        assertThat(ended.toString()).doesNotContain("done");
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void itRunsUnderItsTaskAndCarriesNothingOverFromWhoeverApproved() throws Exception {
        InheritableThreadLocal<String> approver = new InheritableThreadLocal<>();
        CountingTool looks = new CountingTool(
                call -> call.task().id() + " " + TaskScope.current().isPresent() + " " + approver.get() + " "
                        + Baggage.current().getEntryValue("who"));
        resumer.start();
        HeldCall held = held(looks);
        approver.set("lena");
        try (Scope mine = Baggage.builder().put("who", "lena").build().makeCurrent()) {
            decide(Answer.APPROVE, held);
        }
        assertThat(told.next().result()).contains(task.task().id() + " true null null");
    }

    @Test
    void whatIsDeclinedDoesNotRunAndIsTold() throws Exception {
        resumer.start();
        HeldCall held = held(tool);
        decide(Answer.DENY, held);
        FinishedCall ended = told.next();
        assertThat(ended.call().status()).isEqualTo(Status.DECLINED);
        assertThat(ended.call().reason()).isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertThat(ended.result()).isEmpty();
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void whatWaitsWhenItsTaskIsClosedIsVoidAndTold() throws Exception {
        resumer.start();
        HeldCall held = held(tool);
        task.close();
        assertThat(told.next().call().status()).isEqualTo(Status.VOID);
        decide(Answer.APPROVE, held);
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.TASK_CLOSED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void whatTheToolThrowsIsNotTold() throws Exception {
        resumer.start();
        HeldCall held = held(new CountingTool(call -> {
            throw new IllegalStateException("password=secret");
        }));
        decide(Answer.APPROVE, held);
        FinishedCall ended = told.next();
        assertThat(ended.call().status()).isEqualTo(Status.FAILED);
        assertThat(ended.result()).isEmpty();
    }

    @Test
    void aCallThatItsCallerWaitsForIsLeftToItsCaller() throws Exception {
        guard.close();
        guard = guard(Duration.ofMinutes(1));
        task = guard.open(Desk.payBill());
        resumer = Resumer.automatic(guard, HeldTools.none(), told).start();
        CountDownLatch asked = new CountDownLatch(1);
        guard.approvals().onChange(change -> asked.countDown());
        Thread decides = new Thread(() -> {
            try {
                asked.await();
                decide(Answer.APPROVE, guard.approvals().waitingFor(LEAD).get(0));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        decides.start();
        assertThat(task.call(Desk.pay("200"), tool)).isEqualTo("done");
        decides.join();
        resumer.close();
        assertThat(tool.runs()).isEqualTo(1);
        assertThat(told.ended).isEmpty();
    }

    @Test
    void whatIsFoundApprovedAfterARestartRunsOnceWithTheToolThatIsFound() throws Exception {
        HeldCall held = held(new CountingTool());
        decide(Answer.APPROVE, held);
        restart(each -> Optional.of(new HeldTool(Desk.PAY, tool)));
        FinishedCall ended = told.next();
        assertThat(ended.call().id()).isEqualTo(held.id());
        assertThat(ended.call().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended.call().task().id()).isEqualTo(task.task().id());
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void aToolThatHasChangedMeanwhileDoesNotRun() throws Exception {
        HeldCall held = held(new CountingTool());
        decide(Answer.APPROVE, held);
        restart(each -> Optional.of(new HeldTool(Desk.PAY.withDescription("pays twice"), tool)));
        FinishedCall ended = told.next();
        assertThat(ended.call().status()).isEqualTo(Status.VOID);
        assertThat(ended.call().reason()).isEqualTo(ReasonCode.TOOL_CHANGED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void whatHasNoToolHereStaysApprovedAndIsHandedToTheApplication() throws Exception {
        HeldCall held = held(new CountingTool());
        decide(Answer.APPROVE, held);
        restart(HeldTools.none());
        assertThat(told.approved.poll(30, TimeUnit.SECONDS).id()).isEqualTo(held.id());
        assertThat(guard.approvals().approved()).map(HeldCall::id).containsExactly(held.id());
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.UNKNOWN_TOOL);
        assertThat(resumer.resume(held.id(), new HeldTool(Desk.PAY, tool)).result())
                .contains("done");
        assertThat(tool.runs()).isEqualTo(1);
    }

    /** The store and the counters are there again; tasks and tools are not. */
    private void restart(HeldTools tools) {
        resumer.close();
        guard.close();
        told.ended.clear();
        guard = guard(Duration.ZERO);
        resumer = Resumer.automatic(guard, tools, told).start();
    }

    // manual

    @Test
    void withManualResumptionTheApplicationIsToldAndResumes() throws Exception {
        resumer = Resumer.manual(guard, HeldTools.none(), told).start();
        HeldCall held = held(tool);
        assertThat(notResumed(held.id())).isEqualTo(ReasonCode.APPROVAL_PENDING);
        decide(Answer.APPROVE, held);
        HeldCall mine = told.approved.poll(30, TimeUnit.SECONDS);
        assertThat(mine.id()).isEqualTo(held.id());
        assertThat(tool.runs()).isZero();
        assertThat(resumer.resume(mine.id()).result()).contains("done");
        assertThat(told.next().result()).contains("done");
        assertThat(notResumed(mine.id())).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void anUnknownIdIsNotResumed() {
        assertThat(notResumed("nothing")).isEqualTo(ReasonCode.APPROVAL_EXPIRED);
    }

    /** What an application is told. */
    private static final class Told implements Resumer.Listener {
        final BlockingQueue<HeldCall> approved = new LinkedBlockingQueue<>();
        final BlockingQueue<FinishedCall> ended = new LinkedBlockingQueue<>();

        @Override
        public void approved(HeldCall call) {
            approved.add(call);
        }

        @Override
        public void finished(FinishedCall each) {
            ended.add(each);
        }

        FinishedCall next() throws InterruptedException {
            FinishedCall next = ended.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("told what came of the call").isNotNull();
            return next;
        }
    }
}
