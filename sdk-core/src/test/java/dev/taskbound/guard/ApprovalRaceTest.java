/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.Together;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.approval.HeldCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Issue 3, "Approvals": many at once, with either kind of store. Each test says how often the tool ran. */
@Timeout(120)
@ParameterizedClass
@EnumSource(ApprovalStores.class)
class ApprovalRaceTest extends ApprovalFixture {
    ApprovalRaceTest(ApprovalStores kind) {
        super(kind);
    }

    @Test
    void ofApprovalsAndDeclinesAtOnceOneCountsAndADeclineRunsNothing() throws Exception {
        HeldCall held = held("200");
        List<Effect> effects =
                Together.run(20, i -> decide(LEAD, i % 2 == 0 ? Answer.APPROVE : Answer.DENY, Choice.of(held)));
        assertThat(effects)
                .filteredOn(effect -> effect != Effect.TOO_LATE)
                .hasSize(1)
                .containsAnyOf(Effect.APPROVED, Effect.DECLINED);
        if (effects.contains(Effect.APPROVED)) {
            assertThat(resume(held)).isEqualTo("done");
            assertRuns(1);
        } else {
            assertNotResumed(held.id(), ReasonCode.APPROVAL_DENIED);
            assertRuns(0);
        }
    }

    @Test
    void theSameCallAndItsResumptionAtOnceRunOnce() throws Exception {
        under(manyDenials());
        HeldCall held = approved("200");
        List<String> all = Together.run(16, i -> {
            try {
                return i % 2 == 0 ? resume(held) : task.call(Desk.pay("200"), tool);
            } catch (ToolCallDeniedException e) {
                return e.reason().name();
            }
        });
        assertThat(all).containsOnlyOnce("done");
        assertRuns(1);
    }

    @Test
    void twoProcessesWithOneStoreRunACallOnce() throws Exception {
        under(manyDenials());
        HeldCall held = approved("200");
        try (ToolGuard second = guard(manyDenials())) {
            List<String> all = Together.run(16, i -> {
                try {
                    return (i % 2 == 0 ? guard : second).approvals().resume(held.id(), Desk.PAY, tool);
                } catch (ToolCallDeniedException e) {
                    return e.reason().name();
                }
            });
            assertThat(all).containsOnlyOnce("done");
        }
        assertRuns(1);
    }

    @Test
    void aResumptionThatComesTooLateDoesNotEndTheOneThatRuns() throws Exception {
        under(manyDenials());
        HeldCall held = approved("200");
        FakeStore state = new FakeStore();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch late = new CountDownLatch(1);
        CountingTool slow = new CountingTool(call -> {
            entered.countDown();
            awaitDown(late);
            return call.task().id();
        });
        ExecutorService first = Executors.newSingleThreadExecutor();
        try (ToolGuard second = builder(manyDenials()).state(state).build()) {
            List<Future<String>> running = new ArrayList<>();
            state.afterCheck(1, () -> {
                running.add(first.submit(() -> second.approvals().resume(held.id(), Desk.PAY, slow)));
                awaitDown(entered);
            });
            ToolCallDeniedException tooLate = catchThrowableOfType(
                    ToolCallDeniedException.class, () -> second.approvals().resume(held.id(), Desk.PAY, tool));
            assertThat(tooLate.reason()).isEqualTo(ReasonCode.DUPLICATE_CALL);
            late.countDown();
            assertThat(running.get(0).get(30, TimeUnit.SECONDS))
                    .isEqualTo(held.task().id());
        } finally {
            first.shutdownNow();
        }
        assertThat(slow.runs()).isEqualTo(1);
        assertRuns(0);
    }

    @Test
    void aToolThatResumesItsOwnCallIsNotEnteredAgain() {
        HeldCall held = approved("200");
        List<ReasonCode> inside = new ArrayList<>();
        CountingTool curious = new CountingTool(call -> {
            inside.add(notResumed(held.id(), Desk.PAY).reason());
            return "done";
        });
        assertThat(desk().resume(held.id(), Desk.PAY, curious)).isEqualTo("done");
        assertThat(inside).containsExactly(ReasonCode.DUPLICATE_CALL);
        assertThat(curious.runs()).isEqualTo(1);
        assertRuns(0);
    }

    private static void awaitDown(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
