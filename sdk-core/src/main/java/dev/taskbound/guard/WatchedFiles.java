/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The files that a guard watches. Thread-safe. */
final class WatchedFiles {
    private final Set<PolicyWatcher> policies = ConcurrentHashMap.newKeySet();
    private final Set<RevocationFile> revocations = ConcurrentHashMap.newKeySet();

    PolicyWatcher watch(PolicyWatcher watcher, Duration every) {
        policies.add(watcher);
        return watcher.start(every);
    }

    RevocationFile watch(RevocationFile file, Duration every) {
        file.start(every);
        revocations.add(file);
        return file;
    }

    void stopped(PolicyWatcher watcher) {
        policies.remove(watcher);
    }

    void stopped(RevocationFile file) {
        revocations.remove(file);
    }

    void addTo(HealthCheck look) {
        revocations.forEach(look::file);
    }

    void close() {
        policies.forEach(PolicyWatcher::close);
        revocations.forEach(RevocationFile::close);
    }
}
