/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was written to the device, on one daemon thread: all that was written while one {@code fsync} ran share
 * the next. After a failure it confirms nothing any more, since nobody can say what the device has.
 */
final class Syncer {
    /** Records that may wait for the device at one time. */
    static final int MOST_WAITING = 10_000;

    private final LogOutput output;
    private final long delayNanos;
    private final Consumer<Throwable> onFailure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private List<Waiting> waiting = new ArrayList<>();
    private boolean dirty;
    private boolean stopping;
    private @Nullable Throwable failure;

    private record Waiting(AuditRecord record, CompletableFuture<AuditRecord> stage) {}

    /** @param delay from the first write to the sync; zero if records wait for it */
    Syncer(LogOutput output, Duration delay, Consumer<Throwable> onFailure) {
        this.output = output;
        this.delayNanos = delay.toNanos();
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, "taskbound-audit-sync");
        thread.setDaemon(true);
        thread.start();
    }

    boolean isFull() {
        lock.lock();
        try {
            return waiting.size() >= MOST_WAITING;
        } finally {
            lock.unlock();
        }
    }

    /** Told after each write, in the order of the writes. */
    CompletionStage<AuditRecord> written(AuditRecord written) {
        lock.lock();
        try {
            if (!dirty) {
                dirty = true;
                changed.signal();
            }
            return delayNanos > 0 ? CompletableFuture.completedFuture(written) : waitForSync(written);
        } finally {
            lock.unlock();
        }
    }

    private CompletionStage<AuditRecord> waitForSync(AuditRecord written) {
        CompletableFuture<AuditRecord> stage = new CompletableFuture<>();
        waiting.add(new Waiting(written, stage));
        return stage;
    }

    /** Returns when everything written has been brought to the device, or that has failed. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (Thread.currentThread() == thread) {
            run(); // closed by somebody who continued on a stage: this thread cannot wait for itself
        } else {
            joinUninterruptibly();
        }
    }

    private void joinUninterruptibly() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (awaitWork()) {
            List<Waiting> batch = takeBatch();
            sync();
            batch.forEach(this::complete);
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            while (!dirty && !stopping) {
                changed.awaitUninterruptibly();
            }
            awaitDelay();
            return dirty;
        } finally {
            lock.unlock();
        }
    }

    private void awaitDelay() {
        long left = delayNanos;
        try {
            while (left > 0 && !stopping) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Nobody has reason to interrupt this thread, and syncing early does no harm.
        }
    }

    private List<Waiting> takeBatch() {
        lock.lock();
        try {
            List<Waiting> batch = waiting;
            waiting = new ArrayList<>();
            dirty = false;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void sync() {
        if (failure == null) {
            try {
                output.sync();
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
                onFailure.accept(e);
            }
        }
    }

    // Outside the lock: this runs what others continue with.
    private void complete(Waiting one) {
        if (failure == null) {
            one.stage().complete(one.record());
        } else {
            one.stage()
                    .completeExceptionally(new IOException("the audit log cannot be brought to the device", failure));
        }
    }
}
