/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.state.Revocation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole calls, and what becomes of their tokens at the issuer. */
@NeedsPart(Loopback.class)
@Timeout(60)
class RevocationOfCallsTest {
    @TempDir
    Path directory;

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws Exception {
        server = new FakeAuthorizationServer();
        server.revokes = true;
    }

    @AfterEach
    void stop() {
        answer.countDown();
        threads.shutdownNow();
        server.close();
    }

    private Calls calls(String source, String destination) throws Exception {
        return new Calls(server, source, destination, "10m");
    }

    private void hold(Calls calls) {
        calls.answer = request -> {
            arrived.countDown();
            try {
                answer.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new MockResponse.Builder().body("ok").build();
        };
    }

    @Test
    void aCallThatEndsWellCostsTheIssuerNothingUntilItsTaskIsClosed() throws Exception {
        try (Calls calls = calls("", "")) {
            for (int i = 0; i < 5; i++) {
                assertThat(calls.refund()).isEqualTo("200");
            }
            assertThat(server.forms).hasSize(5);
            assertThat(server.revocations).isEmpty();
            calls.task.close();
            RevocationTest.await(() -> server.live().isEmpty());
            assertThat(server.revocations).hasSize(5);
        }
    }

    @Test
    void whatSeveralReadsShareIsRevokedOnceWithTheirTask() throws Exception {
        try (Calls calls = calls("", "reuse: task,")) {
            for (int i = 0; i < 5; i++) {
                assertThat(calls.look()).isEqualTo("200");
            }
            assertThat(server.revocations).isEmpty();
            calls.task.close();
            RevocationTest.await(() -> server.live().isEmpty());
            assertThat(server.revocations).hasSize(1);
        }
    }

    @Test
    void whereThePolicySaysSoEachIsRevokedWithItsCallAndSharedOnesAreNot() throws Exception {
        try (Calls calls = calls("revoke: call,", "reuse: task,")) {
            calls.look();
            calls.look();
            calls.refund();
            RevocationTest.await(() -> server.revoked.size() == 1);
            assertThat(server.live()).hasSize(1);
        }
    }

    @Test
    void whereThePolicySaysSoTokensOfGoodCallsAreLeftToExpire() throws Exception {
        try (Calls calls = calls("revoke: stopped,", "")) {
            calls.refund();
        }
        assertThat(server.issued).hasSize(1);
        assertThat(server.revocations).isEmpty();
    }

    @Test
    void aKillRevokesWhatTheCallHas() throws Exception {
        try (Calls calls = calls("revoke: stopped,", "")) {
            hold(calls);
            Future<String> call = threads.submit(calls::refund);
            arrived.await();
            calls.guard.revoke(new Revocation.Target(Revocation.Kind.TOOL, "refund"), "mallory", "test");
            RevocationTest.await(() -> server.live().isEmpty());
            answer.countDown();
            assertThatThrownBy(call::get).hasCauseInstanceOf(ToolCallDeniedException.class);
        }
    }

    @Test
    void closingTheTaskRevokesWhatACallOnItsWayHas() throws Exception {
        try (Calls calls = calls("revoke: stopped,", "")) {
            hold(calls);
            Future<String> call = threads.submit(calls::refund);
            arrived.await();
            calls.task.close();
            RevocationTest.await(() -> server.live().isEmpty());
            answer.countDown();
            assertThatThrownBy(call::get).hasCauseInstanceOf(ToolCallDeniedException.class);
        }
    }

    @Test
    void aToolThatFailsLeavesNoTokenBehind() throws Exception {
        try (Calls calls = calls("revoke: stopped,", "")) {
            calls.answer = request -> new MockResponse.Builder()
                    .onResponseStart(new mockwebserver3.SocketEffect.CloseSocket())
                    .build();
            assertThatThrownBy(calls::refund).isInstanceOf(java.io.IOException.class);
            RevocationTest.await(() -> server.live().isEmpty());
        }
    }

    // A 401 leads to exactly one new credential; the one that was refused is of no more use.
    @Test
    void whatADestinationRefusesIsRevoked() throws Exception {
        try (Calls calls = calls("revoke: stopped,", "")) {
            calls.answer = request -> new MockResponse.Builder()
                    .code(calls.requests.size() == 1 ? 401 : 200)
                    .build();
            assertThat(calls.refund()).isEqualTo("200");
            RevocationTest.await(() -> server.revoked.size() == 1);
            assertThat(server.revoked).containsExactly(server.issued.get(0));
        }
    }

    @Test
    void closingTheGuardWaitsForWhatIsBeingRevoked() throws Exception {
        Calls calls = calls("", "");
        calls.refund();
        calls.refund();
        calls.close();
        assertThat(server.live()).isEmpty();
    }

    @Test
    void anIssuerThatDoesNotRevokeHoldsUpNobody() throws Exception {
        server.revocationAnswer = () -> new MockResponse.Builder()
                .onResponseStart(mockwebserver3.SocketEffect.Stall.INSTANCE)
                .build();
        try (Calls calls = calls("revoke: call,", "")) {
            for (int i = 0; i < 10; i++) {
                assertThat(calls.refund()).isEqualTo("200");
            }
            assertThat(server.revoked).isEmpty();
        }
    }

    private static Optional<String> health(Calls calls) {
        return calls.guard.health().toCompletableFuture().join().faults().get("source.bank");
    }

    @Test
    void whatCannotBeKeptIsNotUsed() throws Exception {
        RevocationOutbox outbox = RevocationOutbox.open(directory.resolve("outbox"), RevocationOutboxTest.KEY);
        try (Calls calls = new Calls(server, "", "", "10m", builder -> builder.revocationOutbox(outbox))) {
            assertThat(calls.refund()).isEqualTo("200");
            assertThat(health(calls)).isEmpty();
            outbox.close();
            assertThat(health(calls)).contains(ReasonCode.CREDENTIAL_UNAVAILABLE.name());
            ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::refund);
            assertThat(denied.reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
            assertThat(calls.toolRuns()).isEqualTo(1);
            RevocationTest.await(() -> server.revoked.contains(server.issued.get(1)));
            calls.assertNoSecretRecorded();
        }
    }
}
