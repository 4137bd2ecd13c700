/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.approval.PlainText;
import dev.taskbound.policy.DecisionStep;
import dev.taskbound.policy.DecisionStep.Answer;
import dev.taskbound.policy.DecisionStep.Check;
import dev.taskbound.policy.DecisionStep.ConditionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of all that a decision looked at made it ask or refuse, with the values of the case. */
final class Because {
    private static final int LONGEST = 120;
    private static final String NOWHERE = "of no trusted origin";
    private static final String MISSING = "there is no ";

    private final StoodThere stood;

    /** @param stood what the case had seen until then */
    Because(StoodThere stood) {
        this.stood = stood;
    }

    List<String> of(StepResult result) {
        boolean isAllowed = result.considered().stream()
                .anyMatch(step -> step.check() == Check.ALLOW && step.answer() == Answer.YES);
        Set<String> expected = result.step().expected().asks();
        boolean asksTooFew =
                result.reason() == null && expected != null && !result.asked().containsAll(expected);
        return result.considered().stream()
                .filter(step -> isReason(step, isAllowed)
                        || (asksTooFew && step.check() == Check.APPROVAL)
                        || (isKnownAgainstExpectation(result) && step.check() == Check.ORIGIN))
                .map(step -> step.check() == Check.ORIGIN ? origin(step, result.unknown()) : rule(step))
                .toList();
    }

    /** A rule that does not allow says nothing where another one does. */
    private static boolean isReason(DecisionStep step, boolean isAllowed) {
        return switch (step.check()) {
            case DENY, FLOW, APPROVAL -> step.answer() != Answer.NO;
            case ALLOW -> step.answer() == Answer.NONE || (step.answer() == Answer.NO && !isAllowed);
            case ORIGIN -> step.answer() == Answer.NO;
            case LIMIT -> false;
        };
    }

    /** Where the case expects somebody to be asked, or the call refused, and it simply ran. */
    private static boolean isKnownAgainstExpectation(StepResult result) {
        Expectation expected = result.step().expected();
        boolean isStricter = !expected.permitted()
                || (expected.asks() != null && !expected.asks().isEmpty());
        return isStricter && result.reason() == null && result.asked().isEmpty();
    }

    private String origin(DecisionStep step, Map<String, List<String>> unknown) {
        if (step.answer() == Answer.YES) {
            return "because the origin of " + step.subject() + " is known (" + step.detail() + ")";
        }
        String values = unknown.getOrDefault(step.subject(), List.of()).stream()
                .map(value -> "\"" + PlainText.printable(value, LONGEST) + "\""
                        // Where it is known all the same, the detail says from where.
                        + (step.detail().contains(NOWHERE) ? stood.where(value) : ""))
                .collect(Collectors.joining(", "));
        return "because the origin of " + step.subject() + " is not known (" + step.detail() + ")"
                + (values.isEmpty() ? "" : ": " + values);
    }

    private static String rule(DecisionStep step) {
        String says = switch (step.check()) {
            case DENY, FLOW -> " refuses";
            case APPROVAL -> step.answer() == Answer.NO ? " does not ask" : " asks";
            default -> " does not allow it";
        };
        String what = step.answer() == Answer.NONE ? " has no answer" : says;
        String detail = step.detail().isEmpty() ? "" : " (" + step.detail() + ")";
        ConditionReport condition = step.condition();
        List<String> parts = new ArrayList<>();
        if (condition != null) {
            addDeciding(condition, condition.answer(), parts);
        }
        return "because " + step.subject() + what + detail + (parts.isEmpty() ? "" : ": " + String.join("; ", parts));
    }

    /** The innermost parts with the answer of the whole. */
    private static void addDeciding(ConditionReport report, Answer answer, List<String> parts) {
        List<ConditionReport> same =
                report.parts().stream().filter(part -> part.answer() == answer).toList();
        if (!same.isEmpty()) {
            same.forEach(part -> addDeciding(part, answer, parts));
            return;
        }
        boolean isMissing = report.problem().startsWith(MISSING);
        String values = report.values().entrySet().stream()
                .filter(value -> !isMissing || value.getValue() != null)
                .map(value -> value.getKey() + " = " + shown(value.getValue()))
                .collect(Collectors.joining(", "));
        String ask = isMissing && report.problem().startsWith(MISSING + "args.")
                ? "; where a call may lack it, the condition asks has("
                        + report.problem().substring(MISSING.length()) + ") first"
                : "";
        String problem = report.problem().isEmpty() ? "" : " (" + report.problem() + ask + ")";
        parts.add(report.text() + problem + (values.isEmpty() ? "" : ", with " + values));
    }

    private static String shown(@Nullable Object value) {
        return PlainText.printable(value instanceof String text ? "\"" + text + "\"" : String.valueOf(value), LONGEST);
    }
}
