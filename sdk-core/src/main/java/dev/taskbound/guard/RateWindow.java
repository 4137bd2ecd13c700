/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.policy.IntentLimits;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the last calls of a task were let through, on a monotonic clock: exact, so that no stretch of time has more of them
 * than the limit, wherever it begins. What was let through stays counted, whatever becomes of the call. Thread-safe.
 */
final class RateWindow {
    private final ReentrantLock lock = new ReentrantLock();
    private final long[] times;
    private final long per;
    private final LongSupplier nanos;
    private int next;
    private int filled;

    RateWindow(IntentLimits.@Nullable Rate rate, LongSupplier nanos) {
        this.times = new long[rate == null ? 0 : rate.calls()];
        this.per = rate == null ? 0 : rate.per().toNanos();
        this.nanos = nanos;
    }

    /** Whether one more call may be made now; if so, it is counted. */
    boolean admit() {
        if (times.length == 0) {
            return true;
        }
        lock.lock();
        try {
            long now = nanos.getAsLong();
            if (filled == times.length && now - times[next] < per) {
                return false;
            }
            times[next] = now;
            next = (next + 1) % times.length;
            filled = Math.min(filled + 1, times.length);
            return true;
        } finally {
            lock.unlock();
        }
    }
}
