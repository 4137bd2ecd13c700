/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Secret;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.guard.ToolGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 6, judged by 2: what was out when a process was killed is revoked where it was issued, as the next one starts. */
class CrashLeftTest {
    @TempDir
    Path directory;

    private final List<String> left = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final CredentialSource source = new CredentialSource() {
        @Override
        public CompletionStage<Credential> issue(CredentialRequest request) {
            Instant expires = Instant.now().plusSeconds(60);
            return CompletableFuture.completedFuture(
                    new Credential("lease-1", "Bearer", Secret.of("t"), "own", expires, Set.of()));
        }

        @Override
        public CompletionStage<CredentialEnd> revokeLeft(String id) {
            left.add(id);
            if (failures.getAndDecrement() > 0) {
                return CompletableFuture.failedFuture(new IllegalStateException("down"));
            }
            return CompletableFuture.completedFuture(CredentialEnd.REVOKED);
        }
    };
    private final GuardedCalls.Setting setting = GuardedCalls.of(source, "{}").ttl("60s");

    private GuardedCalls open(Path log) throws IOException {
        return setting.open(FileAuditSink.open(log));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCredentialOfACallWithoutOutcomeIsRevokedAtItsSource() throws IOException {
        Path log = directory.resolve("audit.jsonl");
        Path asOfTheCrash = directory.resolve("crashed.jsonl");
        try (GuardedCalls calls = open(log)) {
            calls.call("find", call -> {
                copy(log, asOfTheCrash);
                return "";
            });
        }
        assertThat(left).isEmpty();
        open(asOfTheCrash).close();
        assertThat(left).containsExactly("lease-1");
        open(asOfTheCrash).close();
        assertThat(left).as("once").containsExactly("lease-1");
    }

    @Test
    void aCallThatEndedLeavesNothing() throws IOException {
        Path log = directory.resolve("audit.jsonl");
        try (GuardedCalls calls = open(log)) {
            calls.find();
        }
        open(log).close();
        assertThat(left).isEmpty();
    }

    @Test
    void aSourceThatCannotEndItIsAskedAgain() throws IOException {
        Path log = directory.resolve("audit.jsonl");
        Path asOfTheCrash = directory.resolve("crashed.jsonl");
        try (GuardedCalls calls = open(log)) {
            calls.call("find", call -> {
                copy(log, asOfTheCrash);
                return "";
            });
        }
        failures.set(2);
        try (GuardedCalls next = open(asOfTheCrash)) {
            RevocationTest.await(() -> left.size() == 3);
        }
        assertThat(left).containsOnly("lease-1");
    }

    @Test
    void whatHasExpiredIsNotAskedFor() throws Exception {
        Path log = directory.resolve("audit.jsonl");
        Path asOfTheCrash = directory.resolve("crashed.jsonl");
        try (GuardedCalls calls = open(log)) {
            calls.call("find", call -> {
                copy(log, asOfTheCrash);
                return "";
            });
        }
        ToolGuard.builder()
                .policy(setting.policy(1))
                .audit(FileAuditSink.open(asOfTheCrash))
                .clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)))
                .credentialSource("own", source)
                .build()
                .close();
        assertThat(left).isEmpty();
    }
}
