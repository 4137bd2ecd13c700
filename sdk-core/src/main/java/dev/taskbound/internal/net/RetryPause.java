/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.net;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long a server is left alone after it did not revoke: half a second, doubled to half a minute, with jitter. */
public final class RetryPause {
    private static final long SHORTEST_MILLIS = 500;
    private static final int MOST_DOUBLED = 6;

    private RetryPause() {}

    /**
     * @param tries that came before
     * @param asked what the server wants; null if it does not say
     */
    public static Duration after(int tries, @Nullable Duration asked) {
        long longest = SHORTEST_MILLIS << Math.min(tries, MOST_DOUBLED);
        Duration own = Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
        return asked == null || asked.compareTo(own) < 0 ? own : asked;
    }
}
