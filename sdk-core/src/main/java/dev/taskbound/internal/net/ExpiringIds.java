/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.net;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** Remembers ids until they expire, a bounded number of them; never forgets one that has not expired. Thread-safe. */
public final class ExpiringIds {
    private final int capacity;
    private final Clock clock;
    private final Map<String, Instant> ids = new HashMap<>();
    private final PriorityQueue<Map.Entry<String, Instant>> byExpiry =
            new PriorityQueue<>(Comparator.comparing(Map.Entry<String, Instant>::getValue));

    public ExpiringIds(int capacity, Clock clock) {
        this.capacity = capacity;
        this.clock = clock;
    }

    /** What became of an id. */
    public enum Added {
        NEW,
        KNOWN,
        FULL
    }

    public synchronized Added add(String id, Instant expiry) {
        forgetExpired();
        if (ids.containsKey(id)) {
            return Added.KNOWN;
        }
        if (ids.size() >= capacity) {
            return Added.FULL;
        }
        ids.put(id, expiry);
        byExpiry.add(Map.entry(id, expiry));
        return Added.NEW;
    }

    public synchronized boolean contains(String id) {
        forgetExpired();
        return ids.containsKey(id);
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        for (var next = byExpiry.peek(); next != null && next.getValue().isBefore(now); next = byExpiry.peek()) {
            byExpiry.remove();
            ids.remove(next.getKey());
        }
    }
}
