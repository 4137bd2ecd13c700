/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.TestClock;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.PolicyException;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Issue 6: the kill switch from a watched file. */
@Timeout(60)
class RevocationFileTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Target NOTE = new Target(Kind.TOOL, "note");

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();
    private final FakeAudit audit = new FakeAudit();
    private final FakeStore state = new FakeStore();
    private final CountingTool tool = new CountingTool();
    private Path file;
    private ToolGuard guard;

    @BeforeEach
    void guard() throws IOException {
        file = directory.resolve("revocations.yaml");
        write("");
        guard = guard(state);
    }

    private ToolGuard guard(FakeStore store) {
        return ToolGuard.builder()
                .policy(Desk.policy())
                .audit(audit)
                .state(store)
                .clock(clock)
                .credentialSource("bank-source", new FakeSource())
                .build();
    }

    @AfterEach
    void close() {
        guard.close();
    }

    private void write(String entries) throws IOException {
        Files.writeString(file, "version: 1\nrevocations:" + (entries.isEmpty() ? " []" : "\n" + entries) + "\n");
    }

    private static void twice(RevocationFile watched) {
        watched.look();
        watched.look();
    }

    private List<Target> revoked() {
        return guard.revocations().stream().map(Revocation::target).toList();
    }

    private void assertRefused(TaskScope task) {
        int before = tool.runs();
        assertThatThrownBy(() -> task.call(Desk.note("a"), tool))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.REVOKED));
        assertThat(tool.runs()).isEqualTo(before);
    }

    private void assertRuns(TaskScope task) {
        int before = tool.runs();
        task.call(Desk.note("a"), tool);
        assertThat(tool.runs()).isEqualTo(before + 1);
    }

    @Test
    void whatIsWrittenIsStoppedAndWhatIsTakenOutIsLifted() throws IOException {
        RevocationFile watched = guard.watchRevocations(file, NEVER);
        TaskScope task = guard.open(Desk.payBill());
        assertRuns(task);

        write("  - { tool: note, by: olga, reason: drill }");
        watched.look();
        assertRuns(task);
        watched.look();
        assertRefused(task);
        assertThat(audit.last(Type.REVOKED).attributes())
                .containsEntry("by", "olga in revocations.yaml")
                .containsEntry("reason", "drill");

        write("");
        twice(watched);
        assertThat(revoked()).isEmpty();
        assertRuns(task);
        assertThat(watched.problem()).isEmpty();
    }

    @Test
    void whatStandsInTheFileIsInForceBeforeTheFirstCall() throws IOException {
        write("  - { agent: bot }");
        guard.close();
        guard = ToolGuard.builder()
                .policy(Desk.policy())
                .audit(audit)
                .credentialSource("bank-source", new FakeSource())
                .watchRevocations(file)
                .build();
        assertThatThrownBy(() -> guard.open(Desk.payBill()))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.REVOKED));
    }

    @Test
    void aGuardIsNotBuiltWithoutTheFileOrWithMistakesInIt() throws IOException {
        ToolGuardBuilder builder = ToolGuard.builder()
                .policy(Desk.policy())
                .audit(audit)
                .credentialSource("bank-source", new FakeSource())
                .watchRevocations(file);
        Files.writeString(file, "version: 1\nrevocations:\n  - { tol: note }\n");
        assertThatThrownBy(builder::build)
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("revocations.yaml:3:5");
        Files.delete(file);
        assertThatThrownBy(builder::build).isInstanceOf(PolicyException.class).hasMessageContaining("no such file");
        assertThatThrownBy(() -> guard.watchRevocations(file)).isInstanceOf(PolicyException.class);
    }

    @Test
    void aBrokenFileLiftsNothingAndIsReportedOnce() throws IOException {
        write("  - { tool: note }");
        RevocationFile watched = guard.watchRevocations(file, NEVER);
        TaskScope task = guard.open(Desk.payBill());

        Files.writeString(file, "version: 1\nrevocations: [ { tool: ");
        twice(watched);
        twice(watched);
        assertRefused(task);
        assertThat(watched.problem().orElseThrow()).contains("revocations.yaml");
        assertThat(audit.types()).filteredOn(Type.REVOCATIONS_REFUSED::equals).hasSize(1);
        assertThat(audit.last(Type.REVOCATIONS_REFUSED).attributes())
                .containsEntry("file", "revocations.yaml")
                .containsEntry("detail", "mistakes: 1")
                .containsEntry("in_force", 1L);
        GuardHealth health = guard.health().toCompletableFuture().join();
        assertThat(health.isSound()).isFalse();
        assertThat(health.faults().get("revocations.revocations.yaml")).isPresent();

        Files.writeString(file, "version: 1\nrevocations:\n  - { tool: note }\n  - { tool: look, agent: bot }\n");
        twice(watched);
        assertThat(revoked()).as("read whole or not at all").containsExactly(NOTE);

        write("");
        twice(watched);
        assertRuns(task);
        assertThat(watched.problem()).isEmpty();
        assertThat(guard.health().toCompletableFuture().join().isSound()).isTrue();
    }

    @Test
    void aFileThatDisappearsLiftsNothing() throws IOException {
        write("  - { tool: note }");
        RevocationFile watched = guard.watchRevocations(file, NEVER);
        TaskScope task = guard.open(Desk.payBill());
        Files.delete(file);
        twice(watched);
        assertRefused(task);
        assertThat(watched.problem().orElseThrow()).contains("no such file");
        assertThat(audit.types()).contains(Type.REVOCATIONS_REFUSED);

        Files.createDirectory(file);
        twice(watched);
        assertRefused(task);
    }

    @Test
    void whatSomebodyElseRevokedStaysWhenTheEntryGoes() throws IOException {
        write("  - { tool: note }");
        RevocationFile watched = guard.watchRevocations(file, NEVER);
        TaskScope task = guard.open(Desk.payBill());
        guard.revoke(NOTE, "security", "their own reason");
        guard.revoke(new Target(Kind.TENANT, "umbrella"), "security", "contract");

        write("");
        twice(watched);
        assertThat(revoked()).containsExactlyInAnyOrder(NOTE, new Target(Kind.TENANT, "umbrella"));
        assertRefused(task);
    }

    @Test
    void whatSomebodyLiftsWhileItStandsInTheFileIsRevokedAgain() throws IOException {
        write("  - { tool: note }");
        RevocationFile watched = guard.watchRevocations(file, NEVER);
        TaskScope task = guard.open(Desk.payBill());
        assertThat(guard.lift(NOTE, "security", "by mistake")).isTrue();
        assertRuns(task);
        watched.look();
        assertRefused(task);
    }

    @Test
    void anEntryEndsAtTheTimeThatItSays() throws IOException {
        write("  - { tool: note, until: 2026-05-01T10:05:00Z }");
        RevocationFile watched = guard.watchRevocations(file, NEVER);
        TaskScope task = guard.open(Desk.payBill());
        watched.look();
        assertRefused(task);
        clock.advance(Duration.ofMinutes(5));
        watched.look();
        assertRuns(task);
    }

    @Test
    void whatAnEarlierProcessStoppedForTheFileIsLiftedWhenTheFileNoLongerSaysSo() throws IOException {
        write("  - { tool: note }\n  - { tool: look }");
        guard.watchRevocations(file, NEVER);
        guard.close();
        write("  - { tool: look }");
        guard = guard(state);
        assertThat(revoked()).contains(NOTE);
        guard.watchRevocations(file, NEVER);
        assertThat(revoked()).containsExactly(new Target(Kind.TOOL, "look"));
    }

    @Test
    void whatCannotBeStoredStopsHereAndIsTriedAgain() throws IOException {
        RevocationFile watched = guard.watchRevocations(file, NEVER);
        TaskScope task = guard.open(Desk.payBill());
        write("  - { tool: note }");
        state.readOnly();
        twice(watched);
        assertThat(watched.problem()).isPresent();
        assertRefused(task);
        state.writable();
        watched.look();
        assertThat(watched.problem()).isEmpty();
        assertThat(revoked()).containsExactly(NOTE);
    }

    @Test
    void aGuardLooksByItselfUntilItIsClosed() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        TaskScope task = guard.open(Desk.payBill());
        guard.watchRevocations(file, Duration.ofMillis(5));
        CountingTool waiting = new CountingTool(call -> {
            call.onEnd(stopped::countDown);
            try {
                write("  - { everything: true }");
                assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
            return "too late";
        });
        assertThatThrownBy(() -> task.call(Desk.note("a"), waiting)).isInstanceOf(ToolCallDeniedException.class);
        assertThat(waiting.runs()).isOne();
        guard.close();
    }
}
