/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import dev.taskbound.conditions.ConditionException;
import dev.taskbound.conditions.Outline;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rule can be shown to allow no more than another: the same tool, every condition of the other and perhaps more,
 * the same approval or one where there was none, limits that are not larger.
 */
final class Narrower {
    private Narrower() {}

    /** Whether some rule of before allows all that this one does, under no weaker obligations. */
    static boolean isCovered(AllowRule newer, List<AllowRule> before) {
        return before.stream().anyMatch(older -> isNarrower(newer, older));
    }

    static boolean isNarrower(AllowRule newer, AllowRule older) {
        return newer.tool().equals(older.tool())
                && implies(newer.when(), older.when())
                && (older.approval() == null || isAsStrict(newer.approval(), older.approval()))
                && (older.limit() == null || isWithin(newer.limit(), older.limit()));
    }

    /**
     * Whether a call that matches the rule, and would have matched the older one, matches a rule that carries the older
     * one's obligations: one that asks for no more beyond the older condition than this rule does.
     */
    static boolean isBeside(AllowRule rule, AllowRule older, List<AllowRule> all) {
        Set<String> given = rule.when() == null ? Set.of() : parts(rule.when());
        return all.stream()
                .filter(carrier -> isNarrower(carrier, older))
                .anyMatch(carrier -> given.containsAll(beyond(carrier.when(), older.when())));
    }

    private static Set<String> beyond(@Nullable Condition condition, @Nullable Condition older) {
        Set<String> beyond = condition == null ? new HashSet<>() : new HashSet<>(parts(condition));
        if (older != null) {
            beyond.removeAll(parts(older));
        }
        return beyond;
    }

    /** Whether all that the older condition joins with && stands in the newer one too. */
    private static boolean implies(@Nullable Condition newer, @Nullable Condition older) {
        if (older == null) {
            return true;
        }
        return newer != null && parts(newer).containsAll(parts(older));
    }

    private static Set<String> parts(Condition condition) {
        try {
            Outline outline = Outline.of(condition.source());
            List<Outline> joined = outline.kind() == Outline.Kind.ALL ? outline.parts() : List.of(outline);
            return joined.stream().map(Outline::text).collect(Collectors.toSet());
        } catch (ConditionException e) {
            return Set.of(condition.source());
        }
    }

    private static boolean isAsStrict(@Nullable ApprovalRule newer, ApprovalRule older) {
        return newer != null
                && newer.by().equals(older.by())
                && newer.within().equals(older.within())
                && newer.remember() == older.remember()
                && newer.asksAsOftenAs(older);
    }

    private static boolean isWithin(Obligation.@Nullable Limit newer, Obligation.Limit older) {
        if (newer == null) {
            return false;
        }
        Long count = older.count();
        Long newCount = newer.count();
        boolean fewer = count == null || (newCount != null && newCount <= count);
        return fewer && older.sums().entrySet().stream().allMatch(sum -> isWithin(sum, newer.sums()));
    }

    private static boolean isWithin(Map.Entry<String, BigDecimal> sum, Map<String, BigDecimal> newer) {
        BigDecimal now = newer.get(sum.getKey());
        return now != null && now.compareTo(sum.getValue()) <= 0;
    }
}
