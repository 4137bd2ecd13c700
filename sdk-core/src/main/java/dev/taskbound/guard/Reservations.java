/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.state.Charge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What one call has reserved: given back if it never enters its tool, final once it does. */
final class Reservations {
    private final GuardParts parts;
    private final String call;
    private final List<String> open = new ArrayList<>();

    Reservations(GuardParts parts, String call) {
        this.parts = parts;
        this.call = call;
    }

    /** Takes all charges or none; answers the counter that is full, if one is. */
    CompletableFuture<Optional<String>> reserve(String what, List<Charge> charges, Duration life) {
        if (charges.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String reservation = call + "/" + what;
        open.add(reservation);
        return parts.askState(store -> store.reserve(reservation, charges, life));
    }

    void settle() {
        open.forEach(
                each -> Stages.quietly("settling a reservation", () -> parts.askState(store -> store.settle(each))));
        open.clear();
    }

    void release() {
        open.forEach(each ->
                Stages.quietly("giving a reservation back", () -> parts.askState(store -> store.release(each))));
        open.clear();
    }
}
