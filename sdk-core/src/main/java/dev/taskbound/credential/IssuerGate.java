/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Objects;
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
     */
    <T> CompletableFuture<T> ask(Function<Boolean, CompletableFuture<Reply<T>>> request, Supplier<Duration> remaining) {
        Function<Boolean, CompletableFuture<Reply<T>>> here = Context.current().wrapFunction(request);
        return attempt(here, remaining, false)
                .handle((reply, failure) ->
                        isPassing(reply, failure) ? again(here, remaining, reply, failure) : settled(reply, failure))
                .thenCompose(Function.identity());
    }

    /** As {@link #ask}, but made no second time: somebody is asked, and would be asked twice. */
    <T> CompletableFuture<T> once(
            Function<Boolean, CompletableFuture<Reply<T>>> request, Supplier<Duration> remaining) {
        return attempt(Context.current().wrapFunction(request), remaining, false)
                .handle((reply, failure) -> settled(reply, failure))
                .thenCompose(Function.identity());
    }

    private <T> CompletableFuture<T> again(
            Function<Boolean, CompletableFuture<Reply<T>>> request,
            Supplier<Duration> remaining,
            @Nullable Reply<T> reply,
            @Nullable Throwable failure) {
        long pause = ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
        if (remaining.get().toMillis() <= 2 * pause) {
            return settled(reply, failure);
        }
        return CompletableFuture.supplyAsync(
                        () -> attempt(request, remaining, true),
                        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, executor))
                .thenCompose(Function.identity())
                .handle((value, problem) -> settled(value, problem))
                .thenCompose(Function.identity());
    }

    private <T> CompletableFuture<Reply<T>> attempt(
            Function<Boolean, CompletableFuture<Reply<T>>> request, Supplier<Duration> remaining, boolean again) {
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
            return send(request, again);
        });
    }

    private <T> CompletableFuture<Reply<T>> send(
            Function<Boolean, CompletableFuture<Reply<T>>> request, boolean again) {
        long from = System.nanoTime();
        CompletableFuture<Reply<T>> sent;
        try {
            sent = request.apply(again);
        } catch (RuntimeException e) {
            // It could not be made.
            circuit.saidNothing();
            return CompletableFuture.failedFuture(e);
        }
        return sent.whenComplete((reply, failure) -> {
            boolean answered = failure == null ? reply.isAnswer() : !isNone(failure);
            if (failure != null && cause(failure) instanceof NoAnswerException none && none.isStale()) {
                circuit.saidNothing();
            } else {
                circuit.ended(answered, System.nanoTime() - from);
            }
            metrics.requested(answered ? "answered" : "failed", again);
        });
    }

    private static boolean isPassing(@Nullable Reply<?> reply, @Nullable Throwable failure) {
        return reply == null ? failure != null && isNone(failure) : reply.isPassing();
    }

    private static boolean isNone(Throwable failure) {
        return cause(failure) instanceof NoAnswerException;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static <T> CompletableFuture<T> settled(@Nullable Reply<T> reply, @Nullable Throwable failure) {
        if (reply != null) {
            return CompletableFuture.completedFuture(reply.answer());
        }
        Throwable cause = cause(Objects.requireNonNull(failure));
        return CompletableFuture.failedFuture(
                cause instanceof NoAnswerException none
                        ? new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, String.valueOf(none.getMessage()))
                        : cause);
    }

    private <T> CompletableFuture<Reply<T>> refused(String why) {
        return CompletableFuture.failedFuture(
                new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, issuer + ": " + why));
    }
}
