/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 6, judged by 5: a kill that cannot be carried out says so, and nothing is counted that was not stopped. */
@Timeout(60)
class KillFailureTest {
    private static final Target BOT = new Target(Kind.AGENT, "bot");

    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final FakeStore store = new FakeStore();
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private ToolGuard guard = guard(Duration.ofSeconds(30));
    private TaskScope task = guard.open(Desk.payBill());
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicReference<CallContext> context = new AtomicReference<>();

    private ToolGuard guard(Duration patience) {
        return ToolGuard.builder()
                .policy(Desk.policy())
                .audit(audit)
                .state(store)
                .credentialSource("bank-source", source)
                .patience(patience)
                .build();
    }

    /** Where something never answers, nobody wants to wait for long. */
    private void impatient() {
        guard.close();
        guard = guard(Duration.ofSeconds(2));
        task = guard.open(Desk.payBill());
    }

    @AfterEach
    void close() {
        goOn.countDown();
        guard.close();
        pool.shutdownNow();
    }

    @Test
    void aStoreThatRefusesIsNamedAndTheKillHoldsHere() throws Exception {
        inItsTool();
        store.readOnly();
        assertIncomplete("could not be stored");
        assertHolds();
    }

    @Test
    void aStoreThatNeverAnswersIsNamedAndTheKillHoldsHere() throws Exception {
        impatient();
        inItsTool();
        store.silent();
        assertIncomplete("could not be stored");
        assertHolds();
        assertThat(guard.revocations()).hasSize(1);
    }

    @Test
    void whatHoldsHereOnlyIsLiftedHere() throws Exception {
        impatient();
        store.silent();
        assertIncomplete("could not be stored");
        assertThat(guard.lift(BOT, "ada", "over")).isTrue();
        assertThat(guard.open(Desk.readOnly()).call(Desk.look(), new CountingTool()))
                .isEqualTo("done");
    }

    @Test
    void whatCannotBeLiftedStaysRevoked() {
        guard.revoke(BOT, "ada", "drill");
        store.readOnly();
        assertThatThrownBy(() -> guard.lift(BOT, "ada", "over")).isInstanceOf(IllegalStateException.class);
        assertThatExceptionOfType(ToolCallDeniedException.class).isThrownBy(() -> guard.open(Desk.payBill()));
    }

    @Test
    void anAuditLogThatFailsIsNamed() throws Exception {
        inItsTool();
        audit.failOn(Type.REVOKED);
        assertIncomplete("could not be recorded");
        assertHolds();
    }

    @Test
    void anAuditLogThatNeverAnswersIsNamed() throws Exception {
        impatient();
        inItsTool();
        audit.hangOn(Type.REVOKED);
        assertIncomplete("could not be recorded");
        assertHolds();
        assertThat(audit.types()).doesNotContain(Type.REVOCATION_ENDED);
    }

    @Test
    void anOutcomeThatCannotBeRecordedIsNamed() throws Exception {
        inItsTool();
        audit.failOn(Type.REVOCATION_ENDED);
        assertIncomplete("outcome could not be recorded");
    }

    @Test
    void withoutItsRecordNothingIsLifted() {
        guard.revoke(BOT, "ada", "drill");
        audit.failOn(Type.LIFTED);
        assertThatThrownBy(() -> guard.lift(BOT, "ada", "over")).isInstanceOf(IllegalStateException.class);
        assertThat(guard.revocations()).hasSize(1);
    }

    /** It is counted as void only if the store says so; it runs in no case. */
    @ParameterizedTest
    @ValueSource(strings = {"open", "end"})
    void aHeldCallThatTheStoreDoesNotVoidIsNamedAndNotCounted(String failing) {
        guard.close();
        guard = ToolGuard.builder()
                .policy(Desk.policy())
                .audit(audit)
                .state(store)
                .approvals(failing(failing))
                .approver(request -> new CompletableFuture<ApprovalOutcome>())
                .credentialSource("bank-source", source)
                .build();
        task = guard.open(Desk.payBill());
        CountingTool tool = new CountingTool();
        CompletionStage<String> waiting = task.callAsync(Desk.pay("200"), tool, pool);
        assertThat(audit.types()).contains(Type.APPROVAL_REQUESTED);
        IncompleteRevocationException failure =
                catchThrowableOfType(IncompleteRevocationException.class, () -> guard.revoke(BOT, "ada", "drill"));
        assertThat(failure.report().problems())
                .singleElement()
                .asString()
                .contains("could not be voided")
                .doesNotContain(Desk.TOKEN);
        assertThat(failure.report().held()).isEmpty();
        assertThat(waiting.toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
        assertThat(tool.runs()).isZero();
    }

    private static ApprovalStore failing(String method) {
        ApprovalStore real = ApprovalStore.inMemory();
        return (ApprovalStore) Proxy.newProxyInstance(
                ApprovalStore.class.getClassLoader(),
                new Class<?>[] {ApprovalStore.class},
                (proxy, called, arguments) -> called.getName().equals(method)
                        ? CompletableFuture.failedFuture(new IllegalStateException("disk full: " + Desk.TOKEN))
                        : called.invoke(real, arguments));
    }

    @Test
    void anIssuerThatIsDownLeavesItsCredentialOnTheListUntilItDies() throws Exception {
        source.ends(credential -> CompletableFuture.failedFuture(
                new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, "source bank-source: no answer")));
        inItsTool();
        RevocationReport report = guard.revoke(BOT, "ada", "drill");
        assertThat(report.calls()).hasSize(1);
        assertThat(report.alive()).singleElement().satisfies(left -> {
            assertThat(left.end()).isNull();
            assertThat(left.failure()).contains("no answer").doesNotContain(Desk.TOKEN);
            assertThat(left.expiresAt()).isAfter(Instant.now());
        });
        assertThat(guard.liveCredentials()).hasSize(1);
    }

    @Test
    void whatAnIssuersFailureQuotesIsNotPassedOn() throws Exception {
        source.ends(credential -> {
            throw new IllegalStateException(credential.token().reveal());
        });
        inItsTool();
        RevocationReport report = guard.revoke(BOT, "ada", "drill");
        assertThat(report.alive())
                .singleElement()
                .extracting(IssuedCredential::failure)
                .asString()
                .contains("IllegalStateException")
                .doesNotContain(Desk.TOKEN);
        assertThat(audit.events().toString()).doesNotContain(Desk.TOKEN);
    }

    @Test
    void aSourceThatAnswersNothingIsNoAnswerOfIts() throws Exception {
        source.ends(credential -> CompletableFuture.completedFuture((CredentialEnd) null));
        inItsTool();
        assertThat(guard.revoke(BOT, "ada", "drill").alive()).hasSize(1);
    }

    @Test
    void aSourceThatHangsInItsCallersThreadHoldsUpNeitherTheCutNorTheReport() throws Exception {
        impatient();
        CountDownLatch never = new CountDownLatch(1);
        source.ends(credential -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return CompletableFuture.completedFuture(CredentialEnd.REVOKED);
        });
        inItsTool();
        RevocationReport report = guard.revoke(BOT, "ada", "drill");
        assertThat(report.calls()).hasSize(1);
        assertThat(report.alive()).singleElement().satisfies(left -> {
            assertThat(left.end()).isNull();
            assertThat(left.failure()).isNotEmpty();
        });
        assertHolds();
        never.countDown();
    }

    @Test
    void whatAToolRegisteredForItsEndAndHangsIsNamedAndHoldsUpNothingElse() throws Exception {
        impatient();
        inItsTool();
        CountDownLatch never = new CountDownLatch(1);
        context.get().onEnd(() -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertIncomplete("registered for the end");
        assertThat(source.revoked()).containsExactly("credential-1");
        assertHolds();
        never.countDown();
    }

    @Test
    void aRequestThatDoesNotGetOutIsNamed() throws Exception {
        impatient();
        inItsTool();
        try (CallContext.Registration stuck = context.get().leaving()) {
            assertIncomplete("still being handed to the network");
        }
    }

    private void assertIncomplete(String what) {
        IncompleteRevocationException failure =
                catchThrowableOfType(IncompleteRevocationException.class, () -> guard.revoke(BOT, "ada", "drill"));
        assertThat(failure).isNotNull().hasMessageContaining(what);
        assertThat(failure.report().problems()).anyMatch(each -> each.contains(what));
        assertThat(failure.report().isComplete()).isFalse();
        assertThat(failure.report().calls()).hasSize(context.get() == null ? 0 : 1);
    }

    /** Nothing goes on here, and nothing begins. */
    private void assertHolds() {
        assertThat(context.get().isLive()).isFalse();
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> guard.open(Desk.payBill()))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(ReasonCode.REVOKED);
    }

    private void inItsTool() throws InterruptedException {
        task.<String>callAsync(
                Desk.look(),
                here -> {
                    context.set(here);
                    inside.countDown();
                    goOn.await(30, TimeUnit.SECONDS);
                    return "done";
                },
                pool);
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
    }
}
