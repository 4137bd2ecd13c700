/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.state.Revocation.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The credentials that are out: every one that came and is not known to be dead. Thread-safe. */
final class LiveCredentials {
    private static final long SWEEP_INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final int MOST_ENDED = 100_000;

    private final Clock clock;
    private final Map<Key, LiveCredential> all = new ConcurrentHashMap<>();
    private final Map<String, Set<LiveCredential>> byTask = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong(System.nanoTime());

    private record Key(CredentialSource source, String id) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.source == source && key.id.equals(id);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(source) + id.hashCode();
        }
    }

    LiveCredentials(Clock clock) {
        this.clock = clock;
    }

    /** One that has just come; the same object for one that another call of its task has already. */
    LiveCredential came(
            Credential credential,
            CredentialSource source,
            String sourceName,
            String destination,
            String task,
            Collection<Target> targets) {
        sweep();
        LiveCredential live = all.compute(
                new Key(source, credential.id()),
                (key, there) -> there == null || there.isSpent()
                        ? new LiveCredential(credential, source, sourceName, destination, task)
                        : there);
        live.again(credential);
        live.coveredBy(targets);
        byTask.compute(task, (same, there) -> {
            Set<LiveCredential> set = there == null ? ConcurrentHashMap.newKeySet() : there;
            set.add(live);
            return set;
        });
        return live;
    }

    void forget(LiveCredential dead) {
        all.remove(new Key(dead.source(), dead.id()), dead);
        byTask.computeIfPresent(dead.task(), (task, there) -> {
            there.remove(dead);
            return there.isEmpty() ? null : there;
        });
    }

    /** Also those that have expired and are still kept. */
    List<LiveCredential> ofTask(String task) {
        return List.copyOf(byTask.getOrDefault(task, Set.of()));
    }

    List<LiveCredential> coveredBy(Target target) {
        return living().stream().filter(each -> each.isCoveredBy(target)).toList();
    }

    List<LiveCredential> living() {
        Instant now = clock.instant();
        return all.values().stream()
                .filter(each -> each.expiresAt().isAfter(now))
                .toList();
    }

    private void sweep() {
        long now = System.nanoTime();
        long due = nextSweep.get();
        if (now - due < 0 || !nextSweep.compareAndSet(due, now + SWEEP_INTERVAL)) {
            return;
        }
        Instant instant = clock.instant();
        forgetAll(each -> !each.expiresAt().isAfter(instant));
        if (all.size() > MOST_ENDED) {
            // An issuer whose tokens live for years must not fill the memory; those in use stay.
            forgetAll(LiveCredential::isEnding);
        }
    }

    private void forgetAll(Predicate<LiveCredential> which) {
        all.values().stream().filter(which).toList().forEach(this::forget);
    }
}
