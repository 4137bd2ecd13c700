/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.policy.IntentLimits.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Issue 5, "Task containment": rate. No stretch of time has more calls than the limit, wherever it begins. */
class RateWindowTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);

    private RateWindow window(int calls) {
        return new RateWindow(new Rate(calls, Duration.ofSeconds(1)), now::get);
    }

    @Test
    void aCallIsLetThroughOnceTheFirstOfTheLastOnesIsLongEnoughAgo() {
        RateWindow window = window(2);
        assertThat(window.admit()).isTrue();
        now.addAndGet(SECOND / 2);
        assertThat(window.admit()).isTrue();
        assertThat(window.admit()).isFalse();
        now.addAndGet(SECOND / 2 - 1);
        assertThat(window.admit()).isFalse();
        now.addAndGet(1);
        assertThat(window.admit()).isTrue();
        assertThat(window.admit()).as("the second one is half a second old").isFalse();
    }

    @Test
    void withoutARateEveryCallIsLetThrough() {
        RateWindow window = new RateWindow(null, now::get);
        for (int i = 0; i < 1000; i++) {
            assertThat(window.admit()).isTrue();
        }
    }

    @RepeatedTest(20)
    void noStretchOfTimeHasMoreCallsThanTheLimit() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int calls = random.nextInt(1, 6);
        RateWindow window = window(calls);
        List<Long> admitted = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            now.addAndGet(random.nextLong(SECOND / 2));
            if (window.admit()) {
                admitted.add(now.get());
            }
        }
        for (int i = 0; i + calls < admitted.size(); i++) {
            assertThat(admitted.get(i + calls) - admitted.get(i))
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(SECOND);
        }
        assertThat(admitted).hasSizeGreaterThan(calls);
    }

    @Test
    void manyThreadsAreLetThroughNoMoreOften() throws Exception {
        RateWindow window = window(7);
        AtomicInteger admitted = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        for (int i = 0; i < 400; i++) {
            threads.execute(() -> {
                if (window.admit()) {
                    admitted.incrementAndGet();
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS))
                .isTrue();
        assertThat(admitted).hasValue(7);
    }
}
