/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask, when, and how long to wait.
 *
 * @param when a condition under which somebody is asked; null if there is none
 * @param above somebody is asked, too, once the task's calls come to more than this, by argument
 */
record ApprovalRule(
        String rule,
        @Nullable Condition when,
        Map<String, BigDecimal> above,
        String by,
        Duration within,
        boolean remember) {
    private static final String ARGUMENTS = "args";

    ApprovalRule {
        above = Map.copyOf(above);
    }

    /** Whether somebody is asked about every call. */
    boolean isAlways() {
        return when == null && above.isEmpty();
    }

    /** Whether somebody is asked at least whenever the other rule asks, as far as conditions can be compared. */
    boolean asksAsOftenAs(ApprovalRule other) {
        boolean sameCondition =
                other.when == null || (when != null && when.source().equals(other.when.source()));
        return isAlways()
                || (!other.isAlways()
                        && sameCondition
                        && other.above.entrySet().stream().allMatch(this::isWithin));
    }

    private boolean isWithin(Map.Entry<String, BigDecimal> bound) {
        BigDecimal mine = above.get(bound.getKey());
        return mine != null && mine.compareTo(bound.getValue()) <= 0;
    }

    Obligation.Approval obligation() {
        return obligation(Set.of());
    }

    /** @param because arguments for whose values somebody is asked */
    Obligation.Approval obligation(Collection<String> because) {
        return new Obligation.Approval(rule, by, within, remember, Set.copyOf(because));
    }

    /** Names of arguments that the condition reads; {@code args} where it reads them as a whole. */
    Set<String> read() {
        Set<String> paths = when == null ? Set.of() : when.references();
        return paths.stream()
                .map(path -> path.split("\\.", 3))
                .filter(path -> path[0].equals(ARGUMENTS))
                .map(path -> path.length == 1 ? ARGUMENTS : path[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
