/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One key per task and destination, forgotten with the task or at its deadline. Thread-safe. */
final class ProofKeys {
    private final Clock clock;
    private final Map<String, OfTask> tasks = new ConcurrentHashMap<>();

    ProofKeys(Clock clock) {
        this.clock = clock;
    }

    ProofKey of(CredentialRequest request) {
        Instant now = clock.instant();
        OfTask keys = tasks.get(request.task().id());
        if (keys == null) {
            tasks.values().removeIf(old -> old.deadline.isBefore(now));
            keys = tasks.computeIfAbsent(
                    request.task().id(), id -> new OfTask(request.task().deadline(), new ConcurrentHashMap<>()));
        }
        return keys.byDestination.computeIfAbsent(request.destination().name(), name -> ProofKey.generate(clock));
    }

    void forget(String task) {
        tasks.remove(task);
    }

    private record OfTask(Instant deadline, Map<String, ProofKey> byDestination) {}
}
