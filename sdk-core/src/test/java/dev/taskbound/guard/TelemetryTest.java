/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.telemetry.Names;
import dev.taskbound.telemetry.SurroundingSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** DESIGN, "Telemetry": from the trace alone one can tell who allowed a call and why. */
class TelemetryTest {
    @RegisterExtension
    static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final CountingTool tool = new CountingTool();
    private ToolGuard guard;

    @BeforeEach
    void open() {
        guard = ToolGuard.builder()
                .policy(Desk.policy())
                .audit(audit)
                .credentialSource("bank-source", source)
                .openTelemetry(telemetry.getOpenTelemetry())
                .build();
    }

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void anAllowedCallIsAChildOfItsTaskAndSaysWhatAllowedIt() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.modelUsed("some-model");
            task.call(Desk.look().withId("call_1"), tool);
        }
        SpanData call = span("execute_tool look");
        SpanData task = span("task pay-bill");
        assertThat(call.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(call.getParentSpanId()).isEqualTo(task.getSpanId());
        assertThat(call.getAttributes().get(Names.OPERATION_NAME)).isEqualTo("execute_tool");
        assertThat(call.getAttributes().get(Names.TOOL_CALL_ID)).isEqualTo("call_1");
        assertThat(call.getAttributes().get(Names.DECISION_OUTCOME)).isEqualTo("permit");
        assertThat(call.getAttributes().get(Names.POLICY_RULE)).contains("desk.yaml:", "pay-bill");
        assertThat(call.getAttributes().get(Names.POLICY_VERSION))
                .isEqualTo(guard.policy().version());
        assertThat(call.getAttributes().get(Names.CREDENTIAL_ID)).isEqualTo("credential-1");
        assertThat(call.getAttributes().get(Names.CREDENTIAL_CONFIRMED)).isEqualTo("aud");
        assertThat(call.getAttributes().get(Names.AUDIT_SEQ)).isPositive();
        assertThat(task.getAttributes().get(Names.TASK_CALLS)).isEqualTo(1);
        assertThat(task.getAttributes().get(Names.REQUEST_MODEL)).isEqualTo("some-model");
        assertThat(task.getAttributes().get(Names.PRINCIPAL))
                .isNotEqualTo("alice")
                .isNotBlank();
    }

    @Test
    void aCallInsideASpanOfItsFrameworkIsWrittenOnThatSpanWhichTheFrameworkEnds() {
        Span surrounding = telemetry
                .getOpenTelemetry()
                .getTracer("framework")
                .spanBuilder("tool call look")
                .startSpan();
        try (TaskScope task = guard.open(Desk.payBill());
                Scope current =
                        SurroundingSpan.in(Context.current(), surrounding).makeCurrent()) {
            task.call(Desk.look().withId("call_1"), call -> task.call(ToolCall.of(Desk.PEEK, "{}"), tool));
            assertThat(surrounding.isRecording()).isTrue();
            surrounding.end();
        }
        SpanData call = span("tool call look");
        assertThat(call.getAttributes().get(Names.OPERATION_NAME)).isEqualTo("execute_tool");
        assertThat(call.getAttributes().get(Names.TOOL_NAME)).isEqualTo("look");
        assertThat(call.getAttributes().get(Names.TOOL_CALL_ID)).isEqualTo("call_1");
        assertThat(call.getAttributes().get(Names.DECISION_OUTCOME)).isEqualTo("permit");
        assertThat(telemetry.getSpans()).noneMatch(span -> span.getName().equals("execute_tool look"));
        assertThat(span("execute_tool peek").getParentSpanId())
                .as("a call that the tool makes in turn has a span of its own, below")
                .isEqualTo(call.getSpanId());
    }

    @Test
    void aDenialIsWrittenOnTheSurroundingSpanToo() {
        Span surrounding = telemetry
                .getOpenTelemetry()
                .getTracer("framework")
                .spanBuilder("tool call pay")
                .startSpan();
        try (TaskScope task = guard.open(Desk.payBill());
                Scope current =
                        SurroundingSpan.in(Context.current(), surrounding).makeCurrent()) {
            deny(task, Desk.pay("501"));
        }
        surrounding.end();
        SpanData call = span("tool call pay");
        assertThat(call.getAttributes().get(Names.DECISION_OUTCOME)).isEqualTo("deny");
        assertThat(call.getAttributes().get(Names.ERROR_TYPE)).isEqualTo("CONDITION_FALSE");
    }

    @Test
    void aDeniedCallSaysWhyAndAModelsInventionBecomesNoName() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            deny(task, Desk.pay("501"));
            deny(task, ToolCall.of(ToolDescriptor.named("ignore_all_rules"), "{}"));
        }
        SpanData denied = span("execute_tool pay");
        assertThat(denied.getAttributes().get(Names.DECISION_OUTCOME)).isEqualTo("deny");
        assertThat(denied.getAttributes().get(Names.DECISION_REASON)).isEqualTo("CONDITION_FALSE");
        assertThat(denied.getAttributes().get(Names.ERROR_TYPE)).isEqualTo("CONDITION_FALSE");
        assertThat(span("execute_tool unknown").getAttributes().get(Names.DECISION_REASON))
                .isEqualTo("UNKNOWN_TOOL");
        assertThat(telemetry.getSpans().toString() + telemetry.getMetrics()).doesNotContain("ignore_all_rules");
    }

    @Test
    void spansThatTheToolOpensAreChildrenOfTheCall() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(Desk.look(), call -> {
                assertThat(Span.current().getSpanContext().isValid()).isTrue();
                telemetry
                        .getOpenTelemetry()
                        .getTracer("tool")
                        .spanBuilder("inside")
                        .startSpan()
                        .end();
                return "done";
            });
        }
        assertThat(span("inside").getParentSpanId())
                .isEqualTo(span("execute_tool look").getSpanId());
    }

    // DESIGN, "Telemetry": a token request is seen below the call that it is for, also the one for a renewal.
    @Test
    void aSourceIsAskedWithTheSpanOfTheCallCurrent() {
        List<String> current = new ArrayList<>();
        source.answer(request -> {
            current.add(Span.current().getSpanContext().getSpanId());
            return CompletableFuture.completedFuture(
                    source.credential(Instant.now().plusSeconds(30)));
        });
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(
                    Desk.look(), call -> call.renewCredential(call.credential().orElseThrow()));
        }
        String call = span("execute_tool look").getSpanId();
        assertThat(current).containsExactly(call, call);
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void aCallIsBelowItsTaskWhateverSpanOfTheCallersIsCurrent() {
        Span request = telemetry
                .getOpenTelemetry()
                .getTracer("http")
                .spanBuilder("request")
                .startSpan();
        TaskScope task = guard.open(Desk.payBill());
        try (Scope current = request.makeCurrent()) {
            task.call(Desk.look(), tool);
        }
        task.close();
        assertThat(span("execute_tool look").getParentSpanId())
                .isEqualTo(span("task pay-bill").getSpanId());
    }

    @Test
    void beingTheTaskOfAThreadKeepsWhatElseItsContextHolds() {
        ContextKey<String> theirs = ContextKey.named("theirs");
        Span step = telemetry
                .getOpenTelemetry()
                .getTracer("agent")
                .spanBuilder("step")
                .startSpan();
        try (TaskScope task = guard.open(Desk.payBill());
                Scope outer = Context.current().with(theirs, "kept").makeCurrent();
                Scope current = task.makeCurrent();
                Scope further = step.makeCurrent()) {
            task.call(Desk.look(), call -> {
                assertThat(Context.current().get(theirs)).isEqualTo("kept");
                return "done";
            });
        }
        assertThat(span("execute_tool look").getParentSpanId())
                .isEqualTo(step.getSpanContext().getSpanId());
    }

    @Test
    void aDenialNamesItsRecordAndAModelsCallIdIsCut() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            deny(task, Desk.pay("501").withId("x".repeat(100_000)));
        }
        SpanData denied = span("execute_tool pay");
        assertThat(denied.getAttributes().get(Names.AUDIT_SEQ)).isPositive();
        assertThat(denied.getAttributes().get(Names.TOOL_CALL_ID)).hasSizeLessThan(300);
    }

    @Test
    void everyMetricOfTheDesignIsThere() {
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(Desk.look(), tool);
            deny(task, Desk.pay("200"));
        }
        List<MetricData> metrics = telemetry.getMetrics();
        Set<String> names = metrics.stream().map(MetricData::getName).collect(Collectors.toSet());
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "taskbound.decisions",
                        "taskbound.decision.duration",
                        "taskbound.credential.request.duration",
                        "taskbound.approval.wait.duration",
                        "taskbound.tasks.active",
                        "gen_ai.execute_tool.duration");
    }

    private void deny(TaskScope task, ToolCall call) {
        try {
            task.call(call, tool);
        } catch (ToolCallDeniedException e) {
            return;
        }
        throw new AssertionError("not denied");
    }

    private static SpanData span(String name) {
        return telemetry.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among "
                        + telemetry.getSpans().stream().map(SpanData::getName).toList()));
    }
}
