/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one task has seen, in bounded memory: at most {@value #MOST_VALUES} values of at most 512 characters. What does not
 * fit is forgotten, and what is forgotten is unknown; when the values that left the task no longer fit, no result makes
 * anything known any more; when labelled values no longer fit, their labels stay with the task. Thread-safe.
 */
public final class TaskOrigins {
    static final int MOST_VALUES = 10_000;

    private final Map<String, List<Seen>> trusted = new HashMap<>();
    private final Map<String, List<Seen>> labelled = new HashMap<>();
    private final Map<String, Long> taskLabels = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private final @Nullable TaskOrigins parent;
    private boolean sentOverflowed;
    private long now;

    /** @param parent the origins of the task that this one is a child of: labels flow up to it, trust only down from it */
    public TaskOrigins(@Nullable TaskOrigins parent) {
        this.parent = parent;
    }

    /** What somebody said. A child's statement makes known only what its parent knew. */
    public void statement(String words) {
        addTrusted("statement", Values.inWords(words));
        addTrusted("statement", normal(words));
    }

    /** A parameter that the application set. A child's makes known only what its parent knew. */
    public void parameter(String name, Object value) {
        addTrusted("parameter." + name, normal(value));
    }

    /** Arguments of a call that is about to run: whatever leaves cannot become trusted by coming back. */
    public void sent(Map<String, @Nullable Object> arguments) {
        List<String> values = normal(arguments);
        synchronized (this) {
            for (String value : values) {
                if (sent.size() < MOST_VALUES) {
                    sent.add(value);
                } else {
                    sentOverflowed |= !sent.contains(value);
                }
            }
        }
    }

    /** The result of a tool that the policy trusts. */
    public void trustedResult(String tool, Object result) {
        List<String> values = normal(result);
        synchronized (this) {
            if (sentOverflowed) {
                return;
            }
            values.removeIf(sent::contains);
            now++;
            values.forEach(value -> add(trusted, value, "result." + tool));
        }
    }

    /** Labels that a result carries. They count before the result is released. */
    public void labels(Set<String> labels, @Nullable Object result) {
        if (labels.isEmpty()) {
            return;
        }
        List<String> values = normal(result);
        synchronized (this) {
            now++;
            labels.forEach(label -> taskLabels.putIfAbsent(label, now));
            labels.forEach(label -> values.forEach(value -> add(labelled, value, label)));
        }
        if (parent != null) {
            parent.labels(labels, result);
        }
    }

    /** What is known now; later additions do not show in it. */
    public synchronized Origins snapshot() {
        return new Snapshot(now);
    }

    private void addTrusted(String origin, List<String> values) {
        Origins above = parent == null ? null : parent.snapshot();
        synchronized (this) {
            now++;
            for (String value : values) {
                if (above == null || above.known(value)) {
                    add(trusted, value, origin);
                }
            }
        }
    }

    private void add(Map<String, List<Seen>> index, String value, String name) {
        List<Seen> seen = index.get(value);
        if (seen == null && index.size() < MOST_VALUES) {
            seen = new ArrayList<>(1);
            index.put(value, seen);
        }
        if (seen != null && seen.stream().noneMatch(known -> known.name.equals(name))) {
            seen.add(new Seen(name, now));
        }
    }

    private static List<String> normal(@Nullable Object tree) {
        List<String> values = new ArrayList<>();
        Values.leaves(tree, leaf -> Values.normal(leaf).ifPresent(values::add));
        return values;
    }

    private synchronized void eachSeen(
            Map<String, List<Seen>> index, String value, long until, BiConsumer<String, Long> visitor) {
        for (Seen seen : index.getOrDefault(value, List.of())) {
            if (seen.at <= until) {
                visitor.accept(seen.name, seen.at);
            }
        }
    }

    private record Seen(String name, long at) {}

    private final class Snapshot implements Origins {
        private final long until;

        Snapshot(long until) {
            this.until = until;
        }

        @Override
        public boolean known(@Nullable Object value) {
            if (value instanceof List<?> list) {
                return !list.isEmpty() && list.stream().allMatch(this::known);
            }
            return !of(value).isEmpty();
        }

        @Override
        public Set<String> of(@Nullable Object value) {
            return names(trusted, value);
        }

        @Override
        public Set<String> labelsSeen() {
            synchronized (TaskOrigins.this) {
                Set<String> labels = new HashSet<>();
                taskLabels.forEach((label, at) -> {
                    if (at <= until) {
                        labels.add(label);
                    }
                });
                return labels;
            }
        }

        @Override
        public Set<String> labels(@Nullable Object value) {
            return names(labelled, value);
        }

        private Set<String> names(Map<String, List<Seen>> index, @Nullable Object tree) {
            Set<String> names = new HashSet<>();
            normal(tree).forEach(value -> eachSeen(index, value, until, (name, at) -> names.add(name)));
            return names;
        }
    }
}
