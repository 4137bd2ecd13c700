/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one task has seen, in bounded memory: at most {@value #MOST_VALUES} values each that are known, that carry labels
 * and that were sent (the last for a task and all its descendants together), of at most 512 characters each: about 30 MB
 * if somebody fills all of it. What does not fit is forgotten, and that only tightens: a value that is forgotten is
 * unknown; a label whose value is forgotten is on every value; and once a sent value is forgotten, no result makes
 * anything known any more. Thread-safe.
 */
public final class TaskOrigins {
    static final int MOST_VALUES = 10_000;

    private final @Nullable TaskOrigins parent;
    private final SentValues sent;
    private final SeenValues trusted = new SeenValues();
    private final SeenValues labelled = new SeenValues();
    private final Map<String, Long> taskLabels = new HashMap<>();
    private final Map<String, Long> labelsOfForgotten = new HashMap<>();
    private long now;

    /** @param parent the origins of the task that this one is a child of: labels flow up to it, trust only down from it */
    public TaskOrigins(@Nullable TaskOrigins parent) {
        this.parent = parent;
        this.sent = parent == null ? new SentValues() : parent.sent;
    }

    /** What a task knew about one frozen call, restored; it knows nothing else. */
    public static TaskOrigins restored(OriginTrail trail) {
        TaskOrigins origins = new TaskOrigins(null);
        origins.now = 1;
        trail.known().forEach((value, names) -> names.forEach(name -> origins.trusted.add(value, name, 1)));
        trail.labels().forEach((value, labels) -> labels.forEach(label -> origins.labelled.add(value, label, 1)));
        trail.labelsSeen().forEach(label -> origins.taskLabels.put(label, 1L));
        trail.labelsOfForgotten().forEach(label -> origins.labelsOfForgotten.put(label, 1L));
        return origins;
    }

    /** What this task knows about the values of one call, to be kept with it. */
    public synchronized OriginTrail trail(Map<String, @Nullable Object> arguments) {
        Map<String, Set<String>> known = new HashMap<>();
        Map<String, Set<String>> labels = new HashMap<>();
        for (String value : Values.withNamesIn(arguments)) {
            Set<String> origins = trusted.names(value, now);
            if (!origins.isEmpty()) {
                known.put(value, origins);
            }
            Set<String> carried = labelled.names(value, now);
            if (!carried.isEmpty()) {
                labels.put(value, carried);
            }
        }
        return new OriginTrail(known, labels, allLabels(now), until(labelsOfForgotten, now));
    }

    /** What somebody said. A child's statement makes known only what its parent knew. */
    public void statement(String words) {
        addGiven("statement", Values.inWords(words));
    }

    /** A parameter that the application set. A child's makes known only what its parent knew. */
    public void parameter(String name, Object value) {
        addGiven("parameter." + name, Values.in(value));
    }

    private void addGiven(String origin, List<String> values) {
        Origins above = parent == null ? null : parent.snapshot();
        addTrusted(
                origin,
                values.stream()
                        .filter(value -> above == null || above.known(value))
                        .toList());
    }

    /** Arguments of a call that is about to run: whatever leaves cannot become trusted by coming back. */
    public void sent(Map<String, @Nullable Object> arguments) {
        sent.add(Values.withNamesIn(arguments));
    }

    /** The result of a tool that the policy trusts. Names of its fields are not values. */
    public void trustedResult(String tool, Object result) {
        addTrusted("result." + tool, sent.neverSent(Values.in(result)));
    }

    private synchronized void addTrusted(String origin, List<String> values) {
        now++;
        values.forEach(value -> trusted.add(value, origin, now));
    }

    /** Labels that a result carries. They count before the result is released. */
    public void labels(Set<String> labels, @Nullable Object result) {
        if (!labels.isEmpty()) {
            addLabels(labels, Values.withNamesIn(result));
        }
    }

    private void addLabels(Set<String> labels, List<String> values) {
        synchronized (this) {
            now++;
            for (String label : labels) {
                taskLabels.putIfAbsent(label, now);
                for (String value : values) {
                    if (!labelled.add(value, label, now)) {
                        labelsOfForgotten.putIfAbsent(label, now);
                    }
                }
            }
        }
        if (parent != null) {
            parent.addLabels(labels, values);
        }
    }

    /** What is known now; later additions do not show in it. */
    public synchronized Origins snapshot() {
        return new Snapshot(now);
    }

    private synchronized Set<String> trustedNames(String value, long until) {
        return trusted.names(value, until);
    }

    private synchronized Set<String> labelNames(String value, long until) {
        Set<String> names = labelled.names(value, until);
        names.addAll(until(labelsOfForgotten, until));
        return names;
    }

    private synchronized Set<String> allLabels(long until) {
        return until(taskLabels, until);
    }

    private static Set<String> until(Map<String, Long> since, long until) {
        Set<String> names = new HashSet<>();
        since.forEach((name, at) -> {
            if (at <= until) {
                names.add(name);
            }
        });
        return names;
    }

    private final class Snapshot implements Origins {
        private final long until;

        Snapshot(long until) {
            this.until = until;
        }

        @Override
        public boolean known(@Nullable Object value) {
            return value instanceof List<?> list
                    ? !list.isEmpty() && list.stream().allMatch(this::known)
                    : !of(value).isEmpty();
        }

        @Override
        public Set<String> of(@Nullable Object value) {
            if (value instanceof List<?> list) {
                return list.stream().map(this::of).reduce(Snapshot::common).orElseGet(Set::of);
            }
            return Values.normal(value)
                    .map(normal -> trustedNames(normal, until))
                    .orElseGet(Set::of);
        }

        private static Set<String> common(Set<String> some, Set<String> others) {
            Set<String> common = new HashSet<>(some);
            common.retainAll(others);
            return common;
        }

        @Override
        public Set<String> labelsSeen() {
            return allLabels(until);
        }

        @Override
        public Set<String> labels(@Nullable Object value) {
            Set<String> labels = new HashSet<>();
            Values.leavesAndNames(value, leaf -> labels.addAll(labelsOf(leaf)));
            return labels;
        }

        /** What is too long to be compared may be any of the values that were. */
        private Set<String> labelsOf(@Nullable Object leaf) {
            return Values.normal(leaf)
                    .map(normal -> labelNames(normal, until))
                    .orElseGet(() -> Values.isNothing(leaf) ? Set.of() : labelsSeen());
        }
    }
}
