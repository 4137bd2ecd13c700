/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.issuer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** How many calls in what time, and what they took of the machine at either end. */
final class Measured {
    private static final double SECOND = 1e9;
    private static final double MILLI = 1e6;

    private final OperatingSystemMXBean own = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final IssuerProcess issuer;
    private long calls;
    private long nanos;
    private long ownCpu;
    private long issuerCpu;

    Measured(IssuerProcess issuer) {
        this.issuer = issuer;
    }

    void during(int number, IntConsumer work) {
        long from = System.nanoTime();
        long ownFrom = own.getProcessCpuTime();
        long issuerFrom = issuer.cpuNanos();
        work.accept(number);
        nanos += System.nanoTime() - from;
        ownCpu += own.getProcessCpuTime() - ownFrom;
        issuerCpu += issuer.cpuNanos() - issuerFrom;
        calls += number;
    }

    double rate() {
        return calls * SECOND / nanos;
    }

    @Override
    public String toString() {
        return "%.0f/s; CPU per call %.2f ms, and %.2f ms at the issuer"
                .formatted(rate(), ownCpu / MILLI / calls, issuerCpu / MILLI / calls);
    }
}
