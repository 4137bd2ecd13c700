/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Credentials that several calls of one task may present, where the policy says so. Whoever asks while one is on its way
 * waits for it; a failure is not kept. Forgotten with the task. Thread-safe.
 */
final class SharedCredentials {
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(5);
    private static final int MARGIN_PART = 10;

    private final Clock clock;
    private final Map<Need, CompletableFuture<Credential>> known = new ConcurrentHashMap<>();

    SharedCredentials(Clock clock) {
        this.clock = clock;
    }

    /** @param reused told when nothing had to be asked for */
    CompletableFuture<Credential> of(
            CredentialRequest request, Supplier<CompletableFuture<Credential>> ask, Runnable reused) {
        Need need = Need.of(request);
        Instant usable = clock.instant().plus(margin(request));
        CompletableFuture<Credential> mine = new CompletableFuture<>();
        CompletableFuture<Credential> there =
                known.compute(need, (same, old) -> old != null && isGood(old, usable) ? old : mine);
        if (there != mine) {
            reused.run();
            return there.copy();
        }
        asked(ask).whenComplete((credential, failure) -> {
            if (failure == null) {
                mine.complete(credential);
            } else {
                known.remove(need, mine);
                mine.completeExceptionally(failure);
            }
        });
        return mine.copy();
    }

    private static CompletableFuture<Credential> asked(Supplier<CompletableFuture<Credential>> ask) {
        try {
            return ask.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** One that is about to expire would not live to be used. */
    private static Duration margin(CredentialRequest request) {
        Duration part = request.destination().ttl().dividedBy(MARGIN_PART);
        return part.compareTo(LONGEST_MARGIN) < 0 ? part : LONGEST_MARGIN;
    }

    private static boolean isGood(CompletableFuture<Credential> credential, Instant usable) {
        return !credential.isDone()
                || !credential.isCompletedExceptionally()
                        && credential.join().expiresAt().isAfter(usable);
    }

    /** It was refused or revoked: nobody gets it any more. */
    void forget(Credential refused) {
        known.values()
                .removeIf(credential -> credential.isDone()
                        && !credential.isCompletedExceptionally()
                        && credential.join().id().equals(refused.id()));
    }

    void forget(String task) {
        known.keySet().removeIf(need -> need.task().equals(task));
    }
}
