/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.telemetry;

import dev.taskbound.Task;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The spans and metrics of a guard. Thread-safe; costs nothing where no OpenTelemetry SDK is installed. */
public final class GuardTelemetry {
    private static final double NANOS = 1e9;
    private static final List<Double> BUCKETS =
            List.of(0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 60.0, 300.0);

    private final Tracer tracer;
    private final Function<String, String> principals;
    private final LongCounter decisions;
    private final LongUpDownCounter tasks;
    private final DoubleHistogram decisionTime;
    private final DoubleHistogram credentialTime;
    private final DoubleHistogram approvalTime;
    private final DoubleHistogram toolTime;

    /** @param principals how a principal's subject is shown on spans */
    public GuardTelemetry(OpenTelemetry openTelemetry, Function<String, String> principals) {
        this.principals = principals;
        this.tracer = tracer(openTelemetry);
        Meter meter = openTelemetry
                .meterBuilder(Names.SCOPE)
                .setSchemaUrl(Names.SCHEMA_URL)
                .setInstrumentationVersion(version())
                .build();
        this.decisions = meter.counterBuilder("taskbound.decisions")
                .setUnit("{decision}")
                .setDescription("Calls decided, by outcome, reason, intent and tool")
                .build();
        this.tasks = meter.upDownCounterBuilder("taskbound.tasks.active")
                .setUnit("{task}")
                .setDescription("Tasks that are open")
                .build();
        this.decisionTime = seconds(meter, "taskbound.decision.duration", "Time to decide about a call");
        this.credentialTime = seconds(meter, "taskbound.credential.request.duration", "Time to get a credential");
        this.approvalTime = seconds(meter, "taskbound.approval.wait.duration", "Time spent waiting for a human");
        this.toolTime = seconds(meter, "gen_ai.execute_tool.duration", "Time of a tool call, equal to its span");
    }

    /** What every span of Taskbound is made by. */
    public static Tracer tracer(OpenTelemetry openTelemetry) {
        return openTelemetry
                .tracerBuilder(Names.SCOPE)
                .setSchemaUrl(Names.SCHEMA_URL)
                .setInstrumentationVersion(version())
                .build();
    }

    public Span startTask(Task task, Context parent) {
        SpanBuilder span = tracer.spanBuilder("task " + task.intent())
                .setSpanKind(SpanKind.INTERNAL)
                .setParent(parent)
                .setAttribute(Names.TASK_ID, task.id())
                .setAttribute(Names.INTENT, task.intent())
                .setAttribute(Names.AGENT_NAME, task.agent());
        task.subject().ifPresent(subject -> span.setAttribute(Names.PRINCIPAL, principals.apply(subject)));
        if (!task.tenant().isEmpty()) {
            span.setAttribute(Names.TENANT, task.tenant());
        }
        Task above = task.parent();
        if (above != null) {
            span.setAttribute(Names.TASK_PARENT, above.id());
        }
        tasks.add(1, Attributes.of(Names.INTENT, task.intent()));
        return span.startSpan();
    }

    public void endTask(Span span, Task task, String outcome, long calls, long denials) {
        span.setAttribute(Names.TASK_OUTCOME, outcome);
        span.setAttribute(Names.TASK_CALLS, calls);
        span.setAttribute(Names.TASK_DENIALS, denials);
        tasks.add(-1, Attributes.of(Names.INTENT, task.intent()));
        span.end();
    }

    /** @param tool the tool's name if the policy knows it; a name that only the model knows is never shown */
    public Span startCall(Task task, @Nullable String tool, @Nullable String callId, Context parent) {
        return tracer.spanBuilder("execute_tool " + shown(tool))
                .setSpanKind(SpanKind.INTERNAL)
                .setParent(parent)
                .setAllAttributes(ofCall(task, tool, callId))
                .startSpan();
    }

    /** The same on a span that an integration's framework has started. */
    public Span joinCall(Span surrounding, Task task, @Nullable String tool, @Nullable String callId) {
        return surrounding.setAllAttributes(ofCall(task, tool, callId));
    }

    private static Attributes ofCall(Task task, @Nullable String tool, @Nullable String callId) {
        AttributesBuilder attributes = Attributes.builder()
                .put(Names.OPERATION_NAME, "execute_tool")
                .put(Names.TOOL_NAME, shown(tool))
                .put(Names.AGENT_NAME, task.agent())
                .put(Names.TASK_ID, task.id())
                .put(Names.INTENT, task.intent());
        if (callId != null) {
            attributes.put(Names.TOOL_CALL_ID, callId);
        }
        return attributes.build();
    }

    private static String shown(@Nullable String tool) {
        return tool == null ? Names.UNKNOWN_TOOL : tool;
    }

    public void decided(Task task, @Nullable String tool, String outcome, @Nullable String reason, long nanos) {
        AttributesBuilder labels = labels(task, tool).put(Names.DECISION_OUTCOME, outcome);
        if (reason != null) {
            labels.put(Names.DECISION_REASON, reason);
        }
        Attributes attributes = labels.build();
        decisions.add(1, attributes);
        decisionTime.record(nanos / NANOS, attributes);
    }

    public void credentialRequested(String source, boolean issued, long nanos) {
        AttributesBuilder labels = Attributes.builder().put(Names.CREDENTIAL_SOURCE, source);
        if (!issued) {
            labels.put(Names.ERROR_TYPE, "unavailable");
        }
        credentialTime.record(nanos / NANOS, labels.build());
    }

    public void approvalWaited(Task task, @Nullable String tool, String outcome, long nanos) {
        approvalTime.record(
                nanos / NANOS,
                labels(task, tool).put(Names.DECISION_OUTCOME, outcome).build());
    }

    public void toolRan(Task task, @Nullable String tool, @Nullable String error, long nanos) {
        AttributesBuilder labels = labels(task, tool).put(Names.OPERATION_NAME, "execute_tool");
        if (error != null) {
            labels.put(Names.ERROR_TYPE, error);
        }
        toolTime.record(nanos / NANOS, labels.build());
    }

    private static AttributesBuilder labels(Task task, @Nullable String tool) {
        return Attributes.builder().put(Names.INTENT, task.intent()).put(Names.TOOL_NAME, shown(tool));
    }

    private static DoubleHistogram seconds(Meter meter, String name, String description) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(BUCKETS)
                .setDescription(description)
                .build();
    }

    private static String version() {
        String version = GuardTelemetry.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
