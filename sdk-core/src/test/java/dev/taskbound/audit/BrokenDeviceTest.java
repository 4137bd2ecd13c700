/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Once a record could not be written or brought to the device, nothing is confirmed any more. */
class BrokenDeviceTest {
    private final Device device = new Device();

    private static final class Device implements LogOutput {
        final AtomicInteger writes = new AtomicInteger();
        final AtomicInteger syncs = new AtomicInteger();
        final CountDownLatch syncing = new CountDownLatch(1);
        volatile CountDownLatch hold = new CountDownLatch(0);
        volatile IOException writeFault;
        volatile IOException syncFault;
        volatile boolean closed;

        @Override
        public void write(byte[] bytes) throws IOException {
            if (writeFault != null) {
                throw writeFault;
            }
            writes.incrementAndGet();
        }

        @Override
        public void sync() throws IOException {
            syncing.countDown();
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (syncFault != null) {
                throw syncFault;
            }
            syncs.incrementAndGet();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void refusesEveryRecordAfterOneThatCouldNotBeWritten() {
        for (Durability durability : List.of(
                Durability.EVERY_RECORD, Durability.periodic(Duration.ofMillis(1)), Durability.OPERATING_SYSTEM)) {
            FileAuditSink sink = sink(durability);
            AuditSinkKit.get(append(sink, 1));
            for (IOException fault :
                    List.of(new IOException("No space left on device"), new ClosedChannelException())) {
                device.writeFault = fault;
                assertThat(append(sink, 2)).isCompletedExceptionally();
            }
            device.writeFault = null;
            assertThat(append(sink, 3)).isCompletedExceptionally();
            assertThatThrownBy(sink::close).isInstanceOf(UncheckedIOException.class);
            assertThat(device.closed).isTrue();
        }
        assertThat(device.writes).hasValue(3);
    }

    @Test
    void confirmsNothingThatWaitedForASyncThatFailed() throws Exception {
        device.hold = new CountDownLatch(1);
        FileAuditSink sink = sink(Durability.EVERY_RECORD);
        List<CompletableFuture<AuditRecord>> stages = new ArrayList<>(List.of(append(sink, 1)));
        assertThat(device.syncing.await(30, TimeUnit.SECONDS)).isTrue();
        stages.add(append(sink, 2));
        device.syncFault = new IOException("Input/output error");
        device.hold.countDown();
        stages.forEach(stage -> assertThat(stage).failsWithin(Duration.ofSeconds(30)));
        device.syncFault = null;
        assertThat(append(sink, 3)).isCompletedExceptionally();
        assertThatThrownBy(sink::close).isInstanceOf(UncheckedIOException.class);
        assertThat(device.writes).hasValue(2);
    }

    @Test
    void periodicSyncThatFailsStopsTheLog() throws Exception {
        device.syncFault = new IOException("Input/output error");
        FileAuditSink sink = sink(Durability.periodic(Duration.ofMillis(1)));
        AuditSinkKit.get(append(sink, 1));
        assertThat(device.syncing.await(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(sink::close).isInstanceOf(UncheckedIOException.class);
        assertThat(append(sink, 2)).isCompletedExceptionally();
    }

    @Test
    void recordsThatWaitTogetherShareOneSync() throws Exception {
        device.hold = new CountDownLatch(1);
        FileAuditSink sink = sink(Durability.EVERY_RECORD);
        List<CompletableFuture<AuditRecord>> stages = new ArrayList<>(List.of(append(sink, 1)));
        assertThat(device.syncing.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 2; i <= 100; i++) {
            stages.add(append(sink, i));
        }
        assertThat(stages).noneMatch(CompletableFuture::isDone);
        device.hold.countDown();
        stages.forEach(AuditSinkKit::get);
        assertThat(device.syncs).hasValue(2);
        sink.close();
    }

    @Test
    void refusesWhatWouldWaitBeyondItsRoomAndGoesOnWhenThereIsRoom() throws Exception {
        device.hold = new CountDownLatch(1);
        FileAuditSink sink = sink(Durability.EVERY_RECORD);
        CompletableFuture<AuditRecord> first = append(sink, 1);
        assertThat(device.syncing.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<AuditRecord> last = first;
        for (int i = 0; i < Syncer.MOST_WAITING; i++) {
            last = append(sink, i);
        }
        assertThat(append(sink, 0)).isCompletedExceptionally();
        device.hold.countDown();
        assertThat(AuditSinkKit.get(last).seq()).isEqualTo(1L + Syncer.MOST_WAITING);
        assertThat(AuditSinkKit.get(append(sink, 0)).seq()).isEqualTo(2L + Syncer.MOST_WAITING);
        sink.close();
    }

    @Test
    void appendTakesNoCallersThreadForTheDevice() throws Exception {
        device.hold = new CountDownLatch(1);
        FileAuditSink sink = sink(Durability.EVERY_RECORD);
        CompletableFuture<AuditRecord> stage = append(sink, 1);
        assertThat(device.syncing.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stage).isNotDone();
        device.hold.countDown();
        assertThat(AuditSinkKit.get(stage).seq()).isEqualTo(1);
        sink.close();
    }

    // A real device that is full.
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskStopsTheLog(@TempDir Path directory) throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.isWritable(full), "/dev/full is there");
        try (RandomAccessFile file = new RandomAccessFile(full.toFile(), "rw")) {
            FileAuditSink sink = new FileAuditSink(
                    new LogOutput() {
                        @Override
                        public void write(byte[] bytes) throws IOException {
                            file.write(bytes);
                        }

                        @Override
                        public void sync() {}

                        @Override
                        public void close() {}
                    },
                    new Chain(0, Chain.START),
                    List.of(),
                    Durability.EVERY_RECORD);
            assertThat(append(sink, 1)).isCompletedExceptionally();
            assertThat(append(sink, 2)).isCompletedExceptionally();
        }
    }

    private FileAuditSink sink(Durability durability) {
        return new FileAuditSink(device, new Chain(0, Chain.START), List.of(), durability);
    }

    private static CompletableFuture<AuditRecord> append(FileAuditSink sink, int call) {
        return sink.append(AuditSinkKit.event(AuditEvent.Type.STARTED, "c" + call))
                .toCompletableFuture();
    }
}
