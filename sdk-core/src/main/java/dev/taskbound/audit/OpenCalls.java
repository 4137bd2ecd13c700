/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls of a log that were started and have no outcome yet, in bounded memory. Not thread-safe. */
final class OpenCalls {
    /** Bytes of the records that may be kept: many times what the calls in progress of one process need. */
    static final long ROOM = 64L << 20;

    private final Map<Key, Call> calls = new LinkedHashMap<>();
    private long bytes;

    private record Key(String task, String call) {}

    private static final class Call {
        final List<AuditEvent> events = new ArrayList<>();
        long bytes;
    }

    /**
     * Takes the next event of the log in.
     *
     * @param size bytes of its record
     * @return false if there is no room for it
     */
    boolean accept(AuditEvent event, int size) {
        Key key = new Key(event.task(), event.call());
        if (event.type().isOutcome()) {
            remove(key);
        } else if (event.type() == AuditEvent.Type.STARTED) {
            remove(key);
            keep(calls.computeIfAbsent(key, k -> new Call()), event, size);
        } else if (event.type() == AuditEvent.Type.CREDENTIAL_ISSUED && calls.containsKey(key)) {
            keep(calls.get(key), event, size);
        }
        return bytes <= ROOM;
    }

    private void remove(Key key) {
        Call ended = calls.remove(key);
        bytes -= ended == null ? 0 : ended.bytes;
    }

    private void keep(Call call, AuditEvent event, int size) {
        call.events.add(event);
        call.bytes += size;
        bytes += size;
    }

    List<AuditSink.Unfinished> unfinished() {
        return calls.values().stream()
                .map(call -> new AuditSink.Unfinished(call.events.get(0), call.events.subList(1, call.events.size())))
                .toList();
    }
}
