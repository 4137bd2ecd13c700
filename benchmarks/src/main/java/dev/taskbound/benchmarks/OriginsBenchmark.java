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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A task that was given results until its memory of origins was full: what a decision about control arguments costs, in
 * percentiles, and what it costs to take in one more trusted result of 100 kB.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OriginsBenchmark {
    private static final int RESULTS = 1_000;
    private static final int LENGTH = 100_000;
    private static final String POLICY = """
        version: 1
        name: benchmark
        revision: 1
        agents: { a: {} }
        tools:
          pay: { action: write, args: { iban: string, to: list, amount: number }, control: [iban, to, amount] }
        intents:
          work:
            open: { agents: [a] }
            allow: [ { tool: pay, when: args.amount <= 1000 } ]
        """;

    private final TaskOrigins origins = new TaskOrigins(null);
    private PolicyDecisionPoint decisionPoint;
    private AccessRequest request;
    private AccessRequest unknown;
    private int results;

    @Setup
    public void fill() {
        origins.statement("Pay NL60 RABO 0318 2744 05 412.10 EUR and tell ana@werk.example and bo@werk.example");
        while (results < RESULTS && !(origins.isFull() && results > 20)) {
            origins.trustedResult("look", result());
        }
        Policy policy = Policy.parse("benchmark.yaml", POLICY);
        decisionPoint = PolicyDecisionPoint.of(policy);
        Instant now = Instant.now();
        Task task = new Task("task", "work", "a", "", null, Map.of(), Set.of(), null, now, now.plusSeconds(60));
        request = request(policy, task, "NL60RABO0318274405", "412.1");
        unknown = request(policy, task, "DE89370400440532013000", "412.11");
    }

    private AccessRequest request(Policy policy, Task task, String iban, String amount) {
        Map<String, Object> arguments = Map.of(
                "iban", iban, "to", List.of("ana@werk.example", "bo@werk.example"), "amount", new BigDecimal(amount));
        return new AccessRequest(
                task, policy.tool("pay").orElseThrow(), arguments, origins.snapshot(), 0, 0, task.openedAt());
    }

    /** As a table of records, each different from all before. */
    private Map<String, Object> result() {
        Map<String, Object> rows = new HashMap<>();
        int number = results++ * 1_000;
        for (int length = 0; length < LENGTH; length += 100, number++) {
            rows.put(
                    "row-" + number,
                    Map.of("id", "C-" + number, "mail", "user" + number + "@host.example", "note", "n".repeat(50)));
        }
        return rows;
    }

    /** Everything is known, so that every look-up is made. */
    @Benchmark
    public Decision decide() {
        Decision decision = decisionPoint.decide(request).toCompletableFuture().join();
        if (!(decision instanceof Decision.Permit permit && permit.obligations().isEmpty())) {
            throw new IllegalStateException("not permitted");
        }
        return decision;
    }

    /** Account and amount are nowhere: each of their spellings is looked for in vain. */
    @Benchmark
    public Decision decideUnknown() {
        Decision decision = decisionPoint.decide(unknown).toCompletableFuture().join();
        if (!(decision instanceof Decision.Deny)) {
            throw new IllegalStateException("not denied");
        }
        return decision;
    }

    @Benchmark
    public TaskOrigins takeIn() {
        origins.trustedResult("look", result());
        return origins;
    }
}
