/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** The same step on many threads that start at once. */
public final class Together {
    private Together() {}

    /** What each came to, in the order of their numbers. */
    public static <T> List<T> run(int threads, IntFunction<T> step) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int mine = i;
                all.add(pool.submit(() -> {
                    start.await();
                    return step.apply(mine);
                }));
            }
            start.countDown();
            List<T> answers = new ArrayList<>();
            for (Future<T> each : all) {
                answers.add(each.get(90, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }
}
