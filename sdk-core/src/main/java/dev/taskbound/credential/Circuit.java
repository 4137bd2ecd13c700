/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.telemetry.Metric;
import dev.taskbound.telemetry.Names;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Keeps requests from an issuer that does not answer: after half of the last twenty have failed nobody is asked for a
 * quarter of a second, then two requests try whether it is back. Thread-safe.
 */
final class Circuit {
    private static final int LOOKED_AT = 20;
    private static final int ENOUGH = 10;
    private static final int TRIES = 2;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final CircuitBreaker breaker;

    Circuit(IssuerMetrics metrics) {
        this.breaker = CircuitBreaker.of(
                "issuer",
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(LOOKED_AT)
                        .minimumNumberOfCalls(ENOUGH)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(PAUSE)
                        .permittedNumberOfCallsInHalfOpenState(TRIES)
                        // A try that hangs must not keep the others away.
                        .maxWaitDurationInHalfOpenState(PAUSE)
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event -> metrics.add(
                        Metric.ISSUER_CIRCUIT,
                        Map.of(
                                Names.CIRCUIT_STATE.getKey(),
                                event.getStateTransition().getToState().name().toLowerCase(java.util.Locale.ROOT))));
    }

    /** Whether a request may go out now; if so, its end must be told. */
    boolean lets() {
        return breaker.tryAcquirePermission();
    }

    void ended(boolean answered, long nanos) {
        if (answered) {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        } else {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, new NoAnswerException("no answer", false));
        }
    }

    /** It ended and said nothing about the issuer. */
    void saidNothing() {
        breaker.releasePermission();
    }
}
