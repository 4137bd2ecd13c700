/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.issuer;

import java.util.concurrent.atomic.AtomicInteger;

/** An issuer that is killed under load and comes back: what calls get meanwhile, and what it feels on its return. */
final class Outage {
    private static final int THREADS = 200;
    private static final int PAUSE_MILLIS = 100;
    private static final int WARM_MILLIS = 10_000;
    private static final int MEASURED_MILLIS = 5_000;
    private static final int BUCKET_MILLIS = 250;
    private static final int BUCKETS = 40;
    private static final double FULL = 0.9;

    private final int seconds;
    private volatile boolean running = true;

    Outage(int seconds) {
        this.seconds = seconds;
    }

    void run() throws Exception {
        try (IssuerProcess issuer = new IssuerProcess();
                GuardedLoad load = new GuardedLoad(issuer.issuer(), Workloads.signing(), "none")) {
            start(load);
            Thread.sleep(WARM_MILLIS);
            double before = rate(load, MEASURED_MILLIS);
            System.out.printf("before:    %.0f calls/s, denied so far: %d%n", before, load.denials());
            issuer.kill();
            Thread.sleep(1000);
            long runs = load.runs();
            long denials = load.denials();
            long attempts = load.attempts();
            Thread.sleep(seconds * 1000L);
            System.out.printf(
                    "down %d s: tools run: %d, denied: %d, requests tried: %.1f/s%n",
                    seconds,
                    load.runs() - runs,
                    load.denials() - denials,
                    (load.attempts() - attempts) / (double) seconds);
            issuer.start();
            back(issuer, load, before);
            running = false;
        }
    }

    private static void back(IssuerProcess issuer, GuardedLoad load, double before) throws Exception {
        StringBuilder line = new StringBuilder();
        int fullAfter = -1;
        long inTwoSeconds = 0;
        for (int i = 1; i <= BUCKETS; i++) {
            double rate = rate(load, BUCKET_MILLIS);
            line.append(" %.0f".formatted(rate));
            if (fullAfter < 0 && rate >= FULL * before) {
                fullAfter = i * BUCKET_MILLIS;
            }
            if (i * BUCKET_MILLIS == 2000) {
                inTwoSeconds = issuer.count();
            }
        }
        System.out.printf("back:      calls/s in quarters of a second:%s%n", line);
        System.out.printf(
                "           at %.0f %% of the speed before after %d ms; requests in the first two seconds: %d%n",
                100 * FULL, fullAfter, inTwoSeconds);
    }

    private static double rate(GuardedLoad load, int millis) throws InterruptedException {
        long from = System.nanoTime();
        long runs = load.runs();
        Thread.sleep(millis);
        return (load.runs() - runs) * 1e9 / (System.nanoTime() - from);
    }

    private void start(GuardedLoad load) {
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                while (running) {
                    if (!load.call(next.getAndIncrement() & Integer.MAX_VALUE)) {
                        pause();
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
