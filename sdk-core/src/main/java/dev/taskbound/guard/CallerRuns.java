/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs on the thread that waits for the result, so that a blocking call keeps its caller's transaction and context. What
 * comes once that thread has gone on, because the tool returned a stage, runs on the thread that completed the stage.
 */
final class CallerRuns implements Executor {
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private boolean gone;

    @Override
    public void execute(Runnable command) {
        synchronized (queue) {
            if (!gone) {
                queue.add(command);
                return;
            }
        }
        command.run();
    }

    /**
     * Runs what comes until the result is there.
     *
     * @param interrupted told once if this thread is interrupted meanwhile; the interrupt is kept
     */
    void runUntilDone(CompletableFuture<?> result, Runnable interrupted) {
        result.whenComplete((value, failure) -> queue.add(() -> {}));
        boolean wasInterrupted = false;
        while (!result.isDone()) {
            try {
                queue.take().run();
            } catch (InterruptedException e) {
                if (!wasInterrupted) {
                    wasInterrupted = true;
                    interrupted.run();
                }
            }
        }
        synchronized (queue) {
            gone = true;
        }
        queue.forEach(Runnable::run);
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
