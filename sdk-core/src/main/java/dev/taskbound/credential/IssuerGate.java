/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of every request to one issuer: so many at once, none while it is down, and once more after a short pause where
 * nothing came of the first. Thread-safe.
 */
final class IssuerGate {
    /** Requests at once to one issuer; OkHttp's own default of 5 would queue a busy agent. */
    static final int AT_ONCE = 64;

    /** What a server or its proxy answers that is not there at the moment. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private static final int FIRST_SERVER_ERROR = 500;
    private static final int SHORTEST_PAUSE_MILLIS = 20;
    private static final int LONGEST_PAUSE_MILLIS = 150;

    private final String issuer;
    private final Slots slots;
    private final Circuit circuit;
    private final IssuerMetrics metrics;
    private final Executor executor;

    IssuerGate(String issuer, Executor executor, IssuerMetrics metrics) {
        this.issuer = issuer;
        this.slots = new Slots(AT_ONCE, executor);
        this.circuit = new Circuit(metrics);
        this.metrics = metrics;
        this.executor = executor;
    }

    /**
     * @param request makes a fresh one each time it is called, since assertions and proofs are good for one; told whether it
     *     is the second, which is to go over a connection of its own
     * @param status of an answer
     */
    <T> CompletableFuture<T> ask(
            Function<Boolean, CompletableFuture<T>> request,
            Function<T, Integer> status,
            Supplier<Duration> remaining) {
        Function<Boolean, CompletableFuture<T>> here = Context.current().wrapFunction(request);
        return attempt(here, status, remaining, false)
                .handle((answer, failure) -> isPassing(answer, failure, status)
                        ? again(here, status, remaining, answer, failure)
                        : settled(answer, failure))
                .thenCompose(Function.identity());
    }

    /** As {@link #ask}, but made no second time: somebody is asked, and would be asked twice. */
    <T> CompletableFuture<T> once(
            Function<Boolean, CompletableFuture<T>> request,
            Function<T, Integer> status,
            Supplier<Duration> remaining) {
        return attempt(Context.current().wrapFunction(request), status, remaining, false)
                .handle((answer, failure) -> settled(answer, failure))
                .thenCompose(Function.identity());
    }

    private <T> CompletableFuture<T> again(
            Function<Boolean, CompletableFuture<T>> request,
            Function<T, Integer> status,
            Supplier<Duration> remaining,
            @Nullable T answer,
            @Nullable Throwable failure) {
        long pause = ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        if (remaining.get().toMillis() <= 2 * pause) {
            return settled(answer, failure);
        }
        return CompletableFuture.supplyAsync(
                        () -> attempt(request, status, remaining, true),
                        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, executor))
                .thenCompose(Function.identity())
                .handle((value, problem) -> settled(value, problem))
                .thenCompose(Function.identity());
    }

    private <T> CompletableFuture<T> attempt(
            Function<Boolean, CompletableFuture<T>> request,
            Function<T, Integer> status,
            Supplier<Duration> remaining,
            boolean again) {
        long from = System.nanoTime();
        return slots.run(() -> {
            metrics.waited(System.nanoTime() - from);
            if (remaining.get().isZero()) {
                return refused("no time was left when its turn came");
            }
            if (!circuit.lets()) {
                metrics.requested("held_back", again);
                return refused("it has not answered lately and is not asked for a moment");
            }
            return send(request, status, again);
        });
    }

    private <T> CompletableFuture<T> send(
            Function<Boolean, CompletableFuture<T>> request, Function<T, Integer> status, boolean again) {
        long from = System.nanoTime();
        CompletableFuture<T> sent;
        try {
            sent = request.apply(again);
        } catch (RuntimeException e) {
            // It could not be made.
            circuit.saidNothing();
            return CompletableFuture.failedFuture(e);
        }
        return sent.whenComplete((answer, failure) -> {
            boolean answered = failure == null ? isAnswer(status.apply(answer)) : !isNone(failure);
            if (failure != null && cause(failure) instanceof NoAnswerException none && none.isStale()) {
                circuit.saidNothing();
            } else {
                circuit.ended(answered, System.nanoTime() - from);
            }
            metrics.requested(answered ? "answered" : "failed", again);
        });
    }

    private static boolean isAnswer(int status) {
        return status < FIRST_SERVER_ERROR && !PASSING.contains(status);
    }

    private static <T> boolean isPassing(@Nullable T answer, @Nullable Throwable failure, Function<T, Integer> status) {
        return answer == null ? failure != null && isNone(failure) : PASSING.contains(status.apply(answer));
    }

    private static boolean isNone(Throwable failure) {
        return cause(failure) instanceof NoAnswerException;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static <T> CompletableFuture<T> settled(@Nullable T answer, @Nullable Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedFuture(answer);
        }
        Throwable cause = cause(failure);
        return CompletableFuture.failedFuture(
                cause instanceof NoAnswerException none
                        ? new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, String.valueOf(none.getMessage()))
                        : cause);
    }

    private <T> CompletableFuture<T> refused(String why) {
        return CompletableFuture.failedFuture(
                new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, issuer + ": " + why));
    }
}
