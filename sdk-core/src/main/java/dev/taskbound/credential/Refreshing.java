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
 * A value that is loaded when first needed and again when it is too old. Whoever asks while it is being loaded waits
 * for the same answer; a failure is not kept. Thread-safe, and holds no lock while it loads.
 */
final class Refreshing<T> {
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
        if (seen != null && seen.isFresh(clock.instant().minus(age))) {
            return seen.value.copy();
        }
        Loaded<T> next = new Loaded<>(new CompletableFuture<>(), clock.instant());
        if (!current.compareAndSet(seen, next)) {
            return notOlderThan(age);
        }
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

    private record Loaded<T>(CompletableFuture<T> value, Instant since) {
        boolean isFresh(Instant earliest) {
            return !value.isCompletedExceptionally() && !since.isBefore(earliest);
        }
    }
}
