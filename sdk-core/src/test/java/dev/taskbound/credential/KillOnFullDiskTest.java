/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.IssuedCredential;
import dev.taskbound.guard.RevocationReport;
import dev.taskbound.internal.seal.SealedStore;
import dev.taskbound.internal.seal.StoreKey;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
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

/** Issue 6, judged by 2 and 5: a kill while nothing can be written to the outbox. What it claims is so. */
@NeedsPart(Loopback.class)
@Timeout(120)
class KillOnFullDiskTest {
    private static final Target REFUND = new Target(Kind.TOOL, "refund");

    @TempDir
    Path directory;

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private FakeAuthorizationServer server;
    private Disk disk;
    private Calls calls;

    /** The file, on a disk that takes no more from a moment on. */
    private static final class Disk implements OutboxOutput {
        private final OutboxFile file;
        private volatile boolean full;

        Disk(Path path) throws IOException {
            this.file = OutboxFile.open(path);
        }

        private void requireRoom() throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            requireRoom();
            file.write(bytes);
        }

        @Override
        public void sync() throws IOException {
            requireRoom();
            file.sync();
        }

        @Override
        public void replace(byte[] content) throws IOException {
            requireRoom();
            file.replace(content);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private Path file() {
        return directory.resolve("outbox");
    }

    @BeforeEach
    void start() throws Exception {
        server = new FakeAuthorizationServer();
        server.revokes = true;
        disk = new Disk(file());
        StoreKey key =
                StoreKey.of(SealedStore.REVOCATIONS, RevocationOutboxTest.KEY, SealedStore.REVOCATIONS.keyName());
        RevocationOutbox outbox = new RevocationOutbox(key, OutboxLines.none(), disk, Clock.systemUTC());
        calls = new Calls(server, "", "", "10m", builder -> builder.revocationOutbox(outbox));
        calls.answer = request -> {
            arrived.countDown();
            try {
                answer.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new MockResponse.Builder().body("ok").build();
        };
    }

    @AfterEach
    void stop() {
        answer.countDown();
        calls.close();
        threads.shutdownNow();
        server.close();
    }

    /** A call is on its way when the disk becomes full and somebody kills it. */
    private RevocationReport killed() throws Exception {
        Future<String> call = threads.submit(calls::refund);
        assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
        disk.full = true;
        RevocationReport report = calls.guard.revoke(REFUND, "ada", "drill");
        answer.countDown();
        assertThatThrownBy(call::get).hasCauseInstanceOf(ToolCallDeniedException.class);
        assertThat(report.calls()).hasSize(1);
        return report;
    }

    @Test
    void whatTheIssuerRevokedIsDeadAndTheNextStartAsksOnceMore() throws Exception {
        assertThat(killed().credentials()).singleElement().matches(IssuedCredential::isDead);
        assertThat(server.live()).isEmpty();
        afterRestart();
        assertThat(server.live()).isEmpty();
    }

    /** It was on the disk before its call could use it, so the claim that it is tried again holds. */
    @Test
    void whatTheIssuerDidNotRevokeIsTriedAgainByTheNextStartToo() throws Exception {
        server.revocationAnswer = () -> new MockResponse.Builder().code(503).build();
        RevocationReport report = killed();
        assertThat(report.alive()).singleElement().satisfies(left -> {
            assertThat(left.end()).isEqualTo(CredentialEnd.RETRYING);
            assertThat(left.expiresAt()).isAfter(Instant.now());
        });
        assertThat(server.revoked).isEmpty();
        calls.close();
        server.revocationAnswer = () -> null;
        afterRestart();
        assertThat(server.live()).isEmpty();
    }

    private void afterRestart() throws Exception {
        calls.close();
        try (RevocationOutbox found = RevocationOutbox.open(file(), RevocationOutboxTest.KEY)) {
            assertThat(found.entries())
                    .extracting(RevocationOutbox.Entry::credential)
                    .containsExactly(FakeAuthorizationServer.id(server.issued.get(0)));
            int asked = server.revocations.size();
            try (Calls next = new Calls(server, "", "", "10m", builder -> builder.revocationOutbox(found))) {
                RevocationTest.await(() -> found.entries().isEmpty());
            }
            assertThat(server.revocations).hasSize(asked + 1);
        }
    }

    /** From then on no token is used; one that the issuer does not take back either is in the log, with its end. */
    @Test
    void whatCannotBeKeptIsNotUsedAndWhereItLivesOnTheLogSaysSo() throws Exception {
        killed();
        server.revocationAnswer = () -> new MockResponse.Builder().code(503).build();
        PrintStream console = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            int before = calls.toolRuns();
            ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::look);
            assertThat(denied.reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
            assertThat(calls.toolRuns()).isEqualTo(before);
            String id = FakeAuthorizationServer.id(server.issued.get(1));
            RevocationTest.await(() -> log.toString(StandardCharsets.UTF_8).contains(id));
        } finally {
            System.setErr(console);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("is not revoked either and lives until")
                .doesNotContain(server.issued)
                .doesNotContainPattern("eyJ[\\w-]{10,}\\.");
    }
}
