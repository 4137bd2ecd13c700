/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TestClock;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.approval.jdbc.JdbcApprovalStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

/** A guard whose held calls are in a database that somebody else can write. */
abstract class TamperedFixture {
    static final Principal LEAD = Principal.verified("test", "lena").withRoles(Set.of("lead"));

    final TestClock clock = new TestClock();
    final CountingTool tool = new CountingTool();
    final FakeAudit audit = new FakeAudit();
    final FakeSource source = new FakeSource();
    final DataSource database = ApprovalStores.database();
    final HeldRows rows = new HeldRows(database);
    JdbcApprovalStore store;
    ToolGuard guard;
    TaskScope task;

    TamperedFixture() {
        source.answer(request -> CompletableFuture.completedFuture(
                source.credential(clock.instant().plusSeconds(30))));
        JdbcApprovalStore.createTables(database);
        start();
        task = guard.open(Desk.payBill());
    }

    /** As another process would: it remembers nothing. */
    void start() {
        store = ApprovalStores.open(database, ApprovalStores.KEY, clock);
        guard = ToolGuard.builder()
                .policy(Desk.policy("wait: 5m }", "wait: 5m, remember: task }"))
                .audit(audit)
                .clock(clock)
                .credentialSource("bank-source", source)
                .approvals(store)
                .approver(Approver.inbox())
                .patience(Duration.ofMinutes(1))
                .pendingAfter(Duration.ZERO)
                .build();
    }

    @AfterEach
    void close() {
        guard.close();
        store.close();
    }

    HeldCall held(String amount) {
        return held(task, amount);
    }

    HeldCall held(TaskScope scope, String amount) {
        ToolCallDeniedException pending =
                catchThrowableOfType(ToolCallDeniedException.class, () -> scope.call(Desk.pay(amount), tool));
        assertThat(pending.reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        return store.find(pending.reference().orElseThrow())
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    HeldCall approved(String amount) {
        HeldCall held = held(amount);
        guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", false);
        return held;
    }

    ReasonCode denied(String amount) {
        return denied(task, amount);
    }

    ReasonCode denied(TaskScope scope, String amount) {
        return catchThrowableOfType(ToolCallDeniedException.class, () -> scope.call(Desk.pay(amount), tool))
                .reason();
    }

    ReasonCode notResumed(String id) {
        return catchThrowableOfType(
                        ToolCallDeniedException.class, () -> guard.approvals().resume(id, Desk.PAY, tool))
                .reason();
    }

    boolean isSound(String id) {
        try {
            return store.find(id).toCompletableFuture().join().isPresent();
        } catch (CompletionException e) {
            assertThat(e.getCause()).hasMessageContaining("was changed from outside");
            return false;
        }
    }

    void awaitStatus(String id, Status status) throws InterruptedException {
        while (store.find(id).toCompletableFuture().join().orElseThrow().status() != status) {
            Thread.sleep(5);
        }
    }

    void assertRuns(int times) {
        assertThat(tool.runs()).isEqualTo(times);
    }
}
