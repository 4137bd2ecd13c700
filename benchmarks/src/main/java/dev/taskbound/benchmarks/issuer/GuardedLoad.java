/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.issuer;

import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.benchmarks.ForgetfulAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.Policy;
import dev.taskbound.telemetry.Metric;
import dev.taskbound.telemetry.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A guard with tools at four destinations, each with a credential from the issuer, and tasks that call them. */
final class GuardedLoad implements AutoCloseable {
    static final int DESTINATIONS = 4;
    private static final int TASKS = 20;

    private final ToolGuard guard;
    private final List<TaskScope> tasks = new ArrayList<>();
    private final LongAdder runs = new LongAdder();
    private final LongAdder denials = new LongAdder();
    private final LongAdder attempts = new LongAdder();
    private final AtomicReference<@Nullable String> denial = new AtomicReference<>();

    GuardedLoad(String issuer, WorkloadIdentity pod, String reuse) {
        this.guard = ToolGuard.builder()
                .policy(Policy.parse("load.yaml", policy(issuer, reuse)))
                .audit(new ForgetfulAuditSink(this::note))
                .workload("pod", pod)
                .metrics(new Attempts())
                .build();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(guard.open(TaskRequest.intent("look")
                    .agent("helper")
                    .principal(Principal.verified("benchmark", "alice").withToken(Secret.of("token-of-alice")))
                    .build()));
        }
    }

    private static String policy(String issuer, String reuse) {
        StringBuilder destinations = new StringBuilder();
        StringBuilder tools = new StringBuilder();
        StringBuilder allow = new StringBuilder();
        for (int i = 0; i < DESTINATIONS; i++) {
            destinations.append(
                    ("  d%d: { hosts: [d%d.example.com], source: idp, audience: \"https://d%d.example.com\","
                                    + " scopes: { read: look }, ttl: 30s, reuse: %s }%n")
                            .formatted(i, i, i, reuse));
            tools.append("  look%d: { action: read, destination: d%d }%n".formatted(i, i));
            allow.append(" { tool: look%d },".formatted(i));
        }
        return """
                version: 1
                name: load
                revision: 1
                agents: { helper: { owner: benchmarks } }
                sources:
                  idp: { type: token-exchange, issuer: "%s", identities: [ { client: helper, workload: pod } ] }
                destinations:
                %stools:
                %sintents:
                  look:
                    open: { agents: [helper] }
                    allow: [%s ]
                    limits: { calls: 1000000, denials: 1000000, duration: 1h }
                """.formatted(issuer, destinations, tools, allow);
    }

    private void note(AuditEvent event) {
        if (event.type() == AuditEvent.Type.DENIED) {
            denial.compareAndSet(null, event.attributes().toString());
        }
    }

    /** One call. @return whether the tool ran */
    boolean call(int number) {
        int destination = number % DESTINATIONS;
        TaskScope task = tasks.get(number / DESTINATIONS % TASKS);
        try {
            task.call(ToolCall.of(ToolDescriptor.named("look" + destination), "{}"), call -> {
                call.credential().orElseThrow();
                runs.increment();
                return "done";
            });
            return true;
        } catch (ToolCallDeniedException e) {
            denials.increment();
            return false;
        }
    }

    /** How often a tool's body ran. */
    long runs() {
        return runs.sum();
    }

    long denials() {
        return denials.sum();
    }

    /** Why the first denied call was denied; null if none was. */
    @Nullable
    String firstDenial() {
        return denial.get();
    }

    /** Requests that went out to the issuer, answered or not. */
    long attempts() {
        return attempts.sum();
    }

    int tasks() {
        return TASKS;
    }

    @Override
    public void close() {
        tasks.forEach(TaskScope::close);
        guard.close();
    }

    private final class Attempts implements Metrics {
        @Override
        public void add(Metric metric, long delta, Map<String, String> labels) {
            if (metric == Metric.ISSUER_REQUESTS && !labels.containsValue("held_back")) {
                attempts.add(delta);
            }
        }

        @Override
        public void record(Metric metric, double seconds, Map<String, String> labels) {
            // Only requests are of interest here.
        }
    }
}
