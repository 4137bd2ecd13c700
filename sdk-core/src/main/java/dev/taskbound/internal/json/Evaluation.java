/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One schema, with what it combines in place, meeting one value. Collects which properties some successful part of the
 * schema described. Strict evaluation refuses the others; inside {@code not}, and to count the matches of
 * {@code oneOf}, the evaluation is lenient, as plain JSON Schema is: refusing more there would accept more outside.
 */
final class Evaluation {

    private final Work work;
    private final JsonPath path;
    private final boolean strict;
    private final int depth;
    private final Set<String> known = new HashSet<>();
    private boolean allKnown;

    private Evaluation(Work work, JsonPath path, boolean strict, int depth) {
        work.requireDepth(depth);
        this.work = work;
        this.path = path;
        this.strict = strict;
        this.depth = depth;
    }

    static Evaluation start() {
        return new Evaluation(new Work(), JsonPath.ROOT, true, 0);
    }

    /** For the value of a property. */
    Evaluation property(String name) {
        return new Evaluation(work, path.property(name), strict, depth + 1);
    }

    /** For an item of an array. */
    Evaluation item(int position) {
        return new Evaluation(work, path.item(position), strict, depth + 1);
    }

    /** For another schema at the same value. */
    Evaluation branch() {
        return new Evaluation(work, path, strict, depth + 1);
    }

    /** For another schema at the same value, by plain JSON Schema. */
    Evaluation lenient() {
        return new Evaluation(work, path, false, depth + 1);
    }

    boolean isStrict() {
        return strict;
    }

    void spend(long steps) {
        work.spend(steps);
    }

    void know(String property) {
        known.add(property);
    }

    void knowAll() {
        allKnown = true;
    }

    /** Takes over what a successful branch described. */
    void adopt(Evaluation branch) {
        spend(branch.known.size());
        known.addAll(branch.known);
        allKnown |= branch.allKnown;
    }

    String expected(String what) {
        return path + ": expected " + what;
    }

    /** Checks a value that no other schema in place describes, its unknown properties included. */
    @Nullable
    String complete(Keyword schema, @Nullable Object value) {
        String violation = schema.violation(value, this);
        return violation == null && strict && !allKnown && value instanceof Map<?, ?> object
                ? firstUnknown(object)
                : violation;
    }

    String unknownProperty(String name) {
        return expected("no property that the schema does not describe, found " + JsonText.shown(name));
    }

    private @Nullable String firstUnknown(Map<?, ?> object) {
        spend(object.size());
        for (Object name : object.keySet()) {
            if (!known.contains(name)) {
                return unknownProperty(String.valueOf(name));
            }
        }
        return null;
    }
}
