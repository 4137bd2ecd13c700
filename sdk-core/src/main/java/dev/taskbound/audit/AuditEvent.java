/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Something that happened and must be kept.
 *
 * @param type what happened
 * @param at when, by the guard's clock
 * @param task the task's id; empty for what belongs to no task
 * @param call the call's own id within the guard; empty for what belongs to no call
 * @param attributes the rest by name, in the order given: text, {@code Long}, {@code Boolean}, lists and maps of these.
 *     Holds no token, no key, and no arguments unless the guard was told to record them
 */
public record AuditEvent(Type type, Instant at, String task, String call, Map<String, Object> attributes) {
    public AuditEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(call, "call");
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        attributes.forEach((name, value) -> Objects.requireNonNull(value, name));
    }

    /** What can happen. A call's records are one {@code DENIED}, or {@code STARTED} and then exactly one outcome. */
    public enum Type {
        POLICY_LOADED,
        TASK_OPENED,
        TASK_DENIED,
        TASK_CLOSED,
        APPROVAL_REQUESTED,
        APPROVAL_DECIDED,
        DENIED,
        STARTED,
        CREDENTIAL_ISSUED,
        REFUSED_INSIDE,
        SUCCEEDED,
        FAILED,
        UNKNOWN,
        REVOKED,
        REVOCATION_ENDED,
        REVOCATION_REFUSED,
        LIFTED,
        CREDENTIALS_LEFT,
        RECOVERED,
        POLICY_REFUSED,
        SECURITY_EVENT,
        OFFBOARDED,
        AGENT_ENABLED,
        REVOCATIONS_REFUSED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word in the log. */
        public String word() {
            return word;
        }

        /** Whether this ends a call that was {@code STARTED}. */
        public boolean isOutcome() {
            return this == SUCCEEDED || this == FAILED || this == UNKNOWN || this == DENIED;
        }
    }
}
