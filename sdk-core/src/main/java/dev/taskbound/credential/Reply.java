/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came over HTTP, with what {@link IssuerGate} goes by.
 *
 * @param retryAfter how long the server wants to be left alone; null if it does not say
 */
record Reply<T>(T answer, int status, @Nullable Duration retryAfter) {
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    /** What a server or its proxy answers that is not there at the moment. */
    private static final Set<Integer> PASSING = Set.of(TOO_MANY, 502, 503, 504);

    <U> Reply<U> map(Function<T, U> made) {
        return new Reply<>(made.apply(answer), status, retryAfter);
    }

    /** Whether the server is at work; what it answers is another matter. One that says how long 429 holds is. */
    boolean isAnswer() {
        boolean isOrderly = status == TOO_MANY && retryAfter != null;
        return isOrderly || (status < FIRST_SERVER_ERROR && !PASSING.contains(status));
    }

    /** Whether another answer may come at once: not where the server says when. */
    boolean isPassing() {
        return PASSING.contains(status) && (retryAfter == null || retryAfter.isZero());
    }
}
