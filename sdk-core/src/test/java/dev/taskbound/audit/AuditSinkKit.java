/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.internal.json.Digests;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AuditSink} must do. Extend it, and return a sink whose log is empty. */
public abstract class AuditSinkKit {
    protected static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private AuditSink sink;

    /** A sink with an empty log for one test, with room for 10,000 records. */
    protected abstract AuditSink newSink() throws Exception;

    @BeforeEach
    void open() throws Exception {
        sink = newSink();
    }

    @AfterEach
    void close() {
        sink.close();
    }

    @Test
    void countsFromOneAndChainsEachRecordToTheOneBefore() {
        AuditRecord first = append(event(AuditEvent.Type.STARTED, "c1"));
        AuditRecord second = append(event(AuditEvent.Type.SUCCEEDED, "c1"));
        assertThat(first.seq()).isEqualTo(1);
        assertThat(first.previous()).isEqualTo("taskbound-audit-v1");
        assertThat(second.seq()).isEqualTo(2);
        assertThat(second.previous()).isEqualTo(first.hash());
        assertThat(second.event()).isEqualTo(event(AuditEvent.Type.SUCCEEDED, "c1"));
    }

    @Test
    void hashesTheRecordInCanonicalForm() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("tool", "refund \"x\" \u00e9\u20ac\uD83D\uDE00\n");
        attributes.put("list", List.of(1L, true, Map.of("b", "2", "a", new BigDecimal("0.5"))));
        AuditEvent event = new AuditEvent(AuditEvent.Type.DENIED, NOON, "t1", "c1", attributes);
        AuditRecord record = append(event);
        Map<String, Object> tree = Map.of(
                "seq",
                1L,
                "previous",
                "taskbound-audit-v1",
                "event",
                Map.of(
                        "type", "denied",
                        "at", "2026-11-01T12:00:00Z",
                        "task", "t1",
                        "call", "c1",
                        "attributes", attributes));
        assertThat(record.hash()).isEqualTo(Digests.sha256("taskbound-audit-v1\0", tree));
    }

    @Test
    void keepsOneChainUnderManyThreads() throws Exception {
        ConcurrentLinkedQueue<CompletionStage<AuditRecord>> stages = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String name = "c" + t + "-";
            threads.add(new Thread(() -> {
                for (int i = 0; i < 250; i++) {
                    stages.add(sink.append(event(AuditEvent.Type.STARTED, name + i)));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        List<AuditRecord> records = stages.stream()
                .map(AuditSinkKit::get)
                .sorted(Comparator.comparing(AuditRecord::seq))
                .toList();
        assertThat(records).hasSize(2000);
        for (int i = 1; i < 2000; i++) {
            assertThat(records.get(i).seq()).isEqualTo(i + 1);
            assertThat(records.get(i).previous()).isEqualTo(records.get(i - 1).hash());
        }
    }

    @Test
    void confirmsNoRecordBeforeThoseBeforeIt() {
        List<CompletableFuture<AuditRecord>> stages = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            stages.add(sink.append(event(AuditEvent.Type.STARTED, "c" + i)).toCompletableFuture());
        }
        get(stages.get(499));
        assertThat(stages).allMatch(CompletableFuture::isDone);
    }

    @Test
    void goesOnAfterAnEventThatIsNoJson() {
        Map<String, Object> odd = Map.of("a", new StringBuilder("not a value"));
        assertThat(sink.append(new AuditEvent(AuditEvent.Type.DENIED, NOON, "t", "c", odd))
                        .toCompletableFuture())
                .isCompletedExceptionally();
        Map<String, Object> loneSurrogate = Map.of("a", "\uD800");
        assertThat(sink.append(new AuditEvent(AuditEvent.Type.DENIED, NOON, "t", "c", loneSurrogate))
                        .toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(append(event(AuditEvent.Type.STARTED, "c1")).seq()).isEqualTo(1);
    }

    @Test
    void refusesAnEventThatCouldNotBeReadBack() {
        Object deep = "bottom";
        for (int i = 0; i < 100; i++) {
            deep = List.of(deep);
        }
        for (Object value : List.of(deep, "x".repeat(2_000_000))) {
            AuditEvent event = new AuditEvent(AuditEvent.Type.DENIED, NOON, "t", "c", Map.of("a", value));
            assertThat(sink.append(event).toCompletableFuture()).isCompletedExceptionally();
        }
    }

    @Test
    void refusesEveryRecordAfterItIsClosed() {
        append(event(AuditEvent.Type.STARTED, "c1"));
        sink.close();
        assertThat(sink.append(event(AuditEvent.Type.SUCCEEDED, "c1")).toCompletableFuture())
                .isCompletedExceptionally();
        sink.close();
    }

    @Test
    void findsNothingUnfinishedInAnEmptyLog() {
        append(event(AuditEvent.Type.STARTED, "c1"));
        assertThat(sink.unfinished()).isEmpty();
    }

    @Test
    void eventsHoldNoNull() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("tool", null);
        assertThatThrownBy(() -> new AuditEvent(AuditEvent.Type.DENIED, NOON, "t", "c", attributes))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("tool");
    }

    private AuditRecord append(AuditEvent event) {
        return get(sink.append(event));
    }

    protected static AuditEvent event(AuditEvent.Type type, String call) {
        return new AuditEvent(type, NOON, "t1", call, Map.of("tool", "lookup_order", "revision", 7L));
    }

    /** The value of a stage that must complete within reason. */
    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
