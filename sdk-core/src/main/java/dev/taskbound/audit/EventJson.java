/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An event as JSON, both ways. */
final class EventJson {
    // A record puts the event one level deeper and adds its own few members; what is written here can be read there.
    private static final JsonLimits LIMITS = new JsonLimits(1_000_000, 63, 1_000_000, 400, 1024, 100_000);

    private EventJson() {}

    /**
     * The canonical text (RFC 8785).
     *
     * @throws IllegalArgumentException if the event has none, or is too large or too deep to be read back
     */
    static String write(AuditEvent event) {
        String text = CanonicalJson.write(Map.of(
                "type", event.type().word(),
                "at", event.at().toString(),
                "task", event.task(),
                "call", event.call(),
                "attributes", event.attributes()));
        try {
            StrictJson.parseObject(text, LIMITS);
        } catch (JsonRefusedException e) {
            throw new IllegalArgumentException("audit event " + event.type() + ": " + e.getMessage(), e);
        }
        return text;
    }

    /** @throws IllegalArgumentException if the tree is no event */
    static AuditEvent read(Map<?, ?> tree) {
        if (tree.size() != 5) {
            throw new IllegalArgumentException("expected an event of 5 members, found " + tree.size());
        }
        return new AuditEvent(
                type(text(tree, "type")),
                instant(text(tree, "at")),
                text(tree, "task"),
                text(tree, "call"),
                object(tree.get("attributes")));
    }

    private static AuditEvent.Type type(String word) {
        return Stream.of(AuditEvent.Type.values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a known type"));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("expected a time (ISO 8601)", e);
        }
    }

    private static String text(Map<?, ?> tree, String name) {
        if (tree.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("expected a text for " + name);
    }

    @SuppressWarnings("unchecked") // a map in a tree has string keys, and AuditEvent refuses null values
    private static Map<String, Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> && !((Map<?, ?>) value).containsValue(null)) {
            return (Map<String, Object>) value;
        }
        throw new IllegalArgumentException("expected attributes");
    }
}
