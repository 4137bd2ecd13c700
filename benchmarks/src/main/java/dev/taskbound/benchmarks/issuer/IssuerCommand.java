/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.issuer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * What an issuer feels of a busy guard: {@code issuer load} makes 10,000 calls from 200 threads; {@code issuer outage
 * [seconds]} takes the issuer away under that load and brings it back.
 */
public final class IssuerCommand {
    private static final int THREADS = 200;
    private static final int CALLS = 10_000;
    private static final int WARM_UP = 4_000;
    private static final double SECOND = 1e9;

    private IssuerCommand() {}

    public static int run(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("load")) {
            perCall();
            reused();
            return 0;
        }
        if (args.length >= 1 && args[0].equals("outage")) {
            new Outage(args.length > 1 ? Integer.parseInt(args[1]) : 60).run();
            return 0;
        }
        System.err.println("expected load, or outage and its seconds");
        return 2;
    }

    private static void perCall() throws Exception {
        try (IssuerProcess issuer = new IssuerProcess();
                GuardedLoad load = new GuardedLoad(issuer.issuer(), "none");
                BareLoad bare = new BareLoad(issuer.issuer())) {
            calls(WARM_UP, load::call);
            calls(WARM_UP, bare::call);
            double allowed = rate(bare::call);
            long before = issuer.count();
            long runs = load.runs();
            double guarded = rate(load::call);
            System.out.printf(
                    "per call:   %d calls from %d threads: %.0f/s; the same requests without a guard: %.0f/s (%.1f %%);"
                            + " nominal %d/s; requests for %d runs of a tool: %d%n",
                    CALLS,
                    THREADS,
                    guarded,
                    allowed,
                    100 * guarded / allowed,
                    1000 * SlowIssuer.AT_ONCE / SlowIssuer.LATENCY_MILLIS,
                    load.runs() - runs,
                    issuer.count() - before);
        }
    }

    private static void reused() throws Exception {
        try (IssuerProcess issuer = new IssuerProcess();
                GuardedLoad load = new GuardedLoad(issuer.issuer(), "task")) {
            double rate = rate(load::call);
            System.out.printf(
                    "reuse task: %d calls from %d threads: %.0f/s; requests: %d, tasks x destinations: %d, runs: %d%n",
                    CALLS, THREADS, rate, issuer.count(), load.tasks() * GuardedLoad.DESTINATIONS, load.runs());
        }
    }

    private static double rate(IntPredicate call) throws InterruptedException {
        long from = System.nanoTime();
        calls(CALLS, call);
        return CALLS * SECOND / (System.nanoTime() - from);
    }

    private static void calls(int calls, IntPredicate call) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int n = next.getAndIncrement(); n < calls; n = next.getAndIncrement()) {
                    if (!call.test(n)) {
                        failed.set(true);
                    }
                }
                done.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }
        done.await();
        if (failed.get()) {
            throw new IllegalStateException("a call failed, and none should");
        }
    }
}
