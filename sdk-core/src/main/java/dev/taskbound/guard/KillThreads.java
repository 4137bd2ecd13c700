/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Threads for the second pass of a kill, so that a part that blocks its caller, or a source that hangs, holds up nothing
 * else. They are daemons and gone ten seconds after the last kill.
 */
final class KillThreads {
    private static final int MOST = 32;
    private static final int LANES = 4;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;

    KillThreads() {
        pool = new ThreadPoolExecutor(MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "taskbound-kill");
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
    }

    <T> CompletableFuture<T> ask(Supplier<? extends CompletionStage<T>> question) {
        return CompletableFuture.supplyAsync(question, pool).thenCompose(stage -> stage);
    }

    CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, pool);
    }

    /** Does the work for each, on a few threads, each in turn: one that hangs keeps only its lane. */
    <T> CompletableFuture<Void> lanes(List<T> all, Consumer<T> work) {
        List<CompletableFuture<Void>> lanes = new ArrayList<>();
        for (int lane = 0; lane < Math.min(LANES, all.size()); lane++) {
            int first = lane;
            lanes.add(run(() -> {
                for (int i = first; i < all.size(); i += LANES) {
                    work.accept(all.get(i));
                }
            }));
        }
        return CompletableFuture.allOf(lanes.toArray(CompletableFuture<?>[]::new));
    }
}
