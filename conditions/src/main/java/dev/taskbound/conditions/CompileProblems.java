/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.taskbound.conditions.Inspection.UnknownName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checker's issues in a policy author's words, at the name they are about. */
final class CompileProblems {
    private static final Pattern NOT_IN = Pattern.compile("(?i)not\\s+in\\b");
    private static final Pattern NOT = Pattern.compile("(?i)(?:^|[ (])(not)\\s+$");
    private static final Comparator<ConditionProblem> BY_POSITION =
            Comparator.comparingInt(ConditionProblem::line).thenComparingInt(ConditionProblem::column);

    private final CelSource source;
    private final String text;

    CompileProblems(CelSource source) {
        this.source = source;
        this.text = source.getContent().toString();
    }

    /** The first one: what the parser finds after it mostly follows from it. */
    static List<ConditionProblem> ofSyntax(List<CelIssue> issues, String source) {
        return issues.stream()
                .map(issue -> at(issue.getSourceLocation(), Wording.of(issue.getMessage())))
                .min(BY_POSITION)
                .map(problem -> List.of(negated(problem, source)))
                .orElse(List.of());
    }

    /** The parser takes the {@code not} of other languages for a name, and what comes after it for the mistake. */
    private static ConditionProblem negated(ConditionProblem problem, String source) {
        String line = source.lines().skip(problem.line() - 1L).findFirst().orElse("");
        int end = line.offsetByCodePoints(0, Math.min(problem.column() - 1, line.codePointCount(0, line.length())));
        if (NOT_IN.matcher(line.substring(end)).lookingAt()) {
            return new ConditionProblem(
                    problem.line(), problem.column(), "not expected here: not; did you mean !(x in list)?");
        }
        Matcher not = NOT.matcher(line.substring(0, end));
        return not.find()
                ? new ConditionProblem(
                        problem.line(),
                        line.codePointCount(0, not.start(1)) + 1,
                        "not expected here: not; did you mean !?")
                : problem;
    }

    List<ConditionProblem> of(List<CelIssue> issues, Inspection inspection) {
        Stream<ConditionProblem> found = issues.stream()
                .filter(issue -> !inspection.literalProblems().containsKey(issue.getExprId()))
                .map(issue -> problem(issue, inspection));
        Stream<ConditionProblem> literals = inspection.literalProblems().entrySet().stream()
                .map(entry -> at(offsetOf(entry.getKey()), entry.getValue()));
        return Stream.concat(found, literals).distinct().sorted(BY_POSITION).toList();
    }

    private ConditionProblem problem(CelIssue issue, Inspection inspection) {
        Optional<UnknownName> unknown = Wording.isUnknownName(issue.getMessage())
                ? inspection.unknownNameAt(issue.getExprId())
                : Optional.empty();
        return unknown.map(name -> at(startOf(name.name(), offsetOf(issue.getExprId())), name.message()))
                .orElseGet(() -> at(issue.getSourceLocation(), Wording.of(issue.getMessage())));
    }

    private int offsetOf(long expression) {
        return source.getPositionsMap().getOrDefault(expression, 0);
    }

    /** The library points at the dot or at the parenthesis next to a name. */
    private int startOf(String name, int offset) {
        int next = text.offsetByCodePoints(0, offset);
        boolean isCall = text.startsWith(name, next - name.length());
        int start = isCall ? next - name.length() : Math.max(next, text.indexOf(name, next));
        return text.codePointCount(0, start);
    }

    private ConditionProblem at(int offset, String message) {
        return source.getOffsetLocation(offset)
                .map(location -> at(location, message))
                .orElseGet(() -> new ConditionProblem(1, 1, message));
    }

    private static ConditionProblem at(CelSourceLocation location, String message) {
        return new ConditionProblem(Math.max(1, location.getLine()), Math.max(1, location.getColumn() + 1), message);
    }
}
