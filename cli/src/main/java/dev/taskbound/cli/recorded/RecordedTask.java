/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.recorded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A task as it was recorded, with its calls in the order in which they were decided. */
public final class RecordedTask {
    private final String id;
    private final Instant at;
    private final Map<String, Object> opened;
    private final List<RecordedCall> calls = new ArrayList<>();
    private final Map<String, Long> staticSecrets = new TreeMap<>();

    RecordedTask(String id, Instant at, Map<String, Object> opened) {
        this.id = id;
        this.at = at;
        this.opened = opened;
    }

    void add(RecordedCall call) {
        calls.add(call);
    }

    void usedStaticSecret(String source) {
        staticSecrets.merge(source, 1L, Long::sum);
    }

    /** How often a secret was used that lives on after the call, by the policy's name of its source. */
    public Map<String, Long> staticSecrets() {
        return Collections.unmodifiableMap(staticSecrets);
    }

    public String id() {
        return id;
    }

    public Instant at() {
        return at;
    }

    public String intent() {
        return text("intent");
    }

    public String agent() {
        return text("agent");
    }

    public String tenant() {
        return text("tenant");
    }

    public Optional<String> principal() {
        return Optional.ofNullable(opened.get("principal")).map(String::valueOf);
    }

    public List<String> roles() {
        return RecordedArgument.texts(opened.get("roles"));
    }

    public List<RecordedArgument> parameters() {
        return RecordedArgument.of(opened.get("parameters"));
    }

    public List<RecordedCall> calls() {
        return List.copyOf(calls);
    }

    /** This task as if the call had been its last. */
    public RecordedTask upTo(RecordedCall last) {
        RecordedTask shorter = new RecordedTask(id, at, opened);
        for (RecordedCall call : calls) {
            shorter.add(call);
            if (call.equals(last)) {
                break;
            }
        }
        return shorter;
    }

    private String text(String name) {
        Object value = opened.get(name);
        return value == null ? "" : String.valueOf(value);
    }

    @Override
    public String toString() {
        return "RecordedTask[" + id + "]";
    }
}
