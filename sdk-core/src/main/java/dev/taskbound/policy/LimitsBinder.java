/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import dev.taskbound.policy.IntentLimits.Budget;
import dev.taskbound.policy.IntentLimits.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds {@code limits} of an intent. */
final class LimitsBinder {
    private static final IntentLimits DEFAULT = new IntentLimits(50, 10, 10, 3, Duration.ofMinutes(15));
    private static final ValueReader<Duration> LONGEST_LIFE = Values.duration("7d");
    private static final ValueReader<Long> CALLS = Values.integer(1, 1_000_000);
    private static final ValueReader<Long> WRITES = Values.integer(0, 1_000_000);
    private static final ValueReader<Long> DEPTH = Values.integer(0, 16);
    private static final ValueReader<Long> RATE = Values.integer(1, 10_000);

    private final Map<String, ConfiguredTool> tools;
    private final ValueReader<String> tool;

    LimitsBinder(Map<String, ConfiguredTool> tools) {
        this.tools = tools;
        this.tool = Values.reference("the name of a tool in tools", tools.keySet());
    }

    IntentLimits bind(Section limits) {
        IntentLimits bound = new IntentLimits(
                limits.optional("calls", CALLS).orElse(DEFAULT.calls()),
                limits.optional("writes", WRITES).orElse(DEFAULT.writes()),
                limits.optional("denials", CALLS).orElse(DEFAULT.denials()),
                limits.optional("depth", DEPTH).map(Long::intValue).orElse(DEFAULT.depth()),
                limits.optional("duration", LONGEST_LIFE).orElse(DEFAULT.duration()),
                limits.values("sum", Values.ARGUMENT, Values.AMOUNT),
                limits.node("rate").isEmpty() ? null : rate(limits.section("rate")),
                limits.orNull("repeats", WRITES),
                limits.orNull("destinations", WRITES),
                limits.sections("tools", tool, this::ofTool),
                actions(limits.section("actions")));
        tools.keySet().stream()
                .filter(limits::has)
                .forEach(name ->
                        limits.unsupported(name, "found a tool, expected it in tools: { " + name + ": { count: 3 } }"));
        limits.finish();
        return bound;
    }

    private static Rate rate(Section rate) {
        Rate bound = new Rate(rate.required("calls", RATE).intValue(), rate.required("per", LONGEST_LIFE));
        rate.finish();
        return bound;
    }

    private Budget ofTool(String key, Section budget) {
        ConfiguredTool configured = tools.get(key);
        return budget(
                budget,
                ToolBinder.amount(
                        configured == null ? Map.of() : configured.profile().arguments()));
    }

    private static Map<Action, Budget> actions(Section actions) {
        Map<Action, Budget> bound = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            if (actions.node(action.word()).isPresent()) {
                Section section = actions.section(action.word());
                bound.put(action, budget(section, Values.ARGUMENT));
                section.finish();
            }
        }
        actions.finish();
        return bound;
    }

    static Budget budget(Section budget, ValueReader<String> argument) {
        @Nullable Long count = budget.orNull("count", CALLS);
        Map<String, BigDecimal> sums = budget.values("sum", argument, Values.AMOUNT);
        if (!budget.has("count") && !budget.has("sum")) {
            budget.missing("count", "count, sum or both");
        }
        return new Budget(count, sums);
    }
}
