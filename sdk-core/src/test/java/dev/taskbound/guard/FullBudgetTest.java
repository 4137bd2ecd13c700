/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.ReasonCode;
import dev.taskbound.state.Charge;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 5: a refusal names the limit that has no room by its key in the policy, and what it is. */
class FullBudgetTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            t/calls | 50 | BUDGET_EXCEEDED | limits.calls: at most 50
            t/writes | 4 | BUDGET_EXCEEDED | limits.writes: at most 4
            t/destinations | 2 | BUDGET_EXCEEDED | limits.destinations: at most 2
            t/same/sha-256:x/y | 1 | DUPLICATE_CALL | limits.repeats: at most 0
            t/sum/amount | 99.50 | BUDGET_EXCEEDED | limits.sum.amount: at most 99.50
            t/sum/amount | -1 | BUDGET_EXCEEDED | limits.sum.amount: found no amount that could be added
            t/tool/mcp:shop/pay/budget/count | 3 | BUDGET_EXCEEDED | limits.tools.mcp:shop/pay.count: at most 3
            t/tool/pay/budget/sum/amount | 3 | BUDGET_EXCEEDED | limits.tools.pay.sum.amount: at most 3
            t/action/write/count | 3 | BUDGET_EXCEEDED | limits.actions.write.count: at most 3
            t/action/write/sum/amount | 3 | BUDGET_EXCEEDED | limits.actions.write.sum.amount: at most 3
            t/limit/mcp:shop/pay/count | 1 | BUDGET_EXCEEDED | limit.count of the rules that allow mcp:shop/pay: at most 1
            t/limit/pay/sum/amount | 800 | BUDGET_EXCEEDED | limit.sum.amount of the rules that allow pay: at most 800
            p/writes | 4 | BUDGET_EXCEEDED | limits.writes of the task p above it: at most 4
            """)
    void namesTheLimit(String counter, BigDecimal most, ReasonCode reason, String detail) {
        List<Charge> charges = List.of(
                new Charge("t/other", BigDecimal.ONE, BigDecimal.TEN), new Charge(counter, BigDecimal.ONE, most));
        Refusal refusal = FullBudget.refusal(counter, charges, "t");

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.detail()).isEqualTo(detail);
    }
}
