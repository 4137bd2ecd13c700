/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The two ways to wait for a call: on the caller's thread, or not at all. */
final class Callers {
    private Callers() {}

    /**
     * Waits here, and runs the tool here.
     *
     * @throws X what the tool threw, as it threw it
     */
    static <R, X extends Exception> R await(Function<Executor, GuardedCall<R>> call) throws X {
        CallerRuns here = new CallerRuns();
        GuardedCall<R> guarded = call.apply(here);
        CompletableFuture<R> result = guarded.take();
        here.runUntilDone(result, () -> guarded.cancel());
        try {
            return result.join();
        } catch (CompletionException e) {
            throw Callers.<X>asThrown(Stages.cause(e));
        }
    }

    static <R> CompletionStage<R> handOut(CompletableFuture<R> result, Executor executor) {
        CompletableFuture<R> handedOut = new CompletableFuture<>();
        // The outcome may be written by another thread than the executor's; what the caller hangs on it must not run
        // there.
        result.whenComplete(
                (value, failure) -> Stages.runOn(executor, () -> Stages.complete(handedOut, value, failure)));
        return handedOut;
    }

    @SuppressWarnings("unchecked")
    private static <X extends Exception> X asThrown(Throwable thrown) throws X {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (X) thrown;
    }
}
