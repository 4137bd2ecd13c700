/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import dev.taskbound.origin.Memory.Trusted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one task has seen, in at most 8 MB: fingerprints of 98,304 values that are known and of as many that carry labels,
 * in tables of 1.8 MB each (2.7 MB while they grow), and 1.6 MB for what a task and all its descendants together have sent.
 * Texts are not kept, but for the last 256 characters of each argument. An untrusted result takes no room at all unless it has labels. What does not fit is forgotten, and
 * that only tightens: a value that is forgotten is unknown; a label whose value is forgotten is on every value; and the more
 * was sent, the more of what comes back counts as sent. What is known stays known: results cannot displace it, and an eighth
 * of the room is kept for what people and the application say. {@link #isFull} says that something was forgotten.
 * Thread-safe.
 *
 * <p>Values are kept as 64-bit fingerprints under a random key of the task: see {@link Fingerprints} for how unlikely it is
 * that one is taken for another, and why nobody can choose such a one.
 */
public final class TaskOrigins {
    private final @Nullable TaskOrigins parent;
    private final Fingerprints fingerprints;
    private final SentArguments sent;
    private final Memory memory = new Memory();

    /** @param parent the origins of the task that this one is a child of: labels flow up to it, trust only down from it */
    public TaskOrigins(@Nullable TaskOrigins parent) {
        this.parent = parent;
        this.fingerprints = parent == null ? new Fingerprints() : parent.fingerprints;
        this.sent = parent == null ? new SentArguments(fingerprints) : parent.sent;
    }

    /** What a task knew about one frozen call, restored; it knows nothing else. */
    public static TaskOrigins restored(OriginTrail trail) {
        TaskOrigins origins = new TaskOrigins(null);
        trail.known()
                .forEach((form, names) -> names.forEach(name ->
                        origins.memory.trust(List.of(new Trusted(origins.fingerprints.of(form), name)), false, name)));
        trail.labels()
                .forEach((form, labels) -> origins.memory.label(labels, new long[] {origins.fingerprints.of(form)}));
        origins.memory.label(trail.labelsSeen(), new long[0]);
        origins.memory.forget(trail.labelsOfForgotten());
        return origins;
    }

    /** What this task knows about the values of one call, to be kept with it. */
    public OriginTrail trail(Map<String, @Nullable Object> arguments) {
        int now = memory.now();
        Map<String, Set<String>> known = new HashMap<>();
        Map<String, Set<String>> labels = new HashMap<>();
        for (Object leaf : leaves(arguments)) {
            keep(Forms.of(leaf), form -> memory.origins(fingerprints.of(form), now), known);
            keep(Labelled.asked(leaf), form -> memory.labels(fingerprints.of(form), now), labels);
        }
        Trees.objects(
                arguments,
                "",
                (path, object) -> keep(Forms.of(object), form -> memory.origins(fingerprints.of(form), now), known));
        return new OriginTrail(known, labels, memory.labelsSeen(now), memory.labelsOfForgotten(now));
    }

    private static void keep(
            List<? extends CharSequence> forms,
            Function<CharSequence, Set<String>> names,
            Map<String, Set<String>> kept) {
        for (CharSequence form : forms) {
            Set<String> found = names.apply(form);
            if (!found.isEmpty()) {
                kept.put(form.toString(), found);
            }
        }
    }

    /** Values of which a trail is made: each leaf, and each part of one that has several. */
    private static List<Object> leaves(@Nullable Object tree) {
        List<Object> leaves = new ArrayList<>();
        Trees.leavesAndNames(tree, leaf -> {
            if (leaf != null && !Forms.isNothing(leaf)) {
                leaves.add(leaf);
                List<?> parts = Composite.parts(leaf);
                leaves.addAll(parts == null ? List.of() : leaves(parts));
            }
        });
        return leaves;
    }

    /** What somebody said. A child's statement makes known only what its parent knew. */
    public void statement(String words) {
        addGiven("statement", Held.inWords(words));
    }

    /** A parameter that the application set. A child's makes known only what its parent knew. */
    public void parameter(String name, Object value) {
        List<Held> held = new ArrayList<>();
        Trees.fields(value, "", (path, leaf) -> held.addAll(Held.inLeaf(leaf)));
        addGiven("parameter." + name, held);
    }

    private void addGiven(String origin, List<Held> values) {
        List<Trusted> trusted = new ArrayList<>();
        for (Held each : values) {
            long fingerprint = fingerprints.of(each.form());
            if (parent == null || parent.knows(fingerprint)) {
                trusted.add(new Trusted(fingerprint, origin));
            }
        }
        memory.trust(trusted, false, origin);
    }

    private boolean knows(long fingerprint) {
        return memory.knows(fingerprint, memory.now());
    }

    /**
     * Arguments of a call that is about to run, or that was to write and was not allowed to: whatever leaves cannot become
     * trusted by coming back, and what was tried may have been done by others.
     */
    public void sent(Map<String, @Nullable Object> arguments) {
        sent.add(arguments);
    }

    /** The result of a tool that the policy trusts as a whole: a tree, or text. Names of its fields are not values. */
    public void trustedResult(String tool, Object result) {
        String origin = "result." + tool;
        if (result instanceof String text) {
            addResult(origin, Map.of("", Held.inWords(text)));
        } else {
            addFields(origin, "", result);
        }
    }

    /** The result of a tool of which the policy trusts these fields only. Text has no fields. */
    public void trustedResult(String tool, Object result, List<FieldPath> fields) {
        Objects.requireNonNull(result, "result");
        for (FieldPath field : fields) {
            field.select(result, (path, part) -> addFields("result." + tool, path, part));
        }
    }

    private void addFields(String origin, String path, @Nullable Object part) {
        Map<String, List<Held>> held = new HashMap<>();
        List<Trusted> objects = new ArrayList<>();
        addObjects(origin, path, part, objects);
        Trees.fields(part, path, (field, leaf) -> {
            addLeaf(field, leaf, held);
            // Results of MCP tools are text, and the text is JSON.
            Object json = Composite.json(leaf);
            Trees.fields(json, field, (inner, value) -> addLeaf(inner, value, held));
            addObjects(origin, field, json, objects);
        });
        addResult(origin, held);
        memory.trust(objects, true, origin);
    }

    private static void addLeaf(String field, @Nullable Object leaf, Map<String, List<Held>> held) {
        held.computeIfAbsent(field, none -> new ArrayList<>()).addAll(Held.inLeaf(leaf));
    }

    /** Objects as they stand; one that was sent like that is the caller's own. */
    private void addObjects(String origin, String path, @Nullable Object part, List<Trusted> trusted) {
        Trees.objects(part, path, (field, object) -> {
            for (String form : Forms.of(object)) {
                long fingerprint = fingerprints.of(form);
                if (!sent.hold(fingerprint)) {
                    trusted.add(new Trusted(fingerprint, field.isEmpty() ? origin : origin + "#" + field));
                }
            }
        });
    }

    private void addResult(String origin, Map<String, List<Held>> held) {
        List<Trusted> trusted = new ArrayList<>();
        held.forEach((field, values) -> {
            String name = field.isEmpty() ? origin : origin + "#" + field;
            long[] seen = values.stream()
                    .mapToLong(each -> fingerprints.of(each.form()))
                    .toArray();
            Set<String> returned = sent.isEmpty() ? Set.of() : returned(values, seen);
            for (int i = 0; i < seen.length; i++) {
                if (!returned.contains(values.get(i).text())) {
                    trusted.add(new Trusted(seen[i], name));
                }
            }
        });
        memory.trust(trusted, true, origin);
    }

    /** The texts of values that were sent in one form or another. */
    private Set<String> returned(List<Held> values, long[] seen) {
        Map<String, Boolean> returned = new HashMap<>();
        for (int i = 0; i < seen.length; i++) {
            String text = values.get(i).text();
            boolean isReturned = returned.computeIfAbsent(text, each -> sent.hold(each, this::knows));
            if (!isReturned && sent.hold(seen[i])) {
                returned.put(text, true);
            }
        }
        returned.values().removeIf(isReturned -> !isReturned);
        return returned.keySet();
    }

    /** Labels that a result carries. They count before the result is released. */
    public void labels(Set<String> labels, @Nullable Object result) {
        if (!labels.isEmpty()) {
            addLabels(
                    labels,
                    Labelled.in(result).stream().mapToLong(fingerprints::of).toArray());
        }
    }

    private void addLabels(Set<String> labels, long[] values) {
        memory.label(labels, values);
        if (parent != null) {
            parent.addLabels(labels, values);
        }
    }

    /** Whether something was forgotten because it did not fit. */
    public boolean isFull() {
        return memory.isFull(memory.now());
    }

    /** The same, but true only once: for whoever puts it on record. */
    public boolean hasFilled() {
        return memory.hasFilled();
    }

    /** What is known now; later additions do not show in it. */
    public Origins snapshot() {
        return new OriginSnapshot(memory, fingerprints, memory.now());
    }

    static Set<String> common(Set<String> some, Set<String> others) {
        Set<String> common = new HashSet<>(some);
        common.retainAll(others);
        return common;
    }
}
