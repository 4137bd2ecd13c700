/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import dev.taskbound.cli.exposure.Exposure.Hold;
import dev.taskbound.conditions.ConditionException;
import dev.taskbound.conditions.Outline;
import dev.taskbound.conditions.Outline.Comparison;
import dev.taskbound.conditions.Outline.OperandKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a condition holds one argument. What it does not understand holds nothing. */
final class Bounds {
    private static final Set<String> RANGES = Set.of("<", "<=", ">", ">=");
    private static final Set<String> PATTERNS = Set.of("startsWith", "endsWith", "contains", "matches", "!=");

    private Bounds() {}

    /** One hold, and what holds in words. */
    record Bound(Hold hold, String words, Optional<String> atMost) {}

    /** What holds the argument whenever the condition holds; empty if nothing does. */
    static List<Bound> of(String condition, String argument) {
        try {
            return of(Outline.of(condition), "args." + argument);
        } catch (ConditionException e) {
            return List.of();
        }
    }

    /** The parts of a condition that hold none of these arguments; that one is there or not says nothing of its value. */
    static List<String> uncounted(String condition, Collection<String> arguments) {
        try {
            return uncounted(
                    Outline.of(condition),
                    arguments.stream().map(name -> "args." + name).toList());
        } catch (ConditionException e) {
            return List.of(condition.strip());
        }
    }

    private static List<String> uncounted(Outline outline, List<String> paths) {
        if (outline.kind() == Outline.Kind.ALL) {
            return outline.parts().stream()
                    .flatMap(part -> uncounted(part, paths).stream())
                    .toList();
        }
        Comparison comparison = outline.comparison();
        boolean isPresence = comparison != null && comparison.operator().equals("present");
        boolean counts =
                isPresence || paths.stream().anyMatch(path -> !of(outline, path).isEmpty());
        return counts ? List.of() : List.of(outline.text());
    }

    private static List<Bound> of(Outline outline, String path) {
        List<List<Bound>> parts =
                outline.parts().stream().map(part -> of(part, path)).toList();
        return switch (outline.kind()) {
            case ALL -> parts.stream().flatMap(List::stream).toList();
            case ANY -> any(parts);
            case LEAF -> leaf(outline.comparison(), path).stream().toList();
        };
    }

    /** Alternatives hold what each of them holds, and only as firmly as the loosest does. */
    private static List<Bound> any(List<List<Bound>> parts) {
        if (parts.stream().anyMatch(List::isEmpty)) {
            return List.of();
        }
        List<Bound> all = parts.stream().flatMap(List::stream).toList();
        Hold loosest = parts.stream()
                .map(part -> part.stream()
                        .map(Bound::hold)
                        .min(Comparator.naturalOrder())
                        .orElse(Hold.FREE))
                .max(Comparator.naturalOrder())
                .orElse(Hold.FREE);
        String words = all.stream().map(Bound::words).collect(Collectors.joining(" or "));
        return List.of(new Bound(loosest, words, Optional.empty()));
    }

    private static Optional<Bound> leaf(@Nullable Comparison found, String path) {
        if (found == null || !found.path().equals(path)) {
            return Optional.empty();
        }
        String each = found.each() ? "each " : "";
        return switch (found.operator()) {
            case "known" -> Optional.of(new Bound(Hold.ORIGIN, each + "a known value", Optional.empty()));
            case "absent" -> Optional.of(new Bound(Hold.BOUND, "left out", Optional.empty()));
            case "present" -> Optional.empty();
            default -> compared(found, each);
        };
    }

    private static Optional<Bound> compared(Comparison found, String each) {
        String words = each + found.operator() + " " + found.operand();
        boolean isOwn =
                found.operandKind() == OperandKind.OTHER || found.operand().startsWith("args.");
        if (isOwn || PATTERNS.contains(found.operator())) {
            // What depends on another argument, or leaves a choice, is held no firmer than that.
            return Optional.of(new Bound(Hold.NARROWED, words, Optional.empty()));
        }
        if (RANGES.contains(found.operator())) {
            boolean isUpper = found.operator().startsWith("<");
            return Optional.of(new Bound(
                    isUpper ? Hold.BOUND : Hold.NARROWED,
                    words,
                    isUpper ? Optional.of(found.operand()) : Optional.empty()));
        }
        return Optional.of(new Bound(Hold.BOUND, words, Optional.empty()));
    }

    static List<String> words(List<Bound> bounds) {
        return bounds.stream().map(Bound::words).toList();
    }
}
