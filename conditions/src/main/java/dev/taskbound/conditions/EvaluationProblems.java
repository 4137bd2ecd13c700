/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Failures of evaluations, without the values that the library's messages quote. */
final class EvaluationProblems {
    private static final Pattern POSITION = Pattern.compile("evaluation error at <input>:(\\d+):");

    static ConditionException of(CelEvaluationException failure, String source) {
        EvaluationFailure ours = ours(failure);
        return ours == null
                ? exception(describe(failure.getErrorCode()), null, offset(failure), source)
                : exception(String.valueOf(ours.getMessage()), ours.getCause(), offset(failure), source);
    }

    static ConditionException of(String message, String source) {
        return of(message, 0, source);
    }

    /** @param offset where it is wrong, in code points */
    static ConditionException of(String message, int offset, String source) {
        return exception(message, null, offset, source);
    }

    private static @Nullable EvaluationFailure ours(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EvaluationFailure ours) {
                return ours;
            }
        }
        return null;
    }

    private static String describe(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "no such variable, field or key";
            case INDEX_OUT_OF_BOUNDS -> "index out of bounds";
            case DIVIDE_BY_ZERO -> "division by zero";
            case DUPLICATE_ATTRIBUTE -> "duplicate key in a map";
            case INVALID_ARGUMENT -> "invalid argument of a function";
            case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD, TYPE_NOT_FOUND -> "types that do not go together";
            case NUMERIC_OVERFLOW -> "overflow of integers or times";
            case ITERATION_BUDGET_EXCEEDED -> "more than " + Dialect.MAX_ITERATIONS + " iterations";
            case BAD_FORMAT -> "text that cannot be converted; a time is written 2027-01-01T00:00:00Z, a duration 30m";
            default -> "the condition could not be evaluated";
        };
    }

    private static int offset(CelEvaluationException failure) {
        Matcher position = POSITION.matcher(String.valueOf(failure.getMessage()));
        return position.lookingAt() ? Integer.parseInt(position.group(1)) : 0;
    }

    private static ConditionException exception(String message, @Nullable Throwable cause, int offset, String source) {
        String before = source.codePoints()
                .limit(offset)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        return new ConditionException(List.of(new ConditionProblem(line, column, message)), cause);
    }

    private EvaluationProblems() {}
}
