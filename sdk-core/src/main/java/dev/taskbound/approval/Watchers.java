/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.approval.HeldCall.Status;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Who waits for a held call to be decided. Thread-safe. */
final class Watchers {
    private final Map<String, CompletableFuture<HeldCall>> waiting = new ConcurrentHashMap<>();

    /** A stage of the caller's own, so that cancelling it stops nobody else's. */
    CompletionStage<HeldCall> watch(String id, Supplier<Optional<HeldCall>> look) {
        CompletableFuture<HeldCall> shared = waiting.computeIfAbsent(id, key -> new CompletableFuture<>());
        // Looked at after it is watched: a change in between is seen by one of the two.
        Optional<HeldCall> now = look.get();
        if (now.isEmpty()) {
            waiting.remove(id);
            return CompletableFuture.failedFuture(new NoSuchElementException("no such held call"));
        }
        tell(now.get());
        return shared.copy();
    }

    void tell(HeldCall call) {
        if (call.status() != Status.WAITING) {
            CompletableFuture<HeldCall> shared = waiting.remove(call.id());
            if (shared != null) {
                shared.complete(call);
            }
        }
    }

    Set<String> ids() {
        return Set.copyOf(waiting.keySet());
    }
}
