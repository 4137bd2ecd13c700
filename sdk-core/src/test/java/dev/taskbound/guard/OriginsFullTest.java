/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.telemetry.Metric;
import dev.taskbound.telemetry.Names;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Issue 5, "Origins", overflow: when a task has seen more than it can remember, the log, the trace and the denial say so. */
class OriginsFullTest {
    @RegisterExtension
    static final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

    private static final String OTHER = "GB33BUKB20201555555555";

    private final FakeAudit audit = new FakeAudit();
    private ToolGuard guard;
    private TaskScope task;

    @BeforeEach
    void open() {
        guard = ToolGuard.builder()
                .policy(Desk.policy("trust: trusted, labels: [pii]", "trust: trusted"))
                .audit(audit)
                .credentialSource("bank-source", new FakeSource())
                .openTelemetry(telemetry.getOpenTelemetry())
                .build();
        task = guard.open(Desk.payBill());
    }

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void aTaskThatHasSeenTooMuchIsOnRecordOnceAndItsDenialsSayIt() {
        task.call(Desk.look(), call -> numbers(10));
        task.call(Desk.look(), call -> numbers(50_000));
        task.call(Desk.look(), call -> numbers(20));
        ToolCallDeniedException denied = deniedPayment();

        assertThat(succeeded().stream()
                        .map(each -> String.valueOf(each.attributes().get("origins"))))
                .containsExactly("null", "full", "null");
        assertThat(denied.reason()).isEqualTo(ReasonCode.UNKNOWN_ORIGIN);
        assertThat(denied.getMessage()).as("nothing that helps to guess").doesNotContain("remember");
        assertThat(detail()).contains("iban").contains("the task has seen more than it could remember");
        assertThat(telemetry.getSpans().stream()
                        .filter(span -> Boolean.TRUE.equals(span.getAttributes().get(Names.ORIGINS_FULL))))
                .hasSize(1);
        assertThat(telemetry.getMetrics().stream().map(metric -> metric.getName()))
                .contains(Metric.ORIGINS_FULL.label());
    }

    @Test
    void aTaskThatHasSeenLittleSaysNothingOfIt() {
        task.call(Desk.look(), call -> numbers(10));
        deniedPayment();

        assertThat(succeeded()).noneMatch(each -> each.attributes().containsKey("origins"));
        assertThat(detail()).contains("iban").doesNotContain("remember");
    }

    private ToolCallDeniedException deniedPayment() {
        return catchThrowableOfType(
                ToolCallDeniedException.class,
                () -> task.call(
                        ToolCall.of(Desk.PAY, "{\"iban\":\"" + OTHER + "\",\"amount\":1}"), new CountingTool()));
    }

    private List<AuditEvent> succeeded() {
        return audit.events().stream()
                .filter(each -> each.type() == Type.SUCCEEDED)
                .toList();
    }

    private String detail() {
        return audit.events().stream()
                .filter(each -> each.type() == Type.DENIED)
                .map(each -> String.valueOf(each.attributes().get("detail")))
                .collect(Collectors.joining());
    }

    private static String numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(each -> "" + (1_000_000 + each))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
