/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition that does not compile, with everything that is wrong with it, or that has no answer for some values, with
 * the one thing that failed. Messages name fields and functions, never the values of variables.
 */
public final class ConditionException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<ConditionProblem> problems;

    ConditionException(List<ConditionProblem> problems) {
        this(problems, null);
    }

    ConditionException(List<ConditionProblem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(ConditionProblem::toString).collect(joining("; ")), cause);
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order of the source text. */
    public List<ConditionProblem> problems() {
        return problems;
    }
}
