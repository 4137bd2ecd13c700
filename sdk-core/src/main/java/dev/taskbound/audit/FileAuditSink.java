/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in one file of JSON Lines: each line is a record in canonical JSON (RFC 8785) and holds the hash of the line
 * before, so that {@link AuditVerifier} finds what was changed. Thread-safe.
 *
 * <p>Guaranteed: the order in the file is that of {@code seq}; a stage that completed survives the end of this process,
 * and with {@link Durability#EVERY_RECORD}, the default, the end of the machine. One sink at a time has the file. A new
 * file is readable and writable by its owner alone, where the file system knows owners. After a failed write or sync the
 * sink refuses every append: what follows would not be trustworthy. An append takes the caller's thread for one write to
 * the operating system, never for the device.
 *
 * <p>Opening reads and verifies the whole file, in bounded memory. A last line without its end, which a crash during a
 * write leaves, is replaced by a {@code RECOVERED} record that holds its length, its digest and its first
 * 1024 bytes; no complete record is ever dropped. Anything else that does not verify is an error that
 * names the line: such a file is evidence, to be moved away by a person. After a loss of power, a record that no stage
 * confirmed may be found damaged in this way too.
 *
 * <p>Not guaranteed: that the file is still there. Whoever may write its directory can move, cut or replace it; see
 * {@link AuditVerifier} for what can be proved afterwards. The file grows without end: to begin a new one, close the sink
 * and move the file.
 */
public final class FileAuditSink implements AuditSink {
    private static final Logger log = LoggerFactory.getLogger(FileAuditSink.class);

    private final LogOutput output;
    private final Chain chain;
    private final List<Unfinished> unfinished;
    private final @Nullable Syncer syncer;
    private final UsedApprovals used;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;
    private volatile @Nullable Throwable failure;

    FileAuditSink(LogOutput output, Chain chain, List<Unfinished> unfinished, Durability durability) {
        this(output, chain, unfinished, new UsedApprovals(), durability);
    }

    private FileAuditSink(
            LogOutput output, Chain chain, List<Unfinished> unfinished, UsedApprovals used, Durability durability) {
        this.output = output;
        this.used = used;
        this.chain = chain;
        this.unfinished = unfinished;
        Duration syncWithin = durability.syncWithin();
        this.syncer = syncWithin == null ? null : new Syncer(output, syncWithin, this::fail);
    }

    /** Opens the log with {@link Durability#EVERY_RECORD}. */
    public static FileAuditSink open(Path path) throws IOException {
        return open(path, Durability.EVERY_RECORD);
    }

    /**
     * Opens the log, or begins it where there is none; its directory must exist.
     *
     * @throws IOException if the file cannot be used, is in use by another sink, or does not verify
     */
    public static FileAuditSink open(Path path, Durability durability) throws IOException {
        return open(path, durability, Clock.systemUTC());
    }

    static FileAuditSink open(Path path, Durability durability, Clock clock) throws IOException {
        requireNonNull(durability, "durability");
        LogFile file = LogFile.open(requireNonNull(path, "path"));
        try {
            UsedApprovals used = new UsedApprovals();
            LogScan scan = LogScan.of(file.readFrom(0), Chain.START, record -> used.accept(record.event()));
            if (scan.problem() != null) {
                throw new IOException(
                        "audit log " + file + ", line " + (scan.chain().seq() + 1) + ": " + scan.problem());
            }
            file.seek(scan.verifiedBytes());
            if (scan.tornBytes() > 0) {
                TornLine.replace(file, scan, clock);
            }
            return new FileAuditSink(file, scan.chain(), scan.unfinished(), used, durability);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public CompletionStage<AuditRecord> append(AuditEvent event) {
        requireNonNull(event, "event");
        try {
            return append(event, EventJson.write(event));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<AuditRecord> append(AuditEvent event, String text) throws IOException {
        lock.lock();
        try {
            requireWritable();
            AuditRecord record = write(event, text);
            return syncer == null ? CompletableFuture.completedFuture(record) : syncer.written(record);
        } finally {
            lock.unlock();
        }
    }

    private void requireWritable() throws IOException {
        if (failure != null) {
            throw new IOException("the audit log refuses every record since one could not be written", failure);
        }
        if (closed) {
            throw new IOException("the audit log is closed");
        }
        if (syncer != null && syncer.isFull()) {
            throw new IOException(Syncer.MOST_WAITING + " records wait for the device of the audit log");
        }
    }

    private AuditRecord write(AuditEvent event, String text) throws IOException {
        String hash = chain.hashOfNext(text);
        AuditRecord record = new AuditRecord(chain.seq() + 1, chain.last(), event, hash);
        try {
            output.write(chain.lineOfNext(text, hash));
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            throw e;
        }
        chain.advance(hash);
        used.accept(event);
        return record;
    }

    private void fail(Throwable cause) {
        failure = cause;
        log.error("audit log {} cannot be written any more: {}", output, cause.toString());
    }

    @Override
    public List<Unfinished> unfinished() {
        return unfinished;
    }

    /** Knows of the last 100,000 approvals that were used, also from before it was opened. */
    @Override
    public boolean hasStarted(String approval) {
        lock.lock();
        try {
            return used.contains(approval);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<String> fault() {
        lock.lock();
        try {
            requireWritable();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.ofNullable(e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** @throws UncheckedIOException if what was appended could not all be made durable */
    @Override
    public void close() {
        if (isFirstClose()) {
            if (syncer != null) {
                syncer.stop();
            }
            release();
        }
    }

    private boolean isFirstClose() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        try (output) {
            output.sync();
            if (failure != null) {
                throw new IOException("the audit log could not be written to its end", failure);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
