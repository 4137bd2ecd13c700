/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** JDK 23 and newer run no annotation processor that they are not told to: without it there would be no benchmark. */
class GeneratedBenchmarksTest {
    @Test
    void listsEveryBenchmark() throws IOException {
        try (InputStream list = Main.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            assertThat(new String(list.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("GuardedCallBenchmark_call", "DecisionBenchmark_decide", "CanonicalJsonBenchmark_freeze");
        }
    }
}
