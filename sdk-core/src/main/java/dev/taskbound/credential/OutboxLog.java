/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where an outbox keeps what it holds, so that the next process finds it. Thread-safe. */
interface OutboxLog extends AutoCloseable {
    /** The stage completes when the entry outlives this process and machine, and fails if it does not. */
    CompletableFuture<Void> append(long number, String sealed);

    /** It is no longer in it; if that is lost, it is ended once more. */
    void remove(long number);

    /** Why nothing can be kept, if nothing can. */
    Optional<String> fault();

    @Override
    void close();

    /** Nothing is kept. */
    static OutboxLog none() {
        return new OutboxLog() {
            @Override
            public CompletableFuture<Void> append(long number, String sealed) {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void remove(long number) {
                // There is no file.
            }

            @Override
            public Optional<String> fault() {
                return Optional.empty();
            }

            @Override
            public void close() {
                // There is no file.
            }
        };
    }
}
