/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TestClock;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.Decided;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A guard whose large payments wait for a lead, a task, and a tool that counts. */
abstract class ApprovalFixture {
    static final Principal LEAD = person("lena", "lead");

    final TestClock clock = new TestClock();
    final CountingTool tool = new CountingTool();
    final FakeAudit audit = new FakeAudit();
    final ApprovalStore store;
    private final FakeSource source = new FakeSource();
    ToolGuard guard;
    TaskScope task;

    ApprovalFixture(ApprovalStores kind) {
        source.answer(request -> CompletableFuture.completedFuture(
                source.credential(clock.instant().plusSeconds(30))));
        store = kind.open(clock);
        guard = guard(Desk.policy());
        task = guard.open(Desk.payBill());
    }

    ToolGuard guard(Policy policy) {
        return builder(policy).build();
    }

    ToolGuardBuilder builder(Policy policy) {
        return ToolGuard.builder()
                .policy(policy)
                .audit(audit)
                .clock(clock)
                .credentialSource("bank-source", source)
                .approvals(store)
                .approver(Approver.inbox())
                .patience(Duration.ofMinutes(1))
                .pendingAfter(Duration.ZERO);
    }

    /** A task does not end by those who come too late. */
    static Policy manyDenials() {
        return Desk.policy("denials: 6", "denials: 1000");
    }

    void under(Policy policy) {
        guard.close();
        guard = guard(policy);
        task = guard.open(Desk.payBill());
    }

    @AfterEach
    void close() throws Exception {
        guard.close();
        if (store instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    static Principal person(String name, String... roles) {
        return Principal.verified("test", name).withRoles(Set.of(roles));
    }

    ApprovalDesk desk() {
        return guard.approvals();
    }

    HeldCall held(String amount) {
        ToolCallDeniedException pending = denied(task, Desk.pay(amount));
        assertThat(pending.reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        return desk().find(pending.reference().orElseThrow(), LEAD).orElseThrow();
    }

    HeldCall approved(String amount) {
        HeldCall held = held(amount);
        assertThat(decide(LEAD, Answer.APPROVE, Choice.of(held))).isEqualTo(Effect.APPROVED);
        return held;
    }

    Effect decide(Principal approver, Answer answer, Choice choice) {
        List<Decided> decided = desk().decide(approver, List.of(choice), answer, "", false);
        assertThat(decided).extracting(Decided::id).containsExactly(choice.id());
        return decided.get(0).effect();
    }

    String resume(HeldCall held) {
        return desk().resume(held.id(), Desk.PAY, tool);
    }

    ToolCallDeniedException denied(TaskScope scope, ToolCall call) {
        return catchThrowableOfType(ToolCallDeniedException.class, () -> scope.call(call, tool));
    }

    ToolCallDeniedException notResumed(String id, ToolDescriptor descriptor) {
        return catchThrowableOfType(ToolCallDeniedException.class, () -> desk().resume(id, descriptor, tool));
    }

    void assertNotResumed(String id, ReasonCode reason) {
        assertThat(notResumed(id, Desk.PAY).reason()).isEqualTo(reason);
    }

    void assertRefused(HeldCall held, Principal who) {
        for (Answer answer : Answer.values()) {
            assertThat(decide(who, answer, Choice.of(held))).isEqualTo(Effect.NOT_FOUND);
        }
        assertThat(desk().waitingFor(who)).extracting(HeldCall::id).doesNotContain(held.id());
        assertThat(desk().find(held.id(), who)).isEmpty();
    }

    /** A store may note the end of a call a little after its caller knows. */
    void awaitStatus(HeldCall held, Status status) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (status(held) != status) {
            assertThat(System.nanoTime()).as("%s is %s", held, status(held)).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    Status status(HeldCall held) {
        return store.find(held.id()).toCompletableFuture().join().orElseThrow().status();
    }

    void assertStillWaits(HeldCall held) {
        assertThat(desk().find(held.id(), LEAD)).map(HeldCall::status).contains(Status.WAITING);
        assertNotResumed(held.id(), ReasonCode.APPROVAL_PENDING);
        assertRuns(0);
    }

    void assertRuns(int times) {
        assertThat(tool.runs()).isEqualTo(times);
    }
}
