/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import dev.taskbound.cli.document.Documents;
import dev.taskbound.cli.exposure.Exposure.ToolExposure;
import dev.taskbound.policy.IntentLimits;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One tool under one intent: the loosest of what its allow rules say. */
final class ToolReader {
    private final IntentLimits limits;
    private final ToolProfile tool;
    private final List<Map<String, Object>> rules;
    private final ArgumentReader arguments;

    ToolReader(
            Policy policy,
            String intentName,
            Map<String, Object> intent,
            ToolProfile tool,
            List<Map<String, Object>> rules) {
        this.limits = Objects.requireNonNull(policy.intents().get(intentName)).limits();
        this.tool = tool;
        this.rules = rules;
        this.arguments = new ArgumentReader(policy, intent, tool, rules);
    }

    ToolExposure read() {
        String destination = Objects.requireNonNullElse(tool.destination(), "");
        long calls = calls();
        return new ToolExposure(
                tool.key(),
                tool.action().word(),
                destination,
                calls + " a task",
                human(),
                sums(calls),
                arguments.read(),
                arguments.uncounted());
    }

    private long calls() {
        long most =
                tool.action() == dev.taskbound.Action.READ ? limits.calls() : Math.min(limits.calls(), limits.writes());
        most = Math.min(
                count(limits.tools().get(tool.key()), most),
                count(limits.actions().get(tool.action()), most));
        long byRules = 0;
        for (Map<String, Object> rule : rules) {
            String count = Documents.text(Documents.map(rule.get("limit")).get("count"));
            byRules = Math.max(byRules, count == null ? most : Long.parseLong(count));
        }
        return Math.min(most, byRules);
    }

    private static long count(IntentLimits.@Nullable Budget budget, long otherwise) {
        return budget == null ? otherwise : Objects.requireNonNullElse(budget.count(), otherwise);
    }

    /** When somebody is asked: only what holds for every rule holds for the tool. */
    private String human() {
        List<String> each = rules.stream().map(ToolReader::human).distinct().toList();
        if (each.contains("")) {
            return each.size() == 1
                    ? ""
                    : "under some rules only: "
                            + each.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
        }
        return String.join("; ", each);
    }

    private static String human(Map<String, Object> rule) {
        Map<String, Object> approval = Documents.map(rule.get("approval"));
        if (approval.isEmpty()) {
            return "";
        }
        List<String> when = new ArrayList<>();
        Object condition = approval.get("when");
        if (condition != null) {
            when.add("when " + String.valueOf(condition).strip());
        }
        Documents.map(approval.get("above"))
                .forEach((argument, sum) -> when.add("once a task comes to more than " + sum + " in " + argument));
        return approval.get("by") + " " + (when.isEmpty() ? "always" : String.join(" and ", when));
    }

    /** The largest sums of numbers: by a limit, or by the number of calls and the largest amount of one. */
    private List<String> sums(long calls) {
        Map<String, String> sums = new TreeMap<>();
        for (String argument : arguments.names()) {
            List<Optional<String>> each =
                    rules.stream().map(rule -> sum(rule, argument, calls)).toList();
            if (each.stream().allMatch(Optional::isPresent)) {
                sums.put(
                        argument,
                        each.stream().flatMap(Optional::stream).distinct().collect(Collectors.joining(" or ")));
            }
        }
        List<String> words = new ArrayList<>();
        sums.forEach((name, sum) -> words.add(name + " " + sum));
        return words;
    }

    private static Optional<String> sum(Map<String, Object> rule, String argument, long calls) {
        Object limit =
                Documents.map(Documents.map(rule.get("limit")).get("sum")).get(argument);
        if (limit != null) {
            return Optional.of("at most " + limit + " a task");
        }
        String when = Documents.text(rule.get("when"));
        return when == null
                ? Optional.empty()
                : Bounds.of(when, argument).stream()
                        .flatMap(bound -> bound.atMost().stream())
                        .findFirst()
                        .map(most -> "at most " + product(calls, most) + " a task");
    }

    private static String product(long calls, String most) {
        try {
            return new BigDecimal(most)
                    .multiply(BigDecimal.valueOf(calls))
                    .stripTrailingZeros()
                    .toPlainString();
        } catch (NumberFormatException e) {
            return calls + " times " + most;
        }
    }
}
