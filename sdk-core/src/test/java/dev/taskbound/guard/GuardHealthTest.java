/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.state.Revocation;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What operators see of a guard: its health, the tasks that are open, what is revoked. */
class GuardHealthTest {
    private final InMemoryAuditSink audit = new InMemoryAuditSink(100);
    private final FakeStore store = new FakeStore();
    private final Source source = new Source();
    private volatile boolean approvalsFail;
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy())
            .audit(audit)
            .state(store)
            .approvals(approvals())
            .credentialSource("bank-source", source)
            .build();

    @Test
    void aGuardWhosePartsAllAnswerIsSound() {
        GuardHealth health = guard.health().toCompletableFuture().join();
        assertThat(health.isSound()).isTrue();
        assertThat(health.faults()).containsOnlyKeys("audit", "state", "approvals", "source.bank-source");
        assertThat(health.policySince()).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void eachFaultIsNamedWithItsPartAndItsCodeAndNothingElse() {
        store.readOnly();
        source.fails = true;
        approvalsFail = true;
        audit.close();
        GuardHealth health = guard.health().toCompletableFuture().join();
        assertThat(health.isSound()).isFalse();
        assertThat(health.faults())
                .containsEntry("state", Optional.of("STATE_UNAVAILABLE"))
                .containsEntry("approvals", Optional.of("APPROVAL_UNAVAILABLE"))
                .containsEntry("source.bank-source", Optional.of("CREDENTIAL_UNAVAILABLE"))
                .containsEntry("audit", Optional.of("the audit sink is closed"));
        assertThat(health.toString()).doesNotContain(Desk.TOKEN);
    }

    @Test
    void lookingAsksForNoCredentialAndWritesNothing() {
        int before = audit.records().size();
        guard.health().toCompletableFuture().join();
        assertThat(audit.records()).hasSize(before);
        assertThat(source.issued).isZero();
    }

    @Test
    void openTasksAreListedUntilTheyEnd() {
        TaskScope task = guard.open(Desk.payBill());
        assertThat(guard.openTasks())
                .extracting(Task::id)
                .containsExactly(task.task().id());
        task.close();
        assertThat(guard.openTasks()).isEmpty();
    }

    @Test
    void revocationsAreListed() {
        guard.revoke(new Revocation.Target(Revocation.Kind.AGENT, "bot"), "ada", "drill");
        assertThat(guard.revocations()).extracting(Revocation::by).containsExactly("ada");
    }

    /** One in memory that can be told to fail. */
    private ApprovalStore approvals() {
        ApprovalStore memory = ApprovalStore.inMemory();
        return (ApprovalStore) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ApprovalStore.class},
                (proxy, method, arguments) -> approvalsFail
                        ? CompletableFuture.failedFuture(new IllegalStateException(Desk.TOKEN))
                        : method.invoke(memory, arguments));
    }

    private static final class Source implements CredentialSource {
        private boolean fails;
        private int issued;

        @Override
        public CompletionStage<Credential> issue(CredentialRequest request) {
            issued++;
            return CompletableFuture.failedFuture(new IllegalStateException(Desk.TOKEN));
        }

        @Override
        public CompletionStage<Void> check() {
            return fails
                    ? CompletableFuture.failedFuture(
                            new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, Desk.TOKEN))
                    : CompletableFuture.completedFuture(null);
        }
    }
}
