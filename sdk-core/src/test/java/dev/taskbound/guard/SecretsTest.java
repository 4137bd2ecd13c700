/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Secret;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.Approver;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** DESIGN: secrets never reach a log, a span, an exception, {@code toString} or the model. */
class SecretsTest {
    @RegisterExtension
    static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final StringWriter seen = new StringWriter();
    private final PrintWriter out = new PrintWriter(seen, true);

    @Test
    void noTokenAndNoArgumentIsSeenAnywhere() {
        PrintStream console = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            everyKindOfCall();
        } finally {
            System.setErr(console);
        }
        out.println(log.toString(StandardCharsets.UTF_8));
        audit.events().forEach(event -> out.println(event));
        telemetry.getSpans().forEach(span -> out.println(span));
        telemetry.getMetrics().forEach(metric -> out.println(metric));

        assertThat(seen.toString()).contains("credential-1").doesNotContain(Desk.TOKEN, "hunter2", "argument-value");
    }

    @Test
    void whatHoldsASecretDoesNotShowIt() {
        assertThat(List.of(
                                Secret.of(Desk.TOKEN),
                                source.credential(java.time.Instant.now()),
                                Desk.payBill(),
                                Desk.payBill().principal().orElseThrow(),
                                Desk.note("argument-value"))
                        .toString())
                .doesNotContain(Desk.TOKEN, "argument-value");
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    }

    private void everyKindOfCall() {
        try (ToolGuard guard = ToolGuard.builder()
                        .policy(Desk.policy())
                        .audit(audit)
                        .credentialSource("bank-source", source)
                        .openTelemetry(telemetry.getOpenTelemetry())
                        .approver(Approver.callback(
                                request -> new ApprovalOutcome.Declined("lead", "no: " + request.id())))
                        .build();
                TaskScope task = guard.open(Desk.payBill())) {
            attempt(task, Desk.look());
            attempt(task, Desk.pay("200"));
            attempt(task, Desk.pay("\"argument-value\""));
            attempt(task, ToolCall.of(Desk.NOTE, "{\"text\":[\"argument-value\"]}"));
            attempt(task, ToolCall.of(Desk.PAY, "{\"iban\":\"argument-value\",\"amount\":1}"));
            attempt(task, Desk.note("argument-value"));
            source.answer(request -> CompletableFuture.failedFuture(new IllegalStateException(Desk.TOKEN)));
            attempt(task, Desk.look());
            out.println(task + " " + guard + " " + task.task());
        }
    }

    private void attempt(TaskScope task, ToolCall call) {
        try {
            task.call(call, context -> {
                out.println(context + " " + context.credential());
                if (call.tool().equals(Desk.NOTE)) {
                    throw new IllegalStateException("password=hunter2");
                }
                return "done";
            });
        } catch (ToolCallDeniedException e) {
            e.printStackTrace(out);
        } catch (IllegalStateException e) {
            assertThat(e).as("the tool's own exception is the application's").hasMessage("password=hunter2");
        }
    }
}
