/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A policy file is put into force while the application runs; one that cannot be used changes nothing. */
@Timeout(60)
class PolicyReloaderTest {
    @TempDir
    private Path directory;

    private final LinkedBlockingQueue<String> files = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Long> inForce = new LinkedBlockingQueue<>();

    @Test
    void onlyAHigherRevisionThatLoadsIsPutIntoForce() throws Exception {
        try (ToolGuard guard = ToolGuard.builder()
                        .policy(Policy.parse("p", revision(2)))
                        .audit(FileAuditSink.open(directory.resolve("audit.jsonl")))
                        .build();
                PolicyReloader reloader = new PolicyReloader(guard, () -> next(guard), Duration.ofMillis(1))) {
            assertThat(afterLooking(guard, revision(1))).as("a lower revision").isEqualTo(2);
            assertThat(afterLooking(guard, "version: 1"))
                    .as("a file with mistakes")
                    .isEqualTo(2);
            assertThat(afterLooking(guard, revision(3))).as("a higher revision").isEqualTo(3);
        }
    }

    /** What is in force when the reloader looks for the next time. */
    private long afterLooking(ToolGuard guard, String file) throws InterruptedException {
        files.add(file);
        files.add(file);
        inForce.poll(30, TimeUnit.SECONDS);
        return inForce.poll(30, TimeUnit.SECONDS);
    }

    private Policy next(ToolGuard guard) {
        try {
            String file = files.take();
            inForce.add(guard.policy().revision());
            return Policy.parse("p", file);
        } catch (InterruptedException e) {
            throw new IllegalStateException("closed", e);
        }
    }

    private static String revision(int revision) {
        return Application.POLICY.replace("revision: 1", "revision: " + revision);
    }
}
