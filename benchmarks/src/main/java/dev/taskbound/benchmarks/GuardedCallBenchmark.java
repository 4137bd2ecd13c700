/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole way of one permitted call, in memory: a condition, a control argument whose origin is known, no credential,
 * no OpenTelemetry SDK, nothing kept of the audit records.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardedCallBenchmark {
    private static final String POLICY = """
            version: 1
            name: benchmark
            revision: 1
            agents:
              helper: { owner: benchmarks }
            tools:
              refund: { action: write, control: [order], args: { order: string, amount: number } }
            intents:
              refund-order:
                open: { agents: [helper] }
                parameters: { limit: number }
                allow:
                  - { tool: refund, when: args.amount <= task.limit }
                limits: { calls: 1000000, writes: 1000000, duration: 1h }
            """;
    private static final ToolDescriptor REFUND = ToolDescriptor.named("refund").withSchema("""
                    { "type": "object", "required": ["order", "amount"],
                      "properties": { "order": { "type": "string" }, "amount": { "type": "number" } } }
                    """);
    private static final ToolCall CALL = ToolCall.of(REFUND, "{\"order\": \"order-4711\", \"amount\": 12.5}");

    private ToolGuard guard;
    private TaskScope task;

    @Setup
    public void build() {
        guard = ToolGuard.builder()
                .policy(Policy.parse("benchmark.yaml", POLICY))
                .audit(new ForgetfulAuditSink())
                .build();
    }

    /** A new task for each iteration: its budget of calls is finite. */
    @Setup(Level.Iteration)
    public void open() {
        task = guard.open(TaskRequest.intent("refund-order")
                .agent("helper")
                .principal(Principal.verified("benchmark", "somebody"))
                .statement("Refund order-4711, please")
                .parameter("limit", 50)
                .build());
    }

    @TearDown(Level.Iteration)
    public void closeTask() {
        task.close();
    }

    @TearDown
    public void closeGuard() {
        guard.close();
    }

    @Benchmark
    public String call() {
        return task.call(CALL, context -> "done");
    }
}
