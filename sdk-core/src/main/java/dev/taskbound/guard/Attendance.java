/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Held calls for which somebody in this process still waits, and is told what comes of them. Thread-safe. */
final class Attendance {
    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

    void come(String id) {
        waiting.merge(id, 1, Integer::sum);
    }

    /** True if nobody is left. */
    boolean leave(String id) {
        return waiting.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1) == null;
    }

    boolean isAttended(String id) {
        return waiting.containsKey(id);
    }
}
