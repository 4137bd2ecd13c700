/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.approval.PlainText;
import dev.taskbound.origin.FieldPath;
import dev.taskbound.policy.DecisionStep;
import dev.taskbound.policy.DecisionStep.Answer;
import dev.taskbound.policy.DecisionStep.Check;
import dev.taskbound.policy.DecisionStep.ConditionReport;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of all that a decision looked at made it ask or refuse, with the values of the case. */
final class Because {
    private static final int LONGEST = 120;
    private static final int SHORTEST = 4;
    private static final Pattern NOTHING = Pattern.compile("(?!)");
    private static final String NOWHERE = "of no trusted origin";
    private static final String MISSING = "there is no ";

    private final Policy policy;
    private final List<StepResult> before;

    /** @param before the calls of the case until then */
    Because(Policy policy, List<StepResult> before) {
        this.policy = policy;
        this.before = List.copyOf(before);
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
                        + (step.detail().contains(NOWHERE) ? seen(value) : ""))
                .collect(Collectors.joining(", "));
        return "because the origin of " + step.subject() + " is not known (" + step.detail() + ")"
                + (values.isEmpty() ? "" : ": " + values);
    }

    /** Where in the case the value stood all the same, or another spelling of it. */
    private String seen(String value) {
        return before.stream()
                .filter(each -> each.ran()
                        && value.length() > 2
                        && each.step().returns().contains(value))
                .findFirst()
                .flatMap(each -> policy.tool(each.step().tool())
                        .map(tool -> trusted(tool, each.step().returns())))
                .orElseGet(() -> spelt(value));
    }

    private String spelt(String value) {
        Pattern pattern = spellings(value);
        for (StepResult each : before) {
            Matcher other = pattern.matcher(each.step().returns());
            if (each.ran() && other.find()) {
                return " (" + each.step().tool() + " returned \"" + PlainText.printable(other.group(), LONGEST)
                        + "\", which is another value: it is given as it stands there)";
            }
        }
        return "";
    }

    /** The same letters and digits, in either case, whatever stands between them. */
    private static Pattern spellings(String value) {
        String plain = value.replaceAll("[^\\p{L}\\p{N}]", "");
        return plain.length() < SHORTEST || plain.length() > LONGEST
                ? NOTHING
                : Pattern.compile(plain.codePoints()
                        .mapToObj(point -> Pattern.quote(Character.toString(point)))
                        .collect(
                                Collectors.joining("[\\s./-]{0,2}", "(?iu)(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])")));
    }

    private static String trusted(ToolProfile tool, String returned) {
        String fields = tool.trustedFields().stream().map(FieldPath::toString).collect(Collectors.joining(", "));
        String why = tool.trustedResult()
                ? "though not as a value of its own, or the task had sent it before"
                : fields.isEmpty()
                        ? "which is not trusted"
                        : "of which only these fields are trusted: " + fields
                                + (returned.matches("(?s)\\s*[\\[{].*") ? "" : "; it is text, which has none");
        return " (it stood in what " + tool.key() + " returned, " + why + ")";
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
