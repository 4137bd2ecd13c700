/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a call, which comes once, and what waits for it: first what cuts connections, then the rest. Knows what is
 * leaving for the network at this very moment, so that whoever ends the call can wait for it.
 */
final class CallEnd {
    private static final Logger log = LoggerFactory.getLogger(CallEnd.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final List<Runnable> cuts = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();
    private int leaving;
    private boolean told;
    private volatile @Nullable ReasonCode reason;

    boolean isOver() {
        return reason != null;
    }

    void requireLive() {
        ReasonCode over = reason;
        if (over != null) {
            throw new ToolCallDeniedException(over);
        }
    }

    @Nullable
    ReasonCode reason() {
        return reason;
    }

    /** Runs when the call ends, before anything else, on the thread that ends it. */
    CallContext.Registration onCut(Runnable cut) {
        return register(cuts, cut);
    }

    /** Runs when the call has ended, once its connections are cut. */
    CallContext.Registration onEnd(Runnable action) {
        return register(actions, action);
    }

    private CallContext.Registration register(List<Runnable> list, Runnable action) {
        lock.lock();
        try {
            boolean open = list == cuts ? reason == null : !told;
            if (open) {
                list.add(action);
                return () -> withdraw(list, action);
            }
        } finally {
            lock.unlock();
        }
        runQuietly(action);
        return () -> {};
    }

    /** From here until the answer is closed something may leave for the network. */
    CallContext.Registration leave() {
        lock.lock();
        try {
            requireLive();
            leaving++;
        } finally {
            lock.unlock();
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                hasLeft();
            }
        };
    }

    /** Nothing new leaves from here on. Only the first end counts. */
    void over(ReasonCode laterUse) {
        lock.lock();
        try {
            if (reason == null) {
                reason = laterUse;
            }
        } finally {
            lock.unlock();
        }
    }

    /** What had begun to leave is cut off. */
    void cut() {
        List<Runnable> now;
        lock.lock();
        try {
            now = List.copyOf(cuts);
            cuts.clear();
            leaving++;
        } finally {
            lock.unlock();
        }
        try {
            now.forEach(CallEnd::runQuietly);
        } finally {
            hasLeft();
        }
    }

    private void hasLeft() {
        lock.lock();
        try {
            leaving--;
            if (leaving == 0) {
                left.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is leaving. False if time is up; an interrupt is kept and ends nothing. */
    boolean awaitLeft(long nanos) {
        long rest = nanos;
        boolean interrupted = false;
        lock.lock();
        try {
            while (leaving > 0 && rest > 0) {
                try {
                    rest = left.awaitNanos(rest);
                } catch (InterruptedException e) {
                    interrupted = true;
                    rest -= TimeUnit.MILLISECONDS.toNanos(1);
                }
            }
            return leaving == 0;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs what was registered for the end, once. */
    void tell() {
        List<Runnable> waiting;
        lock.lock();
        try {
            told = true;
            waiting = List.copyOf(actions);
            actions.clear();
        } finally {
            lock.unlock();
        }
        waiting.forEach(CallEnd::runQuietly);
    }

    private void withdraw(List<Runnable> list, Runnable action) {
        lock.lock();
        try {
            list.remove(action);
        } finally {
            lock.unlock();
        }
    }

    private static void runQuietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // One listener's fault must not keep the others from being told.
            log.warn("an action at the end of a call failed: {}", e.getClass().getName());
        }
    }
}
