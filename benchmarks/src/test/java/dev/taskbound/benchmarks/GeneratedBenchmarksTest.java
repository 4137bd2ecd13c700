/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

class GeneratedBenchmarksTest {
    // JDK 23 and newer run no annotation processor that they are not told to: without it there would be no benchmark.
    @Test
    void listsEveryBenchmark() throws IOException {
        try (InputStream list = Main.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("GuardedCallBenchmark_call", "DecisionBenchmark_decide", "CanonicalJsonBenchmark_freeze");
        }
    }

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Options once = new OptionsBuilder()
                .include("dev\\.taskbound\\.benchmarks\\..*")
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        assertThat(new Runner(once).run())
                .extracting(result -> result.getParams().getBenchmark())
                .contains(
                        DecisionBenchmark.class.getName() + ".decide",
                        OriginsBenchmark.class.getName() + ".decideUnknown");
    }
}
