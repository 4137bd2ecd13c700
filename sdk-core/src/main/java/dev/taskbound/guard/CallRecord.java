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

/** What the audit log says of one call. Holds no argument and no secret. */
final class CallRecord {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PURPOSE = 500;

    private final Task task;
    private String call;
    private final Map<String, Object> common = new LinkedHashMap<>();

    CallRecord(Task task, String call, ToolCall toolCall, Policy policy, SpanContext span) {
        this.task = task;
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

    AuditEvent event(Type type, Instant at, Map<String, ?> details) {
        Map<String, Object> attributes = new LinkedHashMap<>(common);
        attributes.putAll(details);
        return new AuditEvent(type, at, task.id(), call, attributes);
    }

    private static @Nullable String printable(@Nullable String text, int longest) {
        return text == null ? null : PlainText.printable(text, longest);
    }
}
