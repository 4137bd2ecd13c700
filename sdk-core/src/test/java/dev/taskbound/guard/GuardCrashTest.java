/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.audit.Durability;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.parts.ChildJvm;
import dev.taskbound.parts.NeedsPart;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Issue, "Judged by" 6: a process is killed in the middle of ten thousand calls. */
@NeedsPart(ChildJvm.class)
@Timeout(180)
class GuardCrashTest {
    private static final Pattern CALL = Pattern.compile("\"call\":\"([^\"]+)\"");

    @TempDir
    Path dir;

    @Test
    void noToolRanWithoutItsRecordAndTheNextStartSaysWhichOutcomesAreUnknown() throws Exception {
        Path log = dir.resolve("audit.jsonl");
        Path ran = dir.resolve("ran.txt");
        Process process = ChildJvm.running(Worker.class, log.toString(), ran.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("worker.txt").toFile())
                .start();
        awaitLines(ran, 2_000, process);
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        Set<String> started = new HashSet<>();
        try (AuditSink reopened = FileAuditSink.open(log, Durability.OPERATING_SYSTEM)) {
            for (String line : Files.readAllLines(log)) {
                Matcher call = CALL.matcher(line);
                if (line.contains("\"type\":\"started\"") && call.find()) {
                    started.add(call.group(1));
                }
            }
            List<String> unknown = reopened.unfinished().stream()
                    .map(left -> left.started().call())
                    .toList();
            assertThat(started).containsAll(completeLines(ran));
            assertThat(unknown).as("calls without outcome").isNotEmpty().isSubsetOf(started);

            FakeSource source = new FakeSource();
            try (ToolGuard restarted = ToolGuard.builder()
                    .policy(Desk.policy())
                    .audit(reopened)
                    .credentialSource("bank-source", source)
                    .build()) {
                assertThat(restarted.policy().name()).isEqualTo("desk");
            }
            long recorded = Files.readAllLines(log).stream()
                    .filter(line -> line.contains("\"type\":\"" + Type.UNKNOWN.word() + "\""))
                    .count();
            assertThat(recorded).isEqualTo(unknown.size());
        }
    }

    private static void awaitLines(Path file, int lines, Process process) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.exists(file) || completeLines(file).size() < lines) {
            assertThat(process.isAlive()).as("the worker still runs").isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static List<String> completeLines(Path file) throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Makes calls in several threads until it is killed; each run of the tool leaves a line of its own. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] args) throws Exception {
            FileAuditSink sink = FileAuditSink.open(Path.of(args[0]), Durability.OPERATING_SYSTEM);
            ToolGuard guard = ToolGuard.builder()
                    .policy(Desk.policy("calls: 25", "calls: 100000"))
                    .audit(sink)
                    .credentialSource("bank-source", new FakeSource())
                    .build();
            ExecutorService pool = Executors.newFixedThreadPool(8);
            try (FileOutputStream ran = new FileOutputStream(args[1], true)) {
                for (int thread = 0; thread < 8; thread++) {
                    TaskScope task = guard.open(Desk.payBill());
                    boolean stays = thread == 0;
                    pool.execute(() -> {
                        if (stays) {
                            task.call(Desk.look(), call -> untilKilled(ran, call.idempotencyKey()));
                        }
                        for (int i = 0; i < 10_000; i++) {
                            task.call(Desk.look(), call -> note(ran, call.idempotencyKey()));
                        }
                    });
                }
                pool.shutdown();
                pool.awaitTermination(5, TimeUnit.MINUTES);
            }
        }

        /** So that one call at least is in its tool then, however the threads are scheduled. */
        private static String untilKilled(FileOutputStream ran, String key) {
            note(ran, key);
            LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(5));
            return "never";
        }

        private static String note(FileOutputStream ran, String key) {
            try {
                ran.write((key + "\n").getBytes(StandardCharsets.UTF_8));
                return "done";
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
