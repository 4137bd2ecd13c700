/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one task has seen, as fingerprints. Thread-safe: every method is one step, and calls nobody else's code. */
final class Memory {
    /** What results may not take is left for what people and the application say. */
    private static final int MOST_OF_RESULTS = SeenValues.MOST / 8 * 7;

    private final SeenValues trusted = new SeenValues();
    private final SeenValues labelled = new SeenValues();
    private final Sources sources = new Sources();
    private final Map<String, Integer> taskLabels = new HashMap<>();
    private final Map<String, Integer> labelsOfForgotten = new HashMap<>();
    private int now;
    /** When something did not fit for the first time. */
    private int fullSince = Integer.MAX_VALUE;

    private boolean told;

    synchronized int now() {
        return now;
    }

    synchronized boolean isFull(int until) {
        return fullSince <= until;
    }

    /** True for the first time that it is asked about a memory that is full. */
    synchronized boolean hasFilled() {
        boolean first = fullSince <= now && !told;
        told |= first;
        return first;
    }

    private void fills() {
        fullSince = Math.min(fullSince, now);
    }

    /** @param coarse the origin, where there is no room for its field */
    synchronized void trust(List<Trusted> values, boolean isResult, String coarse) {
        now++;
        for (Trusted value : values) {
            int number = sources.number(value.origin, coarse);
            int most = isResult ? MOST_OF_RESULTS : SeenValues.MOST;
            if (number < 0 || !trusted.add(value.fingerprint, number, now, most)) {
                fills();
            }
        }
    }

    synchronized void label(Set<String> labels, long[] values) {
        now++;
        for (String label : labels) {
            taskLabels.putIfAbsent(label, now);
            int number = sources.number(label, label);
            for (long value : values) {
                if (number < 0 || !labelled.add(value, number, now, SeenValues.MOST)) {
                    labelsOfForgotten.putIfAbsent(label, now);
                    fills();
                    break;
                }
            }
        }
    }

    synchronized void forget(Set<String> labels) {
        labels.forEach(label -> labelsOfForgotten.putIfAbsent(label, now));
    }

    synchronized boolean knows(long fingerprint, int until) {
        return trusted.holds(fingerprint, until);
    }

    synchronized Set<String> origins(long fingerprint, int until) {
        return names(trusted, fingerprint, until);
    }

    synchronized Set<String> labels(long fingerprint, int until) {
        return names(labelled, fingerprint, until);
    }

    private Set<String> names(SeenValues values, long fingerprint, int until) {
        Set<String> names = new HashSet<>(4);
        values.names(fingerprint, until, number -> names.add(sources.name(number)));
        return names;
    }

    synchronized boolean holdsLabels() {
        return labelled.size() > 0;
    }

    synchronized Set<String> labelsSeen(int until) {
        return until(taskLabels, until);
    }

    synchronized Set<String> labelsOfForgotten(int until) {
        return until(labelsOfForgotten, until);
    }

    private static Set<String> until(Map<String, Integer> since, int until) {
        Set<String> names = new HashSet<>();
        since.forEach((name, at) -> {
            if (at <= until) {
                names.add(name);
            }
        });
        return names;
    }

    /** A fingerprint and the origin, with its field if it has one. */
    record Trusted(long fingerprint, String origin) {}
}
