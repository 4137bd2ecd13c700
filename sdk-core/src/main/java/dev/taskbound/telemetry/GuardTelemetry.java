/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.telemetry;

import dev.taskbound.Task;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The spans and metrics of a guard. Thread-safe; costs nothing where no OpenTelemetry SDK is installed. */
public final class GuardTelemetry {
    private static final double NANOS = 1e9;
    private final Tracer tracer;
    private final Function<String, String> principals;
    private final Metrics metrics;

    /** @param principals how a principal's subject is shown on spans */
    public GuardTelemetry(OpenTelemetry openTelemetry, Metrics metrics, Function<String, String> principals) {
        this.principals = principals;
        this.tracer = tracer(openTelemetry);
        this.metrics = metrics;
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
        metrics.add(Metric.TASKS_ACTIVE, 1, intent(task));
        return span.startSpan();
    }

    public void endTask(Span span, Task task, String outcome, long calls, long denials) {
        span.setAttribute(Names.TASK_OUTCOME, outcome);
        span.setAttribute(Names.TASK_CALLS, calls);
        span.setAttribute(Names.TASK_DENIALS, denials);
        metrics.add(Metric.TASKS_ACTIVE, -1, intent(task));
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
        Map<String, String> labels = labels(task, tool);
        labels.put(Names.DECISION_OUTCOME.getKey(), outcome);
        if (reason != null) {
            labels.put(Names.DECISION_REASON.getKey(), reason);
        }
        metrics.add(Metric.DECISIONS, 1, labels);
        metrics.record(Metric.DECISION_DURATION, nanos / NANOS, labels);
    }

    public void credentialRequested(String source, boolean issued, long nanos) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(Names.CREDENTIAL_SOURCE.getKey(), source);
        if (!issued) {
            labels.put(Names.ERROR_TYPE.getKey(), "unavailable");
        }
        metrics.record(Metric.CREDENTIAL_REQUEST_DURATION, nanos / NANOS, labels);
    }

    public void approvalWaited(Task task, @Nullable String tool, String outcome, long nanos) {
        Map<String, String> labels = labels(task, tool);
        labels.put(Names.DECISION_OUTCOME.getKey(), outcome);
        metrics.record(Metric.APPROVAL_WAIT_DURATION, nanos / NANOS, labels);
    }

    /**
     * @param target the kind of what was stopped
     * @param nanos from the kill to when nothing could leave any more
     */
    public void revoked(String target, boolean complete, long nanos) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(Names.REVOCATION_TARGET.getKey(), target);
        metrics.record(Metric.REVOCATION_LAST_BYTE_DURATION, nanos / NANOS, labels);
        Map<String, String> counted = new LinkedHashMap<>(labels);
        counted.put(Names.REVOCATION_OUTCOME.getKey(), complete ? "complete" : "incomplete");
        metrics.add(Metric.REVOCATIONS, 1, counted);
    }

    public void toolRan(Task task, @Nullable String tool, @Nullable String error, long nanos) {
        Map<String, String> labels = labels(task, tool);
        labels.put(Names.OPERATION_NAME.getKey(), "execute_tool");
        if (error != null) {
            labels.put(Names.ERROR_TYPE.getKey(), error);
        }
        metrics.record(Metric.EXECUTE_TOOL_DURATION, nanos / NANOS, labels);
    }

    public void originsFull(Task task) {
        metrics.add(Metric.ORIGINS_FULL, 1, intent(task));
    }

    public void securityEvent(String outcome) {
        metrics.add(Metric.SECURITY_EVENTS, 1, Map.of(Names.EVENT_OUTCOME.getKey(), outcome));
    }

    private static Map<String, String> labels(Task task, @Nullable String tool) {
        Map<String, String> labels = intent(task);
        labels.put(Names.TOOL_NAME.getKey(), shown(tool));
        return labels;
    }

    private static Map<String, String> intent(Task task) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(Names.INTENT.getKey(), task.intent());
        return labels;
    }

    static String version() {
        String version = GuardTelemetry.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
