/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks;

import dev.taskbound.Task;
import dev.taskbound.origin.TaskOrigins;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyDecisionPoint;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

/** One decision, among few rules and among many: its cost must not grow with the file. Every tool has five rules. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {
    private static final int RULES_PER_TOOL = 5;

    @Param({"10", "10000"})
    private int rules;

    private PolicyDecisionPoint decisionPoint;
    private AccessRequest request;

    @Setup
    public void load() {
        Policy policy = Policy.parse("benchmark.yaml", yaml(rules / RULES_PER_TOOL));
        decisionPoint = PolicyDecisionPoint.of(policy);
        Instant now = Instant.now();
        Task task = new Task("task", "work", "a", "", null, Map.of(), Set.of(), null, now, now.plusSeconds(60));
        request = new AccessRequest(
                task,
                policy.tool("t0").orElseThrow(),
                Map.of("n", new BigDecimal("3.5")),
                new TaskOrigins(null).snapshot(),
                0,
                0,
                now);
    }

    /** The first tool's first rule has a condition; the others stand there to be passed over. */
    private static String yaml(int tools) {
        StringBuilder text =
                new StringBuilder("version: 1\nname: b\nrevision: 1\nagents: { a: { owner: o } }\ntools:\n");
        IntStream.range(0, tools).forEach(i -> text.append(" t").append(i).append(": {action: read}\n"));
        text.append("intents:\n work:\n  open: { agents: [a] }\n  allow:\n");
        text.append("  - { tool: t0, when: args.n < 4.0 }\n");
        IntStream.range(1, tools * RULES_PER_TOOL)
                .forEach(i -> text.append("  - {tool: t").append(i % tools).append("}\n"));
        return text.toString();
    }

    @Benchmark
    public Decision decide() {
        return decisionPoint.decide(request).toCompletableFuture().join();
    }
}
