/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.approval.jdbc.JdbcApprovalStore;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.parts.ChildJvm;
import dev.taskbound.parts.NeedsPart;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Issue 3, "Approvals": the process is killed. What waited still waits; what was used is never run again. */
@NeedsPart(ChildJvm.class)
@Timeout(120)
class ApprovalCrashTest {
    private static final Principal LEAD = Principal.verified("test", "lena").withRoles(Set.of("lead"));

    @TempDir
    Path directory;

    private final CountingTool tool = new CountingTool();

    @Test
    void whatWaitedWhenTheProcessWasKilledIsDecidedByTheNextAndRunsOnce() throws Exception {
        String id = killedOnceItSays("waits");
        try (JdbcApprovalStore store = Worker.store(directory);
                ToolGuard guard = Worker.guard(store, FileAuditSink.open(directory.resolve("audit.jsonl")))) {
            HeldCall held = guard.approvals().waitingFor(LEAD).get(0);
            assertThat(held.id()).isEqualTo(id);
            guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", false);
            assertThat(guard.approvals().resume(id, Desk.PAY, tool)).isEqualTo("done");
            assertThat(notResumed(guard, id)).isEqualTo(ReasonCode.DUPLICATE_CALL);
        }
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void aCallThatWasRunningWhenTheProcessWasKilledIsUnknownAndNotRunAgain() throws Exception {
        String id = killedOnceItSays("runs");
        AuditSink log = FileAuditSink.open(directory.resolve("audit.jsonl"));
        assertThat(log.unfinished())
                .extracting(left -> left.started().attributes().get("approval"))
                .containsExactly(id);
        assertUnknown(id, log);
    }

    @Test
    void aCallThatWasUsedAndNotStartedWhenTheProcessWasKilledIsNotRunEither() throws Exception {
        String id = killedOnceItSays("claimed");
        AuditSink log = FileAuditSink.open(directory.resolve("audit.jsonl"));
        assertThat(log.unfinished()).as("nothing was started").isEmpty();
        assertUnknown(id, log);
    }

    private void assertUnknown(String id, AuditSink log) {
        try (JdbcApprovalStore store = Worker.store(directory);
                ToolGuard guard = Worker.guard(store, log)) {
            assertThat(guard.approvals().find(id, LEAD)).map(HeldCall::status).contains(Status.UNKNOWN);
            assertThat(notResumed(guard, id)).isEqualTo(ReasonCode.DUPLICATE_CALL);
        }
        assertThat(tool.runs()).isZero();
    }

    private ReasonCode notResumed(ToolGuard guard, String id) {
        return catchThrowableOfType(
                        ToolCallDeniedException.class, () -> guard.approvals().resume(id, Desk.PAY, tool))
                .reason();
    }

    /** The id of the call that the process has come so far with. */
    private String killedOnceItSays(String point) throws Exception {
        Process child = ChildJvm.running(Worker.class, directory.toString(), point)
                .redirectError(directory.resolve("worker.txt").toFile())
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String said = out.readLine();
            assertThat(said).startsWith(point + " ");
            return said.substring(point.length() + 1);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Comes to the point it is told, says so, and stays there until it is killed. */
    static final class Worker {
        private Worker() {}

        static JdbcApprovalStore store(Path directory) {
            return JdbcApprovalStore.embedded(directory.resolve("approvals"));
        }

        static ToolGuard guard(JdbcApprovalStore store, AuditSink log) {
            return ToolGuard.builder()
                    .policy(Desk.policy())
                    .audit(log)
                    .credentialSource("bank-source", new FakeSource())
                    .approvals(store)
                    .approver(Approver.inbox())
                    .patience(Duration.ofMinutes(5))
                    .pendingAfter(Duration.ZERO)
                    .build();
        }

        public static void main(String[] args) throws Exception {
            Path directory = Path.of(args[0]);
            String point = args[1];
            JdbcApprovalStore store = store(directory);
            // The log is asked for the start only once the store has answered that the approval is used.
            Stuck stuck = new Stuck();
            AuditSink log = point.equals("claimed") ? stuck : FileAuditSink.open(directory.resolve("audit.jsonl"));
            ToolGuard guard = guard(store, log);
            TaskScope task = guard.open(Desk.payBill());
            String id = catchThrowableOfType(
                            ToolCallDeniedException.class, () -> task.call(Desk.pay("200"), new CountingTool()))
                    .reference()
                    .orElseThrow();
            if (point.equals("waits")) {
                stayAt(point, id);
            }
            HeldCall held = guard.approvals().waitingFor(LEAD).get(0);
            guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", false);
            if (point.equals("claimed")) {
                new Thread(() -> guard.approvals().resume(id, Desk.PAY, new CountingTool())).start();
                stuck.asked.await();
                stayAt(point, id);
            }
            guard.approvals().resume(id, Desk.PAY, new CountingTool(call -> stayAt(point, id)));
        }

        private static String stayAt(String point, String id) {
            System.out.println(point + " " + id);
            try {
                Thread.sleep(600_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "never";
        }
    }

    /** A log that never answers that a call has started. */
    private static final class Stuck implements AuditSink {
        private final FakeAudit rest = new FakeAudit();
        private final CountDownLatch asked = new CountDownLatch(1);

        @Override
        public CompletionStage<AuditRecord> append(AuditEvent event) {
            if (event.type() != Type.STARTED) {
                return rest.append(event);
            }
            asked.countDown();
            return new CompletableFuture<>();
        }

        @Override
        public List<Unfinished> unfinished() {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
