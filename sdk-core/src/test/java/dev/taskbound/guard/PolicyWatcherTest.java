/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 5: hot reload with an atomic swap; a broken file never replaces a working one. */
class PolicyWatcherTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final FakeAudit audit = new FakeAudit();
    private Path file;
    private ToolGuard guard;

    @BeforeEach
    void guard() throws IOException {
        file = Files.writeString(directory.resolve("desk.yaml"), Desk.POLICY);
        guard = ToolGuard.builder()
                .policy(Desk.policy())
                .audit(audit)
                .credentialSource("bank-source", new FakeSource())
                .build();
    }

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void aChangedFileIsPutIntoForceOnceTwoLooksFoundItAlike() throws IOException {
        PolicyWatcher watcher = guard.watch(file, NEVER);
        twice(watcher);
        assertThat(guard.policy().revision()).isEqualTo(1);

        write(2, "amount <= 500", "amount <= 400");
        watcher.look();
        assertThat(guard.policy().revision()).isEqualTo(1);
        watcher.look();
        assertThat(guard.policy().revision()).isEqualTo(2);
        assertThat(watcher.problem()).isEmpty();
        assertThat(audit.types()).filteredOn(Type.POLICY_LOADED::equals).hasSize(2);
    }

    // Issue 6: what a removed intent held is told to whoever watches the file.
    @Test
    void whatEndedByTheLastReloadIsKnownToTheWatcher() throws IOException {
        TaskScope task = guard.open(Desk.payBill());
        PolicyWatcher watcher = guard.watch(file, NEVER);
        twice(watcher);
        assertThat(watcher.ended().stream().flatMap(report -> report.tasks().stream()))
                .isEmpty();

        reloadTo(watcher, 2, "  pay-bill:", "  pay-nothing:");
        assertThat(watcher.ended())
                .hasValueSatisfying(report ->
                        assertThat(report.tasks()).containsExactly(task.task().id()));
    }

    @Test
    void aFileThatIsStillBeingWrittenIsLeftAlone() throws IOException {
        PolicyWatcher watcher = guard.watch(file, NEVER);
        twice(watcher);

        Files.writeString(file, Desk.POLICY.substring(0, 200));
        watcher.look();
        write(2, "amount <= 500", "amount <= 400");
        watcher.look();

        assertThat(audit.types()).doesNotContain(Type.POLICY_REFUSED);
    }

    @Test
    void aBrokenFileLeavesThePolicyInForceAndIsReportedOnce() throws IOException {
        PolicyWatcher watcher = guard.watch(file, NEVER);
        write(2, "action: admin", "action: amdin");
        twice(watcher);
        twice(watcher);

        assertThat(guard.policy().revision()).isEqualTo(1);
        assertThat(watcher.problem().orElseThrow()).contains("desk.yaml", "found the text \"amdin\"");
        assertThat(refusals()).hasSize(1);
        assertThat(refusals().get(0).attributes())
                .containsEntry("file", "desk.yaml")
                .containsEntry("detail", "mistakes: 1")
                .containsEntry("in_force", guard.policy().version());

        write(2, "amount <= 500", "amount <= 400");
        twice(watcher);
        assertThat(guard.policy().revision()).isEqualTo(2);
        assertThat(watcher.problem()).isEmpty();
    }

    @Test
    void aRevisionThatIsNotHigherAndAFileThatIsGoneAreReportedToo() throws IOException {
        PolicyWatcher watcher = guard.watch(file, NEVER);
        write(1, "amount <= 500", "amount <= 400");
        twice(watcher);
        assertThat(watcher.problem().orElseThrow()).contains("revision 1", "is not higher");

        Files.delete(file);
        twice(watcher);
        assertThat(watcher.problem().orElseThrow()).contains("no such file");
        assertThat(refusals()).hasSize(2);
        assertThat(guard.policy().version()).isEqualTo(Desk.policy().version());
    }

    @Test
    void aPolicyThatCannotBeRecordedIsNotPutIntoForce() throws IOException {
        PolicyWatcher watcher = guard.watch(file, NEVER);
        audit.failOn(Type.POLICY_LOADED);
        write(2, "amount <= 500", "amount <= 400");
        twice(watcher);

        assertThat(guard.policy().revision()).isEqualTo(1);
        assertThat(watcher.problem()).isPresent();
    }

    @Test
    void aCallDecidesOnOneSnapshotAndTheNextOneOnTheNewerPolicy() throws IOException {
        PolicyWatcher watcher = guard.watch(file, NEVER);
        CountingTool tool = new CountingTool(call -> {
            reloadTo(watcher, 2, "{ tool: note }", "{ tool: note, when: \"false\" }");
            return "noted";
        });
        try (TaskScope task = guard.open(Desk.payBill())) {
            assertThat(task.call(Desk.note("a"), tool)).isEqualTo("noted");
            assertThatExceptionOfType(ToolCallDeniedException.class).isThrownBy(() -> task.call(Desk.note("b"), tool));
        }
        assertThat(tool.runs()).isOne();
    }

    @Test
    void aGuardWatchesByItselfUntilItIsClosed() throws Exception {
        CountDownLatch loaded = new CountDownLatch(1);
        try (PolicyWatcher watcher = guard.watch(file, Duration.ofMillis(5))) {
            // At once, so that no look finds half of it.
            Path next = directory.resolve("next.yaml");
            Files.writeString(next, text(2, "amount <= 500", "amount <= 400"));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            for (int i = 0; i < 12_000 && guard.policy().revision() == 1; i++) {
                loaded.await(5, TimeUnit.MILLISECONDS);
            }
            assertThat(guard.policy().revision()).isEqualTo(2);
            assertThat(watcher.problem()).isEmpty();
        }
        PolicyWatcher never = guard.watch(file, NEVER);
        guard.close();
        never.look();
        assertThat(guard.policy().revision()).isEqualTo(2);
    }

    private void reloadTo(PolicyWatcher watcher, int revision, String old, String replacement) {
        try {
            write(revision, old, replacement);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        twice(watcher);
        assertThat(guard.policy().revision()).isEqualTo(revision);
    }

    private static void twice(PolicyWatcher watcher) {
        watcher.look();
        watcher.look();
    }

    private List<AuditEvent> refusals() {
        return audit.events().stream()
                .filter(event -> event.type() == Type.POLICY_REFUSED)
                .toList();
    }

    private void write(int revision, String old, String replacement) throws IOException {
        Files.writeString(file, text(revision, old, replacement));
    }

    private static String text(int revision, String old, String replacement) {
        String text = Desk.POLICY.replace(old, replacement).replace("revision: 1", "revision: " + revision);
        assertThat(text).contains(replacement);
        return text;
    }
}
