/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import dev.taskbound.origin.Trees.FieldVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names fields of a structured result: {@code customer.iban}, {@code hits[*].email}, {@code items[0].id}. The subset of
 * JSONPath (RFC 9535) without filters, slices and descendants; the leading {@code $.} may be left out, and a name in a list
 * means that of each element. A field that holds more than one value stands for all of them. Immutable.
 */
public final class FieldPath {
    private static final Pattern STEP = Pattern.compile(
            "\\.?([\\p{L}_][\\p{L}\\p{N}_-]*|\\*)|\\[(\\*|[0-9]{1,9})]|\\[(?:'([^'\\\\\\p{Cntrl}]{1,200})'|\"([^\"\\\\\\p{Cntrl}]{1,200})\")]");
    private static final int MOST_STEPS = 32;

    private final String text;
    private final List<String> steps;

    private FieldPath(String text, List<String> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /** Empty for what is no such path, and for the path of the whole result. */
    public static Optional<FieldPath> parse(String text) {
        String path = text.startsWith("$") ? text.substring(1) : text;
        List<String> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path);
        int at = 0;
        while (at < path.length() && step.region(at, path.length()).lookingAt()) {
            boolean needsDot = at > 0 || text.startsWith("$");
            if (step.group(1) != null && (path.charAt(at) == '.') != needsDot) {
                return Optional.empty();
            }
            steps.add(stepOf(step));
            at = step.end();
        }
        return at < path.length() || steps.isEmpty() || steps.size() > MOST_STEPS
                ? Optional.empty()
                : Optional.of(new FieldPath(text, steps));
    }

    private static String stepOf(Matcher step) {
        if (step.group(3) != null || step.group(4) != null) {
            return "." + (step.group(3) != null ? step.group(3) : step.group(4));
        }
        String plain = step.group(2) != null ? step.group(2) : Objects.requireNonNull(step.group(1));
        return plain.equals("*") ? "*" : step.group(2) != null ? "[" + plain : "." + plain;
    }

    /** How {@link Origins#fields} calls the field: the names on the way, without positions in lists. */
    public String field() {
        String field = "";
        for (String step : steps) {
            field = step.startsWith(".") ? Trees.below(field, step.substring(1)) : field;
        }
        return field;
    }

    /** Every part of the tree that this path names, with the name of the field that it stands in. */
    void select(@Nullable Object tree, FieldVisitor found) {
        select(tree, "", 0, found);
    }

    private void select(@Nullable Object tree, String path, int at, FieldVisitor found) {
        if (at == steps.size()) {
            found.leaf(path, tree);
            return;
        }
        String step = steps.get(at);
        if (tree instanceof List<?> list) {
            elements(list, path, at, found);
        } else if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (step.equals("*") || step.equals("." + name)) {
                    select(value, Trees.below(path, name), at + 1, found);
                }
            });
        }
    }

    private void elements(List<?> list, String path, int at, FieldVisitor found) {
        String step = steps.get(at);
        if (!step.startsWith("[")) {
            list.forEach(each -> select(each, path, step.equals("*") ? at + 1 : at, found));
            return;
        }
        int index = Integer.parseInt(step.substring(1));
        if (index < list.size()) {
            select(list.get(index), path, at + 1, found);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldPath path && path.steps.equals(steps);
    }

    @Override
    public int hashCode() {
        return steps.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
