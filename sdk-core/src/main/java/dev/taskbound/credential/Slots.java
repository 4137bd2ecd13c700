/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** So much work at once and no more. What has to wait waits in order and without a thread. Thread-safe. */
final class Slots {
    private final Executor executor;
    private final Queue<CompletableFuture<@Nullable Void>> waiting = new ArrayDeque<>();
    private int free;

    /** @param executor where work begins that had to wait */
    Slots(int most, Executor executor) {
        this.free = most;
        this.executor = executor;
    }

    /** @param work begun when there is room for it; it must not throw */
    <T> CompletableFuture<T> run(Supplier<CompletableFuture<T>> work) {
        return take().thenCompose(taken -> work.get().whenComplete((value, failure) -> release()));
    }

    private CompletableFuture<@Nullable Void> take() {
        synchronized (waiting) {
            if (free > 0) {
                free--;
                return CompletableFuture.completedFuture(null);
            }
            CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
            waiting.add(turn);
            return turn;
        }
    }

    private void release() {
        CompletableFuture<@Nullable Void> next;
        synchronized (waiting) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.completeAsync(() -> null, executor);
    }
}
