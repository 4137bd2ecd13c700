/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a task knew about the values of one frozen call: enough to decide about that call again when the task's memory is
 * gone, and about nothing else. Whatever is not in it is unknown.
 *
 * @param known values in normal form, each with the trusted origins it was seen in
 * @param labels values in normal form, each with the labels of the results that held it
 * @param labelsSeen labels of all results that the task had been given
 * @param labelsOfForgotten labels that count for every value, because the values that carried them did not fit
 */
public record OriginTrail(
        Map<String, Set<String>> known,
        Map<String, Set<String>> labels,
        Set<String> labelsSeen,
        Set<String> labelsOfForgotten) {
    public OriginTrail {
        known = copyOf(known);
        labels = copyOf(labels);
        labelsSeen = Set.copyOf(labelsSeen);
        labelsOfForgotten = Set.copyOf(labelsOfForgotten);
    }

    private static Map<String, Set<String>> copyOf(Map<String, Set<String>> sets) {
        return sets.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> Set.copyOf(Objects.requireNonNull(entry.getValue()))));
    }

    /** Says how much it holds; values are not shown. */
    @Override
    public String toString() {
        return "OriginTrail[" + known.size() + " known, " + labels.size() + " labelled]";
    }
}
