/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Task;
import dev.taskbound.ToolCall;
import dev.taskbound.approval.PlainText;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.Policy;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the audit log says of one call. Holds no secret, and no argument unless arguments are recorded. */
final class CallRecord {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PURPOSE = 500;

    private final Task task;
    private String call;
    private final TaskScope scope;
    private final @Nullable ArgumentRecording recording;
    private final Map<String, Object> common = new LinkedHashMap<>();
    private @Nullable FrozenCall unrecorded;

    CallRecord(
            TaskScope scope,
            @Nullable ArgumentRecording recording,
            String call,
            ToolCall toolCall,
            Policy policy,
            SpanContext span) {
        this.scope = scope;
        this.recording = recording;
        this.task = scope.task();
        this.call = call;
        put("intent", task.intent());
        put("agent", task.agent());
        put("tenant", task.tenant());
        put("principal", task.subject().orElse(null));
        Task parent = task.parent();
        put("parent", parent == null ? null : parent.id());
        put("tool", PlainText.printable(toolCall.tool().key(), LONGEST_NAME));
        put("model_call_id", printable(toolCall.id().orElse(null), LONGEST_NAME));
        put("purpose", printable(toolCall.purpose().orElse(null), LONGEST_PURPOSE));
        put("policy", policy.name());
        put("policy_revision", policy.revision());
        put("policy_version", policy.version());
        if (span.isValid()) {
            put("trace_id", span.getTraceId());
            put("span_id", span.getSpanId());
        }
    }

    /** Adds what every later record of the call says. */
    void frozen(FrozenCall frozen, @Nullable String model) {
        unrecorded = frozen;
        put("action", frozen.tool().profile().action().word());
        put("destination", frozen.tool().profile().destination());
        put("tool_digest", frozen.tool().digest());
        put("call_digest", frozen.digest());
        put("model", printable(model, LONGEST_NAME));
    }

    String call() {
        return call;
    }

    /** From here on the records are those of this call, which was held. */
    void continues(String heldCall) {
        call = heldCall;
        put("resumed", true);
    }

    /** Adds one more fact to every later record of the call; an empty one is left out. */
    void put(String name, @Nullable Object value) {
        if (value != null && !value.equals("")) {
            common.put(name, value);
        }
    }

    /** What would have refused the call if the policy were enforced. */
    void observed(Refusal refusal) {
        put("observed", refusal.reason().name());
        put("observed_rule", refusal.rule());
        put("observed_detail", refusal.detail());
    }

    AuditEvent event(Type type, Instant at, Map<String, ?> details) {
        Map<String, Object> attributes = new LinkedHashMap<>(common);
        attributes.putAll(details);
        attributes.putAll(arguments(type));
        return new AuditEvent(type, at, task.id(), call, attributes);
    }

    /** Once a call, where it begins or is refused. */
    private Map<String, Object> arguments(Type type) {
        FrozenCall frozen = unrecorded;
        if (frozen == null || (type != Type.STARTED && type != Type.DENIED)) {
            return Map.of();
        }
        unrecorded = null;
        return RecordedValues.ofCall(recording, frozen, scope.origins().snapshot());
    }

    private static @Nullable String printable(@Nullable String text, int longest) {
        return text == null ? null : PlainText.printable(text, longest);
    }
}
