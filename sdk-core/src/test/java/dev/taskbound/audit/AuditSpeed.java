/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Measures appends: {@code AuditSpeed DIRECTORY}. Each thread waits for its record before it appends the next, as calls
 * do; the last figure is the time to open, that is to verify, what was written.
 */
final class AuditSpeed {
    private AuditSpeed() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        for (Durability durability : List.of(
                Durability.OPERATING_SYSTEM, Durability.periodic(Duration.ofMillis(100)), Durability.EVERY_RECORD)) {
            for (int threads : new int[] {1, 1, 8, 64}) {
                measure(directory, durability, threads);
            }
        }
    }

    private static void measure(Path directory, Durability durability, int threads) throws Exception {
        Path log = Files.createTempFile(directory, "audit", ".jsonl");
        List<long[]> times = new ArrayList<>();
        double seconds;
        try (FileAuditSink sink = FileAuditSink.open(log, durability)) {
            long start = System.nanoTime();
            List<CompletableFuture<long[]>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                CompletableFuture<long[]> done = new CompletableFuture<>();
                all.add(done);
                new Thread(() -> done.complete(
                                appendFor(sink, start + Duration.ofSeconds(4).toNanos())))
                        .start();
            }
            for (CompletableFuture<long[]> each : all) {
                times.add(each.get());
            }
            seconds = (System.nanoTime() - start) / 1e9;
        }
        long[] sorted = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        long opening = System.nanoTime();
        FileAuditSink.open(log).close();
        System.out.printf(
                "%-28s %3d threads: %8.0f appends/s, p50 %7.1f us, p99 %8.1f us; %d bytes each; open %.1f us a record%n",
                durability,
                threads,
                sorted.length / seconds,
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3,
                Files.size(log) / sorted.length,
                (System.nanoTime() - opening) / 1e3 / sorted.length);
        Files.delete(log);
    }

    private static long[] appendFor(AuditSink sink, long end) {
        long[] times = new long[1_000_000];
        int count = 0;
        for (long now = System.nanoTime(); now < end && count < times.length; count++) {
            AuditEvent event = new AuditEvent(
                    AuditEvent.Type.STARTED,
                    Instant.now(),
                    "0b0f3f5e-6a52-4a35-9f0b-000000000000",
                    "c" + count % 10,
                    Map.of(
                            "intent", "refund-order",
                            "agent", "support-assistant",
                            "tool", "refund_payment",
                            "policy_version", "sha-256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
                            "call_digest", "sha-256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg",
                            "policy_revision", 7L));
            AuditSinkKit.get(sink.append(event));
            long done = System.nanoTime();
            times[count] = done - now;
            now = done;
        }
        return Arrays.copyOf(times, count);
    }
}
