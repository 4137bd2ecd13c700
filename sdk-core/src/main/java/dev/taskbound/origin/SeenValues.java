/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Normal values, each with the names it was seen under and since when. Bounded. Guarded by its owner's lock. */
final class SeenValues {
    private final Map<String, List<Seen>> index = new HashMap<>();

    /** Answers false if the value is new and does not fit. */
    boolean add(String value, String name, long now) {
        List<Seen> seen = index.get(value);
        if (seen == null) {
            if (index.size() >= TaskOrigins.MOST_VALUES) {
                return false;
            }
            seen = new ArrayList<>(1);
            index.put(value, seen);
        }
        if (seen.stream().noneMatch(known -> known.name.equals(name))) {
            seen.add(new Seen(name, now));
        }
        return true;
    }

    Set<String> names(String value, long until) {
        Set<String> names = new HashSet<>();
        for (Seen seen : index.getOrDefault(value, List.of())) {
            if (seen.at <= until) {
                names.add(seen.name);
            }
        }
        return names;
    }

    private record Seen(String name, long at) {}
}
