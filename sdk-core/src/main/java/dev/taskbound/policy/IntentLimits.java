/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a task under an intent.
 *
 * @param calls tool calls in all
 * @param writes calls whose action is write or admin
 * @param denials refused calls after which the task is suspended
 * @param depth how deep child tasks may nest below it
 * @param duration the longest life of the task
 * @param sums upper bounds for the sum of an argument over all calls that give it, whatever their tool
 * @param rate how fast calls may follow each other; null for as fast as they come
 * @param repeats how often the same call may be made again; null for as often as calls are left
 * @param destinations how many different destinations its calls may reach; null for any number
 * @param tools budgets of single tools, by key
 * @param actions budgets of all tools of an action
 */
public record IntentLimits(
        long calls,
        long writes,
        long denials,
        int depth,
        Duration duration,
        Map<String, BigDecimal> sums,
        @Nullable Rate rate,
        @Nullable Long repeats,
        @Nullable Long destinations,
        Map<String, Budget> tools,
        Map<Action, Budget> actions) {

    public IntentLimits {
        Objects.requireNonNull(duration, "duration");
        sums = Map.copyOf(sums);
        tools = Map.copyOf(tools);
        actions = Map.copyOf(actions);
    }

    /** Without budgets of single tools or actions, sums, rate or bounds on repetition and destinations. */
    public IntentLimits(long calls, long writes, long denials, int depth, Duration duration) {
        this(calls, writes, denials, depth, duration, Map.of(), null, null, null, Map.of(), Map.of());
    }

    /**
     * What the calls of one tool or action may come to.
     *
     * @param count how many; null for no such limit
     * @param sums upper bound for the sum of an argument, by its name
     */
    public record Budget(@Nullable Long count, Map<String, BigDecimal> sums) {
        public Budget {
            sums = Map.copyOf(sums);
        }
    }

    /** At most so many calls within any stretch of time of this length. */
    public record Rate(int calls, Duration per) {
        public Rate {
            Objects.requireNonNull(per, "per");
        }
    }
}
