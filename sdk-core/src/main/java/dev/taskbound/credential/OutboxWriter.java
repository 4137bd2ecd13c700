/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is to be kept to the device on a thread of its own, all that has come in the meantime at once. What failed
 * once is not tried again: what follows would not be trustworthy. Thread-safe.
 */
final class OutboxWriter implements OutboxLog {
    private static final Logger log = LoggerFactory.getLogger(OutboxWriter.class);

    private static final int MOST_WAITING = 10_000;
    /** Less is not worth to be written anew. */
    private static final int SMALLEST_COMPACTED = 1 << 20;

    private static final long LONGEST_CLOSE_MILLIS = 10_000;

    private final OutboxOutput output;
    private final Supplier<String> live;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private StringBuilder text = new StringBuilder();
    private List<CompletableFuture<Void>> waiting = new ArrayList<>();
    private boolean stopping;
    private volatile @Nullable Throwable failure;
    private long length;
    private long compacted;

    /** @param live all lines that a new file is to have, as of now */
    OutboxWriter(OutboxOutput output, Supplier<String> live) {
        this.output = output;
        this.live = live;
        this.thread = new Thread(this::run, "taskbound-outbox");
        thread.setDaemon(true);
    }

    /** Writes the file anew, and takes entries from then on. */
    void start() throws IOException {
        compact();
        thread.start();
    }

    @Override
    public CompletableFuture<Void> append(long number, String sealed) {
        CompletableFuture<Void> kept = new CompletableFuture<>();
        lock.lock();
        try {
            Optional<String> fault = fault();
            if (fault.isEmpty() && waiting.size() >= MOST_WAITING) {
                fault = Optional.of(MOST_WAITING + " entries wait for the device of the revocation outbox");
            }
            if (fault.isPresent()) {
                return CompletableFuture.failedFuture(new IOException(fault.get()));
            }
            text.append(OutboxLines.put(number, sealed));
            waiting.add(kept);
            changed.signal();
        } finally {
            lock.unlock();
        }
        return kept;
    }

    @Override
    public void remove(long number) {
        lock.lock();
        try {
            if (fault().isEmpty()) {
                text.append(OutboxLines.removed(number));
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<String> fault() {
        if (failure != null) {
            return Optional.of("the revocation outbox " + output + " takes nothing since it could not be written");
        }
        lock.lock();
        try {
            return stopping ? Optional.of("the revocation outbox is closed") : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (awaitWork()) {
            List<CompletableFuture<Void>> batch;
            byte[] bytes;
            lock.lock();
            try {
                batch = waiting;
                bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
                waiting = new ArrayList<>();
                text = new StringBuilder();
            } finally {
                lock.unlock();
            }
            write(bytes, !batch.isEmpty());
            batch.forEach(this::complete);
        }
    }

    /** False when it is closed and nothing is left. */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (text.length() == 0 && !stopping) {
                changed.awaitUninterruptibly();
            }
            return text.length() > 0;
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] bytes, boolean forGood) {
        if (failure != null) {
            return;
        }
        try {
            output.write(bytes);
            length += bytes.length;
            if (forGood) {
                output.sync();
            }
            if (length > SMALLEST_COMPACTED && length > 2 * compacted) {
                compact();
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            log.error("revocation outbox {} cannot be written any more: {}", output, e.toString());
        }
    }

    private void compact() throws IOException {
        byte[] content = live.get().getBytes(StandardCharsets.US_ASCII);
        output.replace(content);
        length = content.length;
        compacted = content.length;
    }

    // Outside the lock: this runs what others continue with.
    private void complete(CompletableFuture<Void> one) {
        if (failure == null) {
            one.complete(null);
        } else {
            one.completeExceptionally(new IOException(fault().orElse("")));
        }
    }

    /** Waits until all is written. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(LONGEST_CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            output.close();
        } catch (IOException e) {
            log.warn("revocation outbox {} could not be closed: {}", output, e.toString());
        }
    }
}
