/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The calls of one task that a human may still let run. Thread-safe. */
final class TaskWaits {
    private final Map<String, HeldTool> held = new ConcurrentHashMap<>();
    private final Runnable none;
    private volatile boolean any;
    private volatile boolean closing;

    /** @param none told when the last of them is gone, once nothing new is taken */
    TaskWaits(Runnable none) {
        this.none = none;
    }

    /** @param tool what the call was made with */
    void add(String id, HeldTool tool) {
        any = true;
        held.put(id, tool);
    }

    Optional<HeldTool> tool(String id) {
        return Optional.ofNullable(held.get(id));
    }

    void remove(String id) {
        held.remove(id);
        look();
    }

    /** Takes nothing new from now on. */
    void close() {
        closing = true;
        look();
    }

    void look() {
        if (closing && held.isEmpty()) {
            none.run();
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** Whether any call of the task was ever held. */
    boolean hadAny() {
        return any;
    }
}
