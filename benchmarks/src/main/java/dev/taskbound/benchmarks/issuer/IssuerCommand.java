/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.issuer;

import dev.taskbound.identity.WorkloadIdentity;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer feels of a busy guard: {@code issuer load} makes 10,000 calls from 200 threads; {@code issuer outage
 * [seconds]} takes the issuer away under that load and brings it back.
 */
public final class IssuerCommand {
    private static final int THREADS = 200;
    /** Few, because cold code of so many at once takes longer than a guard has patience. */
    private static final int WARMING_THREADS = 8;

    private static final int CALLS = 10_000;
    /** As many as it takes until a JVM on two cores has compiled what a call does. */
    private static final int WARM_UP = 40_000;

    private static final int TURNS = 4;

    private IssuerCommand() {}

    public static int run(String[] args) throws Exception {
        if (args.length == 1 && args[0].equals("load")) {
            perCall("signing", Workloads.signing());
            perCall("projected", Workloads.projected());
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

    /** In turns, so that whatever else the machine does weighs on both. */
    private static void perCall(String kind, WorkloadIdentity workload) throws Exception {
        try (IssuerProcess issuer = new IssuerProcess();
                GuardedLoad load = new GuardedLoad(issuer.issuer(), workload, "none");
                BareLoad bare = new BareLoad(issuer.issuer())) {
            calls(WARM_UP, WARMING_THREADS, load::call, load::firstDenial);
            calls(WARM_UP, WARMING_THREADS, bare::call, () -> "no answer");
            long before = issuer.count();
            long runs = load.runs();
            Measured guarded = new Measured(issuer);
            Measured allowed = new Measured(issuer);
            for (int i = 0; i < TURNS; i++) {
                allowed.during(CALLS / TURNS, n -> calls(n, THREADS, bare::call, () -> "no answer"));
                guarded.during(CALLS / TURNS, n -> calls(n, THREADS, load::call, load::firstDenial));
            }
            System.out.printf(
                    "per call:   %s workload, %d calls from %d threads: %s%n"
                            + "unguarded:  the same requests: %s; guarded is %.1f %% of it%n"
                            + "            nominal %d/s; requests in all %d, runs of a tool %d%n",
                    kind,
                    CALLS,
                    THREADS,
                    guarded,
                    allowed,
                    100 * guarded.rate() / allowed.rate(),
                    1000 * SlowIssuer.AT_ONCE / SlowIssuer.LATENCY_MILLIS,
                    issuer.count() - before,
                    load.runs() - runs);
        }
    }

    private static void reused() throws Exception {
        try (IssuerProcess issuer = new IssuerProcess();
                GuardedLoad load = new GuardedLoad(issuer.issuer(), Workloads.signing(), "task")) {
            Measured reused = new Measured(issuer);
            reused.during(CALLS, n -> calls(n, THREADS, load::call, load::firstDenial));
            System.out.printf(
                    "reuse task: %d calls from %d threads: %s%n"
                            + "            requests %d, tasks x destinations %d, runs of a tool %d%n",
                    CALLS, THREADS, reused, issuer.count(), load.tasks() * GuardedLoad.DESTINATIONS, load.runs());
        }
    }

    private static void calls(int calls, int threads, IntPredicate call, Supplier<@Nullable String> why) {
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
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
        await(done);
        if (failed.get()) {
            throw new IllegalStateException("a call failed, and none should: " + why.get());
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }
}
