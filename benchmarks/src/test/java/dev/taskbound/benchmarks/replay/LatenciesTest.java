/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void takesTheNearestRank() {
        Latencies latencies = new Latencies();
        for (int i = 2_000; i >= 1; i--) {
            latencies.add(i * 1_000L);
        }

        assertThat(latencies.count()).isEqualTo(2_000);
        assertThat(latencies.microseconds(0.50)).isEqualTo(1_000);
        assertThat(latencies.microseconds(0.99)).isEqualTo(1_980);
        assertThat(latencies.microseconds(1.00)).isEqualTo(2_000);
    }

    @Test
    void isZeroWithoutCalls() {
        assertThat(new Latencies().microseconds(0.99)).isZero();
    }
}
