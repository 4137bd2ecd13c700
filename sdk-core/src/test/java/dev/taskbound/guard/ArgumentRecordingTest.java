/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** DESIGN: arguments, results and purpose are recorded only when asked for, bounded and redacted. */
class ArgumentRecordingTest {
    private final FakeAudit audit = new FakeAudit();

    @Test
    void noArgumentIsRecordedUnlessThatIsAskedFor() {
        payAndNote(null);

        assertThat(audit.events().toString()).doesNotContain(Desk.IBAN, "argument-value");
    }

    @Test
    void anArgumentIsRecordedOnceWithItsOriginsAndLabels() {
        payAndNote(ArgumentRecording.upTo(100));

        AuditEvent started = event(Type.STARTED, "pay");
        assertThat(arguments(started))
                .contains(Map.of(
                        "name",
                        "iban",
                        "value",
                        "\"" + Desk.IBAN + "\"",
                        "known",
                        true,
                        "origins",
                        List.of("parameter.iban", "result.look#iban"),
                        "labels",
                        List.of("pii"),
                        "entities_known",
                        true));
        assertThat(started.attributes()).containsEntry("labels_seen", List.of("pii"));
        assertThat(event(Type.SUCCEEDED, "pay").attributes()).doesNotContainKey("arguments");
    }

    @Test
    void aRefusedCallIsRecordedWithItsArgumentsToo() {
        try (ToolGuard guard = guard(ArgumentRecording.upTo(100));
                TaskScope task = guard.open(Desk.payBill())) {
            assertThatExceptionOfType(ToolCallDeniedException.class)
                    .isThrownBy(() -> task.call(Desk.pay("501"), call -> "paid"));
        }

        assertThat(arguments(event(Type.DENIED, "pay")).toString()).contains("value=501");
    }

    @Test
    void parametersOfATaskAreRecordedWithWhoGaveThem() {
        payAndNote(ArgumentRecording.upTo(100));

        assertThat(audit.events().stream()
                        .filter(event -> event.type() == Type.TASK_OPENED)
                        .findFirst()
                        .orElseThrow()
                        .attributes()
                        .get("parameters"))
                .isEqualTo(List.of(Map.of("name", "iban", "value", "\"" + Desk.IBAN + "\"", "by_model", false)));
    }

    @Test
    void whatIsRedactedOrTooLongIsNotRecorded() {
        payAndNote(ArgumentRecording.upTo(10).redact("pay", "iban").redactParameter("iban"));

        assertThat(audit.events().toString()).doesNotContain(Desk.IBAN, "argument-value");
        assertThat(arguments(event(Type.STARTED, "pay")).toString()).contains("redacted=true", "parameter.iban");
        assertThat(arguments(event(Type.STARTED, "note")).toString()).contains("too_long=true");
    }

    @Test
    void theBoundIsWithinReason() {
        assertThatIllegalArgumentException().isThrownBy(() -> ArgumentRecording.upTo(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ArgumentRecording.upTo(10_001));
    }

    private void payAndNote(ArgumentRecording recording) {
        try (ToolGuard guard = guard(recording);
                TaskScope task = guard.open(Desk.payBill())) {
            task.call(Desk.look(), call -> "{\"iban\": \"" + Desk.IBAN + "\"}");
            task.call(Desk.pay("99"), call -> "paid");
            task.call(Desk.note("argument-value"), call -> "noted");
        }
    }

    private ToolGuard guard(ArgumentRecording recording) {
        ToolGuardBuilder guard = ToolGuard.builder()
                .policy(Desk.policy())
                .audit(audit)
                .credentialSource("bank-source", new FakeSource());
        return (recording == null ? guard : guard.recordArguments(recording)).build();
    }

    private AuditEvent event(Type type, String tool) {
        return audit.events().stream()
                .filter(event ->
                        event.type() == type && tool.equals(event.attributes().get("tool")))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Object> arguments(AuditEvent event) {
        return (List<Object>) event.attributes().get("arguments");
    }
}
