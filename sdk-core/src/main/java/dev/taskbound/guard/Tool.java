/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.Optional;

/**
 * What runs when a call is permitted. The guard runs it at most once per call, and only with the context of the call it
 * decided about.
 *
 * @param <R> what it returns; a {@link java.util.concurrent.CompletionStage} ends the call when it completes
 * @param <X> what it throws; {@code RuntimeException} where it throws nothing checked
 */
@FunctionalInterface
public interface Tool<R, X extends Exception> {
    R run(CallContext call) throws X;

    /**
     * The result as the model will see it, from which the guard learns what the task has seen. By default text, numbers
     * and booleans speak for themselves, and anything else is not read: its values stay unknown.
     */
    default Optional<String> text(R result) {
        return result instanceof CharSequence || result instanceof Number || result instanceof Boolean
                ? Optional.of(result.toString())
                : Optional.empty();
    }
}
