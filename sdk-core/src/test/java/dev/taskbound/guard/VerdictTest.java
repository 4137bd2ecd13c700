/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.policy.Decision.Permit;
import dev.taskbound.policy.Obligation;
import dev.taskbound.policy.Obligation.Approval;
import dev.taskbound.policy.Obligation.Limit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** DESIGN, step 4: the obligations of all matching allow rules apply, the strictest wins. */
class VerdictTest {
    @Test
    void theSmallestOfSeveralLimitsHoldsInWhateverOrderTheyCome() {
        Limit loose = limit(5L, Map.of("amount", "600", "fee", "1"));
        Limit strict = limit(3L, Map.of("amount", "500"));
        Verdict.Limits strictest =
                new Verdict.Limits(3L, Map.of("amount", new BigDecimal("500"), "fee", new BigDecimal("1")));
        assertThat(verdict(loose, strict).limits()).containsEntry("task", strictest);
        assertThat(verdict(strict, loose).limits()).containsEntry("task", strictest);
        assertThat(verdict(limit(null, Map.of()), strict).limits().get("task").count())
                .isEqualTo(3L);
        assertThat(verdict(strict, limit(null, Map.of())).limits().get("task").count())
                .isEqualTo(3L);
    }

    @Test
    void everyGroupIsAskedOnceWithTheShortestWait() {
        Approval slow = approval("lead", 5);
        Approval quick = approval("lead", 2);
        Approval other = approval("treasurer", 9);
        assertThat(verdict(slow, quick, other).approvals()).containsOnly(Map.entry("lead", quick), entry(other));
        assertThat(verdict(other, quick, slow).approvals()).containsOnly(Map.entry("lead", quick), entry(other));
    }

    @Test
    void limitsOfATaskAndOfItsAncestorAreKeptApart() {
        Verdict both = verdict(limit(3L, Map.of())).and("parent", permit(limit(2L, Map.of())));
        assertThat(both.limits().get("task").count()).isEqualTo(3L);
        assertThat(both.limits().get("parent").count()).isEqualTo(2L);
        assertThat(both.rules()).containsExactly("rule", "rule");
    }

    @Test
    void anApprovalStandsOnlyUnderTheSameGroupsAndLimits() {
        Verdict approved = verdict(approval("lead", 5), limit(3L, Map.of("amount", "500")));
        assertThat(verdict(approval("lead", 9), limit(3L, Map.of("amount", "500")))
                        .obligesLike(approved))
                .isTrue();
        assertThat(verdict(approval("boss", 5), limit(3L, Map.of("amount", "500")))
                        .obligesLike(approved))
                .isFalse();
        assertThat(verdict(approval("lead", 5), limit(2L, Map.of("amount", "500")))
                        .obligesLike(approved))
                .isFalse();
        assertThat(verdict(approval("lead", 5)).obligesLike(approved)).isFalse();
        assertThat(verdict(approval("lead", 5), approval("boss", 5), limit(3L, Map.of("amount", "500")))
                        .obligesLike(approved))
                .isFalse();
    }

    private static Verdict verdict(Obligation... obligations) {
        return Verdict.empty().and("task", permit(obligations));
    }

    private static Permit permit(Obligation... obligations) {
        return new Permit(List.of("rule"), List.of(obligations));
    }

    private static Map.Entry<String, Approval> entry(Approval approval) {
        return Map.entry(approval.by(), approval);
    }

    private static Approval approval(String by, int minutes) {
        return new Approval("rule", by, Duration.ofMinutes(minutes));
    }

    private static Limit limit(Long count, Map<String, String> sums) {
        Map<String, BigDecimal> exact = new HashMap<>();
        sums.forEach((argument, limit) -> exact.put(argument, new BigDecimal(limit)));
        return new Limit("rule", count, exact);
    }
}
