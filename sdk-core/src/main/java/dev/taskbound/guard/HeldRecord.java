/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.HeldCall;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the audit log says of a held call, when the call itself is not under way. Holds no argument. */
final class HeldRecord {
    private HeldRecord() {}

    static AuditEvent event(HeldCall held, Type type, Instant at, Map<String, ?> details) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        put(attributes, "intent", held.task().intent());
        put(attributes, "agent", held.task().agent());
        put(attributes, "tenant", held.task().tenant());
        put(attributes, "principal", held.task().subject().orElse(null));
        put(attributes, "tool", held.tool().key());
        put(attributes, "action", held.tool().action().word());
        put(attributes, "destination", held.tool().destination());
        put(attributes, "tool_digest", held.toolDigest());
        put(attributes, "call_digest", held.callDigest());
        put(attributes, "policy", held.policyName());
        put(attributes, "policy_version", held.policyVersion());
        put(attributes, "approval", held.id());
        attributes.putAll(details);
        return new AuditEvent(type, at, held.task().id(), held.callId(), attributes);
    }

    private static void put(Map<String, Object> attributes, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            attributes.put(name, value);
        }
    }
}
