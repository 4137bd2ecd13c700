/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is loaded when first needed, again when it is too old, and again when it turns out not to do. Whoever
 * asks while it is being loaded waits for the same answer, but not whoever the old one does for; a failure is not kept.
 * Thread-safe, and holds no lock while it loads.
 */
final class Refreshing<T> {
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Supplier<CompletableFuture<T>> loader;
    private final Clock clock;
    private final AtomicReference<@Nullable Loaded<T>> current = new AtomicReference<>();

    Refreshing(Supplier<CompletableFuture<T>> loader, Clock clock) {
        this.loader = loader;
        this.clock = clock;
    }

    /** The value, loaded no longer ago than this. Fails as the loader fails. */
    CompletableFuture<T> notOlderThan(Duration age) {
        Loaded<T> seen = current.get();
        Loaded<T> standing = seen == null ? null : seen.standing();
        if (standing != null && standing.isFresh(clock.instant().minus(age))) {
            return standing.value.copy();
        }
        Loaded<T> next =
                new Loaded<>(new CompletableFuture<>(), clock.instant(), seen == null ? null : seen.replaced, null);
        if (!current.compareAndSet(seen, next)) {
            return notOlderThan(age);
        }
        load(next.value);
        return next.value.copy();
    }

    /**
     * Another value than this one, which does not do. Loaded at most once in a while, whoever asks; in between, the value
     * that is there. If it cannot be loaded, the one that is there stays.
     */
    CompletableFuture<T> insteadOf(T unfit, Duration pause) {
        Loaded<T> seen = current.get();
        Instant now = clock.instant();
        if (seen != null && seen.before != null && seen.before.holds(unfit)) {
            return seen.value.copy();
        }
        if (seen == null || !seen.holds(unfit) || seen.wasReplacedAfter(now.minus(pause))) {
            return notOlderThan(FOREVER);
        }
        Loaded<T> next = new Loaded<>(new CompletableFuture<>(), now, now, seen);
        if (!current.compareAndSet(seen, next)) {
            return insteadOf(unfit, pause);
        }
        next.value.whenComplete((value, failure) -> current.compareAndSet(
                next,
                failure == null
                        ? new Loaded<>(next.value, now, now, null)
                        : new Loaded<>(seen.value, seen.since, now, null)));
        load(next.value);
        return next.value.copy();
    }

    private void load(CompletableFuture<T> promise) {
        try {
            loader.get().whenComplete((value, failure) -> complete(promise, value, failure));
        } catch (RuntimeException e) {
            promise.completeExceptionally(e);
        }
    }

    private static <T> void complete(CompletableFuture<T> promise, T value, @Nullable Throwable failure) {
        if (failure == null) {
            promise.complete(value);
        } else {
            promise.completeExceptionally(failure);
        }
    }

    /**
     * @param replaced when it was loaded because another one did not do; null if never
     * @param before the one that did not do for somebody, while another is loaded; null otherwise
     */
    private record Loaded<T>(
            CompletableFuture<T> value,
            Instant since,
            @Nullable Instant replaced,
            @Nullable Loaded<T> before) {
        /** The old one while another is loaded, and if that came to nothing. */
        Loaded<T> standing() {
            return before != null && (!value.isDone() || value.isCompletedExceptionally()) ? before : this;
        }

        boolean isFresh(Instant earliest) {
            return !value.isCompletedExceptionally() && !since.isBefore(earliest);
        }

        boolean holds(T unfit) {
            return value.isDone() && !value.isCompletedExceptionally() && value.join() == unfit;
        }

        boolean wasReplacedAfter(Instant earliest) {
            return replaced != null && replaced.isAfter(earliest);
        }
    }
}
