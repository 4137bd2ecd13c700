/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The calls of one task that a human may still let run. Thread-safe. */
final class TaskWaits {
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final Runnable none;
    private volatile boolean any;
    private volatile boolean closing;

    /** @param none told when the last of them is gone, once nothing new is taken */
    TaskWaits(Runnable none) {
        this.none = none;
    }

    void add(String id) {
        any = true;
        held.add(id);
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
