/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A map of bounded size whose entries end. It never drops what has not ended: where there is no room, it refuses. Not
 * thread-safe.
 */
final class Lives<V> {
    // Halved, so that two of them can be subtracted.
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);
    private static final long SWEEP_INTERVAL = Duration.ofSeconds(1).toNanos();

    private final Map<Object, Life<V>> lives = new HashMap<>();
    private final String what;
    private final int capacity;
    private final LongSupplier nanos;
    private long nextSweep;

    private record Life<V>(V value, long end) {
        boolean isOver(long now) {
            return now - end >= 0;
        }
    }

    /** @param nanos a monotonic clock with any origin */
    Lives(String what, int capacity, LongSupplier nanos) {
        this.what = what;
        this.capacity = capacity;
        this.nanos = nanos;
        this.nextSweep = nanos.getAsLong();
    }

    @Nullable
    V get(Object key) {
        Life<V> life = lives.get(key);
        return life == null || life.isOver(nanos.getAsLong()) ? null : life.value();
    }

    /**
     * The value that lives under the key, or else the given one from now on; it lives at least that much longer.
     *
     * @throws IllegalArgumentException if the life is not positive
     * @throws IllegalStateException if there is no room
     */
    V keep(Object key, V value, Duration life) {
        long now = nanos.getAsLong();
        long end = now + nanosOf(life);
        Life<V> old = lives.get(key);
        if (old != null && !old.isOver(now)) {
            lives.put(key, new Life<>(old.value(), Math.max(old.end() - now, end - now) + now));
            return old.value();
        }
        lives.remove(key);
        requireRoom(now);
        lives.put(key, new Life<>(value, end));
        return value;
    }

    @Nullable
    V remove(Object key) {
        Life<V> life = lives.remove(key);
        return life == null || life.isOver(nanos.getAsLong()) ? null : life.value();
    }

    private static long nanosOf(Duration life) {
        if (life.isNegative() || life.isZero()) {
            throw new IllegalArgumentException("expected a positive life, found " + life);
        }
        return life.compareTo(LONGEST) < 0 ? life.toNanos() : LONGEST.toNanos();
    }

    private void requireRoom(long now) {
        // Now and then, so that neither garbage nor time spent on looking for it grows.
        if (now - nextSweep >= 0) {
            nextSweep = now + SWEEP_INTERVAL;
            lives.values().removeIf(life -> life.isOver(now));
        }
        if (lives.size() >= capacity) {
            throw new IllegalStateException("no room for more than " + capacity + " " + what);
        }
    }
}
