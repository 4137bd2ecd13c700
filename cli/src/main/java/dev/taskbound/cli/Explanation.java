/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.TaskRequest;
import dev.taskbound.policy.DecisionStep;
import dev.taskbound.policy.DecisionStep.Answer;
import dev.taskbound.policy.DecisionStep.ConditionReport;
import dev.taskbound.policytest.StepResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why one call was permitted or denied, for a reader who knows the policy file and no Java. */
final class Explanation {
    private static final int WIDTH = 22;

    private final TaskRequest task;
    private final StepResult result;
    private final int number;
    private final boolean values;

    Explanation(TaskRequest task, StepResult result, int number, boolean values) {
        this.task = task;
        this.result = result;
        this.number = number;
        this.values = values;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String forWhom = task.principal().map(whom -> " for " + whom.subject()).orElse(" for nobody in particular");
        lines.add("");
        lines.add("Call " + number + ": " + result.step().tool() + ", in a task of intent " + task.intent() + ", by "
                + task.agent() + forWhom);
        lines.add("  " + outcome());
        result.rules().forEach(rule -> lines.add("  by " + rule));
        lines.add("");
        if (result.considered().isEmpty()) {
            lines.add("  It was decided before any rule was looked at.");
            return lines;
        }
        lines.add("  What was looked at, in this order; the first reason to refuse ends it:");
        result.considered().forEach(step -> lines.addAll(lines(step)));
        return lines;
    }

    private String outcome() {
        if (result.reason() == null) {
            return result.asked().isEmpty()
                    ? "PERMITTED"
                    : "PERMITTED, after asking "
                            + String.join(
                                    " and ", result.asked().stream().sorted().toList());
        }
        String why = result.detail().isEmpty() ? "" : ": " + result.detail();
        return "DENIED with " + result.reason() + why;
    }

    private List<String> lines(DecisionStep step) {
        List<String> lines = new ArrayList<>();
        String detail = step.detail().isEmpty() ? "" : " (" + step.detail() + ")";
        lines.add("  - " + Text.padded(CheckWords.kind(step), WIDTH) + " " + CheckWords.answer(step) + detail);
        if (!CheckWords.isOrigin(step)) {
            lines.add("      " + step.subject());
        } else if (values) {
            result.unknown()
                    .getOrDefault(step.subject(), List.of())
                    .forEach(value -> lines.add("        not known: \"" + Text.printable(value) + "\""));
        }
        ConditionReport condition = step.condition();
        if (condition != null) {
            lines.addAll(lines(condition, 8));
        }
        return lines;
    }

    private List<String> lines(ConditionReport report, int indent) {
        List<String> lines = new ArrayList<>();
        String shown = values && !report.values().isEmpty() ? "   with " + shown(report.values()) : "";
        String problem = report.problem().isEmpty() ? "" : " (" + report.problem() + ")";
        lines.add(" ".repeat(indent)
                + Text.padded(word(report.answer()), 10)
                + Text.printable(report.text())
                + problem
                + Text.printable(shown));
        report.parts().forEach(part -> lines.addAll(lines(part, indent + 2)));
        return lines;
    }

    private static String shown(Map<String, ?> values) {
        List<String> shown = new ArrayList<>();
        values.forEach(
                (name, value) -> shown.add(name + " = " + (value instanceof String ? "\"" + value + "\"" : value)));
        return String.join(", ", shown);
    }

    private static String word(Answer answer) {
        return switch (answer) {
            case YES -> "true";
            case NO -> "false";
            case NONE -> "no answer";
        };
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("call", number);
        json.put("tool", result.step().tool());
        json.put("intent", task.intent());
        json.put("outcome", result.reason() == null ? "permit" : "deny");
        if (result.reason() != null) {
            json.put("reason", result.reason().name());
        }
        json.put("detail", result.detail());
        json.put("rules", result.rules());
        json.put("asked", result.asked().stream().sorted().toList());
        json.put("considered", result.considered().stream().map(this::json).toList());
        return json;
    }

    private Map<String, Object> json(DecisionStep step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("check", CheckWords.kind(step));
        json.put("subject", step.subject());
        json.put("answer", CheckWords.answer(step));
        json.put("detail", step.detail());
        ConditionReport condition = step.condition();
        if (condition != null) {
            json.put("condition", json(condition));
        }
        return json;
    }

    private Map<String, Object> json(ConditionReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("text", report.text());
        json.put("answer", word(report.answer()));
        json.put("problem", report.problem());
        json.put("parts", report.parts().stream().map(this::json).toList());
        if (values) {
            json.put("values", shown(report.values()));
        }
        return json;
    }
}
