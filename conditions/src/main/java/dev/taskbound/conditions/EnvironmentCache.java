/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The environments that were asked for last, by their variables. They are immutable, so who shares one cannot tell. Safe for
 * use by many threads; two that ask for the same new one at once may each build it.
 */
final class EnvironmentCache {
    static final int MOST = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Function<Map<String, ValueType>, ConditionEnvironment> build;
    private final Map<Map<String, ValueType>, ConditionEnvironment> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, ValueType>, ConditionEnvironment> eldest) {
            return size() > MOST;
        }
    };

    EnvironmentCache(Function<Map<String, ValueType>, ConditionEnvironment> build) {
        this.build = build;
    }

    ConditionEnvironment get(Map<String, ValueType> variables) {
        Map<String, ValueType> key = Map.copyOf(variables);
        ConditionEnvironment known = locked(() -> last.get(key));
        if (known != null) {
            return known;
        }
        ConditionEnvironment built = build.apply(key);
        locked(() -> last.put(key, built));
        return built;
    }

    private <T> T locked(java.util.function.Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
