/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small things about stages that come from somebody else's code. */
final class Stages {
    private static final Logger log = LoggerFactory.getLogger(Stages.class);

    private Stages() {}

    /** A future of our own that follows the stage: somebody else's may not be one, or may be completed by others. */
    static <T extends @Nullable Object> CompletableFuture<T> follow(CompletionStage<T> stage) {
        CompletableFuture<T> future = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> complete(future, value, failure));
        return future;
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** For what is done on the way out, where a failure changes nothing any more but must not go unseen. */
    static void quietly(String what, CompletionStage<?> stage) {
        stage.whenComplete((value, failure) -> {
            if (failure != null) {
                log.warn("{} failed: {}", what, cause(failure).getClass().getName());
            }
        });
    }

    /** As {@link #quietly(String, CompletionStage)}, where even asking may fail. */
    static void quietly(String what, java.util.function.Supplier<? extends CompletionStage<?>> asking) {
        try {
            quietly(what, asking.get());
        } catch (RuntimeException e) {
            log.warn("{} failed: {}", what, e.getClass().getName());
        }
    }

    static <T extends @Nullable Object> void onValue(CompletionStage<T> stage, Consumer<@Nullable T> use) {
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                use.accept(value);
            }
        });
    }

    static <T extends @Nullable Object> void complete(
            CompletableFuture<T> future, @Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(cause(failure));
        }
    }

    /** On the executor, or here if it takes no more: an outcome must reach whoever waits for it. */
    static void runOn(Executor executor, Runnable action) {
        try {
            executor.execute(action);
        } catch (RuntimeException e) {
            action.run();
        }
    }
}
