/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** When an approved call may be tried, and that nobody else tries it meanwhile. Thread-safe. */
final class Retries {
    private static final long FIRST = Duration.ofSeconds(5).toNanos();
    private static final long LONGEST = Duration.ofMinutes(5).toNanos();

    private final Map<String, Attempt> attempts = new HashMap<>();

    synchronized boolean isDue(String id) {
        Attempt attempt = attempts.get(id);
        return attempt == null || attempt.isDue();
    }

    /** True for the one who may try now, and then says when that is over. */
    synchronized boolean begin(String id) {
        if (!isDue(id)) {
            return false;
        }
        attempts.computeIfAbsent(id, fresh -> new Attempt()).underWay = true;
        return true;
    }

    synchronized boolean isFirst(String id) {
        Attempt attempt = attempts.get(id);
        return attempt == null || attempt.delay == 0;
    }

    /** @param until from then on nobody will ask for it again */
    synchronized void end(String id, boolean again, Instant until) {
        Instant now = Instant.now();
        attempts.values().removeIf(each -> !each.underWay && now.isAfter(each.until));
        Attempt attempt = attempts.get(id);
        if (attempt != null) {
            attempt.over(again, until);
        }
    }

    private static final class Attempt {
        private boolean underWay;
        private long delay;
        private long next = System.nanoTime();
        private Instant until = Instant.MAX;

        boolean isDue() {
            return !underWay && System.nanoTime() - next >= 0;
        }

        void over(boolean again, Instant newUntil) {
            underWay = false;
            until = newUntil;
            delay = again ? Math.min(Math.max(FIRST, 2 * delay), LONGEST) : LONGEST;
            next = System.nanoTime() + delay;
        }
    }
}
