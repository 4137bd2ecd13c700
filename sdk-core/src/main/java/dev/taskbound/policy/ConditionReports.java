/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import dev.taskbound.conditions.ConditionException;
import dev.taskbound.conditions.Outline;
import dev.taskbound.policy.DecisionStep.Answer;
import dev.taskbound.policy.DecisionStep.ConditionReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates a condition part by part, so that a reader sees which one did not hold. */
final class ConditionReports {
    private ConditionReports() {}

    static ConditionReport of(Condition condition, Facts facts) {
        try {
            return of(Outline.of(condition.source()), condition, facts);
        } catch (ConditionException e) {
            return report(condition.source(), condition, facts, List.of());
        }
    }

    private static ConditionReport of(Outline outline, Condition whole, Facts facts) throws ConditionException {
        Condition part = whole.environment().compile(outline.text());
        List<ConditionReport> parts = new ArrayList<>();
        for (Outline each : outline.parts()) {
            parts.add(of(each, whole, facts));
        }
        return report(outline.text(), part, facts, parts);
    }

    private static ConditionReport report(String text, Condition condition, Facts facts, List<ConditionReport> parts) {
        Map<String, @Nullable Object> values = parts.isEmpty() ? values(condition, facts) : Map.of();
        try {
            boolean holds = facts.hold(condition);
            return new ConditionReport(text, holds ? Answer.YES : Answer.NO, "", parts, values);
        } catch (ConditionException e) {
            String problem = missing(values).orElse(Objects.requireNonNullElse(e.getMessage(), ""));
            return new ConditionReport(text, Answer.NONE, problem, parts, values);
        }
    }

    private static Optional<String> missing(Map<String, @Nullable Object> values) {
        return values.entrySet().stream()
                .filter(value -> value.getValue() == null)
                .findFirst()
                .map(value -> "there is no " + value.getKey());
    }

    private static Map<String, @Nullable Object> values(Condition condition, Facts facts) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        condition.references().forEach(path -> values.put(path, facts.value(path)));
        return values;
    }
}
