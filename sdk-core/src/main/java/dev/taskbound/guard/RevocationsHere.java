/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.state.Revocation;
import dev.taskbound.state.Revocation.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Revocations that hold in this process whatever the state store says: those that it is being told, and those that it
 * could not be told. Asked on the way of every call. Thread-safe.
 */
final class RevocationsHere {
    private static final int MOST = 100_000;

    private final Map<Target, Revocation> known = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** In force when this returns. False if there is no room for it, which there always is for everything. */
    boolean add(Revocation revocation) {
        boolean room = known.size() < MOST || revocation.target().equals(Target.EVERYTHING);
        if (room) {
            known.putIfAbsent(revocation.target(), revocation);
        }
        count.incrementAndGet();
        return room;
    }

    /** The store has it: from here on the store is asked. */
    void stored(Revocation revocation) {
        known.remove(revocation.target(), revocation);
    }

    /** @param owner null to lift whoever it was made for */
    boolean lift(Target target, @Nullable String owner) {
        Revocation there = known.get(target);
        return there != null && (owner == null || there.owner().equals(owner)) && known.remove(target, there);
    }

    Optional<Revocation> of(Collection<Target> targets) {
        return known.isEmpty()
                ? Optional.empty()
                : targets.stream()
                        .map(known::get)
                        .filter(java.util.Objects::nonNull)
                        .findFirst();
    }

    List<Revocation> all() {
        return List.copyOf(known.values());
    }

    /** Changes with each kill, before it looks at what is on its way. */
    long count() {
        return count.get();
    }
}
