/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most four threads that run tools, and one that looks; daemons. They inherit nothing from whoever makes them: that may
 * be a person who approves.
 */
final class ResumerThreads implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Resumer.class);
    private static final int RUNNING = 4;
    private static final int WAITING = 1_000;
    private static final Duration LAST_WAIT = Duration.ofSeconds(10);

    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            RUNNING, RUNNING, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), named("taskbound-resume"));
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named("taskbound-approved"));

    ResumerThreads() {
        workers.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    private ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(null, work, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    void run(Runnable work) {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            log.warn("too many held calls at once, or shutting down: one is left for later");
        }
    }

    void every10s(Runnable look) {
        timer.scheduleWithFixedDelay(look, 0, 10, TimeUnit.SECONDS);
    }

    void in1s(Runnable work) {
        try {
            timer.schedule(() -> run(work), 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("shutting down: a held call is left for later");
        }
    }

    /** What has begun may end; what has not stays as it is in the store. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.getQueue().clear();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(LAST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
