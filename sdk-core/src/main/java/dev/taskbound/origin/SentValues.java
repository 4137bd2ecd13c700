/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What has left a task or any task of its family in arguments: what one of them writes, another can read back. Bounded;
 * when it is full, everything counts as sent. Thread-safe.
 */
final class SentValues {
    private final Set<String> values = new HashSet<>();
    private boolean overflowed;

    synchronized void add(Collection<String> sent) {
        for (String value : sent) {
            if (values.size() < TaskOrigins.MOST_VALUES) {
                values.add(value);
            } else {
                overflowed |= !values.contains(value);
            }
        }
    }

    synchronized List<String> neverSent(List<String> found) {
        return overflowed
                ? List.of()
                : found.stream().filter(value -> !values.contains(value)).toList();
    }
}
