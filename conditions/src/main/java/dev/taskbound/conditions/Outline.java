/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a condition: what {@code &&} and {@code ||} join, down to the parts that hold or do not hold as a whole.
 * Says nothing about types; a condition that does not compile may have an outline.
 *
 * @param kind how the parts are joined; a {@link Kind#LEAF} has none
 * @param text the part written out: the source without comments, in one spacing
 * @param comparison what a leaf compares with what, where it has one of the forms of {@link Comparison}
 */
public record Outline(
        Kind kind,
        String text,
        List<Outline> parts,
        @Nullable Comparison comparison) {
    public Outline {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
        parts = List.copyOf(parts);
    }

    /** How parts are joined. */
    public enum Kind {
        /** All have to hold. */
        ALL,
        /** One has to hold. */
        ANY,
        /** Not taken apart further. */
        LEAF
    }

    /**
     * A leaf of the form {@code path operator operand}; {@code 500 >= args.amount} is turned around.
     *
     * @param path what is compared, such as {@code args.amount}
     * @param operator {@code == != < <= > >= in startsWith endsWith contains matches}, {@code known} for {@code
     *     known(path)}, {@code absent} for {@code !has(path)}, {@code present} for {@code has(path)}
     * @param each whether the path is a list and the comparison is one of each of its elements ({@code path.all(...)})
     * @param operand what it is compared with, as written; empty where there is none
     * @param operandKind what the operand is
     */
    public record Comparison(String path, String operator, boolean each, String operand, OperandKind operandKind) {}

    /** What a comparison's other side is. */
    public enum OperandKind {
        /** There is none. */
        NONE,
        /** Written in the condition: a text, a number, a boolean, a list of these. */
        LITERAL,
        /** Another path, such as {@code task.max_refund}. */
        PATH,
        /** Something calculated. */
        OTHER
    }

    /**
     * The outline of a condition.
     *
     * @throws ConditionException if it is not well-formed CEL, or is beyond a limit
     */
    public static Outline of(String source) throws ConditionException {
        return Outliner.outline(requireNonNull(source, "source"));
    }
}
