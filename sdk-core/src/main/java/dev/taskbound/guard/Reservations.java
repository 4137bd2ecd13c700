/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.state.Charge;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What one call has reserved: given back if it never enters its tool, final once it does. */
final class Reservations {
    static final String BUDGET = "budget";
    static final String RULES = "rules";

    private final GuardParts parts;
    private final String call;
    private final List<String> open = new ArrayList<>();
    private final Map<String, BigDecimal> charged = new HashMap<>();

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
        charges.stream()
                .filter(charge -> charge.member() == null)
                .forEach(charge -> charged.merge(charge.counter(), charge.amount(), BigDecimal::add));
        return parts.askState(store -> store.reserve(reservation, charges, life));
    }

    /**
     * What the call charges, by counter. Not what counts different things: held calls were all let in under such a limit
     * together, and after a restart no others are made.
     */
    Map<String, BigDecimal> charged() {
        return Map.copyOf(charged);
    }

    boolean isFor(String otherCall) {
        return call.equals(otherCall);
    }

    /** Gives back what a call reserved that is no longer under way here. */
    static void releaseOf(GuardParts parts, String call) {
        Reservations left = new Reservations(parts, call);
        left.open.add(call + "/" + BUDGET);
        left.open.add(call + "/" + RULES);
        left.release();
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
