/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.approval.jdbc.JdbcApprovalStore;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.policy.Policy;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 3, judged by 4: the application restarts while an approval waits. It can still be decided, and the call runs once,
 * under its old task and trace.
 */
@Timeout(120)
class ApprovalRestartTest {
    @RegisterExtension
    static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

    private static final Principal LEAD = Principal.verified("test", "lena").withRoles(Set.of("lead"));

    @TempDir
    Path directory;

    private final CountingTool tool = new CountingTool(call ->
            call.task().id() + " " + Span.current().getSpanContext().getTraceId() + " " + call.idempotencyKey());

    /** One life of an application. */
    private final class Life implements AutoCloseable {
        final JdbcApprovalStore store = JdbcApprovalStore.embedded(directory.resolve("approvals"));
        final ToolGuard guard;

        Life(Policy policy) throws Exception {
            AuditSink log = FileAuditSink.open(directory.resolve("audit.jsonl"));
            guard = ToolGuard.builder()
                    .policy(policy)
                    .audit(log)
                    .credentialSource("bank-source", new FakeSource())
                    .openTelemetry(telemetry.getOpenTelemetry())
                    .approvals(store)
                    .approver(Approver.inbox())
                    .patience(Duration.ofMinutes(1))
                    .pendingAfter(Duration.ZERO)
                    .build();
        }

        HeldCall hold(TaskScope task, String amount) {
            ToolCallDeniedException pending =
                    catchThrowableOfType(ToolCallDeniedException.class, () -> task.call(Desk.pay(amount), tool));
            assertThat(pending.reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
            return store.find(pending.reference().orElseThrow())
                    .toCompletableFuture()
                    .join()
                    .orElseThrow();
        }

        ReasonCode notResumed(String id) {
            return catchThrowableOfType(
                            ToolCallDeniedException.class,
                            () -> guard.approvals().resume(id, Desk.PAY, tool))
                    .reason();
        }

        @Override
        public void close() {
            guard.close();
            store.close();
        }
    }

    @Test
    void whatWaitsIsDecidedAndRunsOnceUnderItsOldTaskAndTrace() throws Exception {
        Task task;
        HeldCall held;
        try (Life before = new Life(Desk.policy())) {
            TaskScope scope = before.guard.open(Desk.payBill());
            task = scope.task();
            held = before.hold(scope, "200");
        }
        String trace = held.traceparent().split("-")[1];
        try (Life after = new Life(Desk.policy())) {
            HeldCall shown = after.guard.approvals().waitingFor(LEAD).get(0);
            assertThat(shown).usingRecursiveComparison().isEqualTo(held);
            after.guard.approvals().decide(LEAD, List.of(Choice.of(shown)), Answer.APPROVE, "", false);
        }
        try (Life later = new Life(Desk.policy())) {
            String ran = later.guard.approvals().resume(held.id(), Desk.PAY, tool);
            assertThat(ran.split(" ")).startsWith(task.id(), trace);
            assertThat(later.notResumed(held.id())).isEqualTo(ReasonCode.DUPLICATE_CALL);
        }
        try (Life last = new Life(Desk.policy())) {
            assertThat(last.notResumed(held.id())).isEqualTo(ReasonCode.DUPLICATE_CALL);
            assertThat(last.guard.approvals().find(held.id(), LEAD))
                    .map(HeldCall::status)
                    .contains(Status.SUCCEEDED);
        }
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void whatWasApprovedBeforeIsDecidedAgainOnThePolicyInForceThen() throws Exception {
        HeldCall held;
        try (Life before = new Life(Desk.policy())) {
            held = before.hold(before.guard.open(Desk.payBill()), "200");
            before.guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", false);
        }
        try (Life after = new Life(Desk.policy("when: args.amount <= 500", "when: args.amount <= 150"))) {
            assertThat(after.notResumed(held.id())).isEqualTo(ReasonCode.CONDITION_FALSE);
        }
        assertThat(tool.runs()).isZero();
    }

    @Test
    void aDeclineAndAnEndedTaskAreNotForgotten() throws Exception {
        HeldCall declined;
        HeldCall ofEnded;
        try (Life before = new Life(Desk.policy())) {
            declined = before.hold(before.guard.open(Desk.payBill()), "200");
            before.guard.approvals().decide(LEAD, List.of(Choice.of(declined)), Answer.DENY, "", false);
            TaskScope ended = before.guard.open(Desk.payBill());
            ofEnded = before.hold(ended, "200");
            before.guard.approvals().decide(LEAD, List.of(Choice.of(ofEnded)), Answer.APPROVE, "", false);
            ended.close();
        }
        try (Life after = new Life(Desk.policy())) {
            assertThat(after.guard.approvals().decide(LEAD, List.of(Choice.of(declined)), Answer.APPROVE, "", false))
                    .noneMatch(decided -> decided.effect().name().equals("APPROVED"));
            assertThat(after.notResumed(declined.id())).isEqualTo(ReasonCode.APPROVAL_DENIED);
            assertThat(after.notResumed(ofEnded.id())).isEqualTo(ReasonCode.TASK_CLOSED);
        }
        assertThat(tool.runs()).isZero();
    }

    @Test
    void aRestartGivesNothingBackOfWhatTheTaskHasUsed() throws Exception {
        HeldCall first;
        HeldCall second;
        try (Life before = new Life(Desk.policy("sum: { amount: 600 }", "sum: { amount: 450 }"))) {
            TaskScope task = before.guard.open(Desk.payBill());
            first = before.hold(task, "200");
            second = before.hold(task, "201");
            before.guard
                    .approvals()
                    .decide(LEAD, List.of(Choice.of(first), Choice.of(second)), Answer.APPROVE, "", false);
        }
        try (Life after = new Life(Desk.policy("sum: { amount: 600 }", "sum: { amount: 450 }"))) {
            after.guard.approvals().resume(first.id(), Desk.PAY, tool);
            after.guard.approvals().resume(second.id(), Desk.PAY, tool);
        }
        assertThat(tool.runs()).isEqualTo(2);
    }

    @Test
    void aUsedApprovalThatIsPutBackWhileNothingRunsIsNotUsedAgain() throws Exception {
        HeldCall held;
        try (Life before = new Life(Desk.policy())) {
            held = before.hold(before.guard.open(Desk.payBill()), "200");
            before.guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", false);
        }
        Path file = directory.resolve("approvals.mv.db");
        Path backup = Files.copy(file, directory.resolve("backup"));
        try (Life life = new Life(Desk.policy())) {
            life.guard.approvals().resume(held.id(), Desk.PAY, tool);
        }
        Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);
        try (Life after = new Life(Desk.policy())) {
            assertThat(after.notResumed(held.id())).isEqualTo(ReasonCode.DUPLICATE_CALL);
        }
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void whatIsRememberedDoesNotUseUpTheApprovalItCameFrom() throws Exception {
        try (Life life = new Life(Desk.policy("wait: 5m }", "wait: 5m, remember: task }"))) {
            TaskScope task = life.guard.open(Desk.payBill());
            HeldCall held = life.hold(task, "200");
            life.guard.approvals().decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", true);
            task.call(Desk.pay("150"), tool);
            life.guard.approvals().resume(held.id(), Desk.PAY, tool);
        }
        assertThat(tool.runs()).isEqualTo(2);
    }

    // the key

    @Test
    void theKeyBesideTheFileIsTheOwnersAlone() throws Exception {
        new Life(Desk.policy()).close();
        Path key = directory.resolve("approvals.key");
        for (Path file : List.of(key, directory.resolve("approvals.mv.db"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertRefused("is open to others than its owner (rw-r-----)");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        new Life(Desk.policy()).close();
    }

    @Test
    void aKeyThatIsMissingShortOrAnotherIsNamed() throws Exception {
        new Life(Desk.policy()).close();
        Path key = directory.resolve("approvals.key");
        String right = Files.readString(key);
        Files.delete(key);
        assertRefused("is missing, and");
        write(key, "AAAA");
        assertRefused("expected 32 random bytes in base64, found 3 bytes");
        write(key, "no key!");
        assertRefused("expected 32 random bytes in base64 (openssl");
        write(key, "A".repeat(43));
        assertRefused("sealed with another key");
        write(key, right);
        new Life(Desk.policy()).close();
    }

    private static void write(Path key, String text) throws Exception {
        Files.writeString(key, text);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void oneProcessAtATimeHasTheFile() throws Exception {
        try (Life life = new Life(Desk.policy())) {
            assertThat(life.store.outlivesProcess()).isTrue();
            assertThat(directory.resolve("approvals.mv.db")).exists();
        }
        assertThatThrownBy(() -> JdbcApprovalStore.embedded(directory.resolve("a;b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without ';'");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> JdbcApprovalStore.embedded(directory.resolve("approvals")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
    }
}
