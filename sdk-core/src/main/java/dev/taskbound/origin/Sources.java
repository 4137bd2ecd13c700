/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for names of origins, fields and labels. Bounded. Guarded by its owner's lock. */
final class Sources {
    /** Further ones have no number. */
    static final int MOST = 4_096;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** The number of a name; of {@code otherwise} where there is no room, and -1 if that has none either. */
    int number(String name, String otherwise) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        // The last quarter is for those that do not depend on what a result holds.
        if (names.size() >= (name.equals(otherwise) ? MOST : MOST / 4 * 3)) {
            return name.equals(otherwise) ? -1 : number(otherwise, otherwise);
        }
        names.add(name);
        numbers.put(name, names.size() - 1);
        return names.size() - 1;
    }

    String name(int number) {
        return names.get(number);
    }
}
