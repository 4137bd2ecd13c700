/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Arguments from text to the canonical bytes that are digested and handed to the tool (RFC 8785). */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CanonicalJsonBenchmark {
    /** How many lines the order in the arguments has. */
    @Param({"1", "100"})
    private int lines;

    private String arguments;

    @Setup
    public void write() {
        arguments = IntStream.range(0, lines)
                .mapToObj(i -> "{\"sku\": \"part-" + i + "\", \"price\": " + i + ".25, \"name\": \"Größe " + i + "\"}")
                .collect(Collectors.joining(", ", "{\"order\": 4711, \"lines\": [", "]}"));
    }

    @Benchmark
    public byte[] freeze() throws JsonRefusedException {
        return CanonicalJson.bytes(StrictJson.parseObject(arguments, JsonLimits.ARGUMENTS));
    }
}
