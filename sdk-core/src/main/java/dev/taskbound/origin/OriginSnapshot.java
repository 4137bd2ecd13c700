/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a memory held at one moment. */
final class OriginSnapshot implements Origins {
    /** Of a longer text nobody looks for labelled values in a decision: it may carry any. */
    private static final int LONGEST_TEXT = 256 * 1024;

    private final Memory memory;
    private final Fingerprints fingerprints;
    private final int until;

    OriginSnapshot(Memory memory, Fingerprints fingerprints, int until) {
        this.memory = memory;
        this.fingerprints = fingerprints;
        this.until = until;
    }

    @Override
    public boolean known(@Nullable Object value) {
        // Most values that are known are spelt as they were seen.
        if (value instanceof String text && knows(Forms.text(text))) {
            return true;
        }
        if (value instanceof Map<?, ?> object) {
            return knowsAll(object) && Forms.of(object).stream().anyMatch(this::knows);
        }
        for (String form : Forms.of(value)) {
            if (knows(form)) {
                return true;
            }
        }
        List<?> parts = Composite.parts(value);
        return parts != null && !parts.isEmpty() && parts.stream().allMatch(this::known);
    }

    /** An object may come from a trusted result whose values did not: they were sent before. */
    private boolean knowsAll(Map<?, ?> object) {
        List<Object> values = new ArrayList<>();
        Trees.fields(object, "", (path, leaf) -> {
            if (leaf != null && !(leaf instanceof Boolean) && !Forms.isNothing(leaf)) {
                values.add(leaf);
            }
        });
        return values.stream().allMatch(this::known);
    }

    private boolean knows(@Nullable String form) {
        return form != null && memory.knows(fingerprints.of(form), until);
    }

    @Override
    public Set<String> of(@Nullable Object value) {
        Set<String> origins = new HashSet<>();
        fields(value).forEach(field -> {
            int at = field.indexOf('#');
            origins.add(at < 0 ? field : field.substring(0, at));
        });
        if (origins.isEmpty()) {
            List<?> parts = Composite.parts(value);
            return parts == null
                    ? origins
                    : parts.stream().map(this::of).reduce(TaskOrigins::common).orElseGet(Set::of);
        }
        return origins;
    }

    @Override
    public Set<String> fields(@Nullable Object value) {
        Set<String> found = found(value);
        List<?> parts = found.isEmpty() ? Composite.parts(value) : null;
        return parts == null
                ? found
                : parts.stream().map(this::fields).reduce(TaskOrigins::common).orElseGet(Set::of);
    }

    private Set<String> found(@Nullable Object value) {
        Set<String> found = new HashSet<>();
        for (String form : value instanceof Map && !known(value) ? List.<String>of() : Forms.of(value)) {
            found.addAll(memory.origins(fingerprints.of(form), until));
        }
        return found;
    }

    @Override
    public boolean haveForgotten() {
        return memory.isFull(until);
    }

    @Override
    public Set<String> labelsSeen() {
        return memory.labelsSeen(until);
    }

    @Override
    public Set<String> labels(@Nullable Object value) {
        Set<String> labels = new HashSet<>();
        Trees.leavesAndNames(value, leaf -> {
            if (leaf != null && !Forms.isNothing(leaf)) {
                labels.addAll(labelsOf(leaf));
            }
        });
        return labels;
    }

    private Set<String> labelsOf(Object leaf) {
        Set<String> labels = new HashSet<>(memory.labelsOfForgotten(until));
        if (leaf instanceof String text && text.length() > LONGEST_TEXT) {
            labels.addAll(labelsSeen());
        } else if (memory.holdsLabels()) {
            Labelled.asked(leaf).forEach(form -> labels.addAll(memory.labels(fingerprints.of(form), until)));
        }
        return labels;
    }
}
