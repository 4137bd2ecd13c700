/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest version that this process has seen of each call: an older one that comes back was put there by somebody.
 * Remembers the last 20,000 calls. Thread-safe.
 */
final class Newest {
    private static final int MOST = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> versions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    };

    /** 0 for a call that was not seen. To be asked before the row is read: whatever was seen then is committed. */
    int of(String id) {
        lock.lock();
        try {
            return versions.getOrDefault(id, 0);
        } finally {
            lock.unlock();
        }
    }

    void saw(String id, int version) {
        lock.lock();
        try {
            versions.merge(id, version, Math::max);
        } finally {
            lock.unlock();
        }
    }
}
