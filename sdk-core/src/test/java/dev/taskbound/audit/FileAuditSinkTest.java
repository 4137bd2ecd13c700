/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuditSinkTest {
    @TempDir
    Path directory;

    @Nested
    class EveryRecord extends AuditSinkKit {
        @Override
        protected AuditSink newSink() throws IOException {
            return FileAuditSink.open(log());
        }
    }

    @Nested
    class Periodic extends AuditSinkKit {
        @Override
        protected AuditSink newSink() throws IOException {
            return FileAuditSink.open(log(), Durability.periodic(Duration.ofMillis(20)));
        }
    }

    @Nested
    class OperatingSystem extends AuditSinkKit {
        @Override
        protected AuditSink newSink() throws IOException {
            return FileAuditSink.open(log(), Durability.OPERATING_SYSTEM);
        }
    }

    @Test
    void writesOneCanonicalRecordALine() throws IOException {
        AuditRecord record = append(AuditEvent.Type.STARTED, "c1").get(0);
        assertThat(Files.readString(log()))
                .isEqualTo("{\"event\":{\"at\":\"2026-11-01T12:00:00Z\",\"attributes\":{\"revision\":7,"
                        + "\"tool\":\"lookup_order\"},\"call\":\"c1\",\"task\":\"t1\",\"type\":\"started\"},\"hash\":\""
                        + record.hash() + "\",\"previous\":\"taskbound-audit-v1\",\"seq\":1}\n");
    }

    @Test
    void goesOnWhereTheLogEnded() throws IOException {
        AuditRecord first = append(AuditEvent.Type.STARTED, "c1").get(0);
        AuditRecord second = append(AuditEvent.Type.SUCCEEDED, "c1").get(0);
        assertThat(second.seq()).isEqualTo(2);
        assertThat(second.previous()).isEqualTo(first.hash());
        assertThat(AuditVerifier.verify(log()).isOk()).isTrue();
    }

    @Test
    void makesAFileForItsOwnerOnly() throws IOException {
        Assumptions.assumeTrue(
                directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "a POSIX file system");
        append(AuditEvent.Type.STARTED, "c1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log())))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAFileThatAnotherSinkHas() throws IOException {
        Path alias = directory.resolve("alias.jsonl");
        try (FileAuditSink sink = FileAuditSink.open(log())) {
            Files.createSymbolicLink(alias, log());
            AuditVerifier.verify(log());
            for (Path path : List.of(log(), alias)) {
                assertThatThrownBy(() -> FileAuditSink.open(path))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("in use by another sink");
            }
        }
        FileAuditSink.open(log()).close();
    }

    @Test
    void refusesAPathThatIsNoFile() {
        assertThatThrownBy(() -> FileAuditSink.open(directory)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FileAuditSink.open(directory.resolve("absent/audit.jsonl")))
                .isInstanceOf(IOException.class);
    }

    // DESIGN, step 9: after a crash, started without outcome becomes unknown and its credential is revoked.
    @Test
    void findsCallsWithoutOutcomeAndTheirCredentials() throws IOException {
        try (FileAuditSink sink = FileAuditSink.open(log())) {
            for (AuditEvent.Type outcome : List.of(
                    AuditEvent.Type.SUCCEEDED,
                    AuditEvent.Type.FAILED,
                    AuditEvent.Type.UNKNOWN,
                    AuditEvent.Type.DENIED)) {
                get(sink.append(AuditSinkKit.event(AuditEvent.Type.STARTED, outcome.word())));
                get(sink.append(AuditSinkKit.event(AuditEvent.Type.CREDENTIAL_ISSUED, outcome.word())));
                get(sink.append(AuditSinkKit.event(outcome, outcome.word())));
            }
            get(sink.append(AuditSinkKit.event(AuditEvent.Type.DENIED, "never started")));
            get(sink.append(AuditSinkKit.event(AuditEvent.Type.STARTED, "left 1")));
            get(sink.append(AuditSinkKit.event(AuditEvent.Type.STARTED, "left 2")));
            get(sink.append(AuditSinkKit.event(AuditEvent.Type.CREDENTIAL_ISSUED, "left 1")));
            get(sink.append(AuditSinkKit.event(AuditEvent.Type.CREDENTIAL_ISSUED, "left 1")));
        }
        AuditEvent credential = AuditSinkKit.event(AuditEvent.Type.CREDENTIAL_ISSUED, "left 1");
        try (FileAuditSink sink = FileAuditSink.open(log())) {
            assertThat(sink.unfinished())
                    .containsExactly(
                            new AuditSink.Unfinished(
                                    AuditSinkKit.event(AuditEvent.Type.STARTED, "left 1"),
                                    List.of(credential, credential)),
                            new AuditSink.Unfinished(AuditSinkKit.event(AuditEvent.Type.STARTED, "left 2"), List.of()));
        }
    }

    @Test
    void theSameCallIdInAnotherTaskIsAnotherCall() throws IOException {
        append(AuditEvent.Type.STARTED, "c1");
        try (FileAuditSink sink = FileAuditSink.open(log())) {
            get(sink.append(new AuditEvent(AuditEvent.Type.SUCCEEDED, AuditSinkKit.NOON, "t2", "c1", Map.of())));
        }
        assertThat(AuditVerifier.verify(log()).unfinished()).hasSize(1);
    }

    @Test
    void anInterruptedThreadDoesNotCloseTheLogForTheOthers() throws IOException {
        try (FileAuditSink sink = FileAuditSink.open(log())) {
            Thread.currentThread().interrupt();
            CompletionStage<AuditRecord> stage = sink.append(AuditSinkKit.event(AuditEvent.Type.STARTED, "c1"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(get(stage).seq()).isEqualTo(1);
            assertThat(get(sink.append(AuditSinkKit.event(AuditEvent.Type.FAILED, "c1")))
                            .seq())
                    .isEqualTo(2);
        }
    }

    @Test
    void closingConfirmsWhatWasAppended() throws IOException {
        List<CompletableFuture<AuditRecord>> stages = new ArrayList<>();
        try (FileAuditSink sink = FileAuditSink.open(log())) {
            for (int i = 0; i < 100; i++) {
                stages.add(sink.append(AuditSinkKit.event(AuditEvent.Type.STARTED, "c" + i))
                        .toCompletableFuture());
            }
        }
        assertThat(stages).allMatch(stage -> stage.isDone() && !stage.isCompletedExceptionally());
        assertThat(AuditVerifier.verify(log()).records()).isEqualTo(100);
    }

    @Test
    void canBeClosedByWhoContinuesOnAStage() throws IOException {
        FileAuditSink sink = FileAuditSink.open(log());
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            stages.add(sink.append(AuditSinkKit.event(AuditEvent.Type.STARTED, "c" + i))
                    .thenAccept(record -> sink.close())
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new))
                .handle((done, refused) -> "all ended")
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        assertThat(AuditVerifier.verify(log()).isOk()).isTrue();
        FileAuditSink.open(log()).close();
    }

    @Test
    void refusesALogWithMoreUnfinishedCallsThanItHasRoomFor() throws IOException {
        String large = "x".repeat(900_000);
        try (FileAuditSink sink = FileAuditSink.open(log(), Durability.OPERATING_SYSTEM)) {
            for (int i = 0; i < 75; i++) {
                get(sink.append(new AuditEvent(
                        AuditEvent.Type.STARTED, AuditSinkKit.NOON, "t1", "c" + i, Map.of("large", large))));
            }
        }
        assertThatThrownBy(() -> FileAuditSink.open(log()))
                .hasMessageContaining("line 75")
                .hasMessageContaining("calls without outcome");
    }

    @Test
    void refusesAnIntervalOutOfRange() {
        for (Duration odd : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(2))) {
            assertThatThrownBy(() -> Durability.periodic(odd)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private List<AuditRecord> append(AuditEvent.Type type, String... calls) throws IOException {
        List<AuditRecord> records = new ArrayList<>();
        try (FileAuditSink sink = FileAuditSink.open(log())) {
            for (String call : calls) {
                records.add(get(sink.append(AuditSinkKit.event(type, call))));
            }
        }
        return records;
    }

    private static <T> T get(CompletionStage<T> stage) {
        return AuditSinkKit.get(stage);
    }

    private Path log() {
        return directory.resolve("audit.jsonl");
    }
}
