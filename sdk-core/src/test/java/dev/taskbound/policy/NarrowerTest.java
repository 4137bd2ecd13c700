/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Issue 5: a rule that is shown to be narrower opens nothing; what cannot be shown is announced. */
class NarrowerTest {
    private static final String ASKS = "{ tool: pay, when: args.amount > 100, approval: { by: lead } }";

    @Test
    void moreConditionsAndSmallerLimitsOpenNothing() {
        assertThat(opens("{ tool: pay }", "{ tool: pay, when: args.amount < 9 }"))
                .isEmpty();
        assertThat(opens(
                        "{ tool: pay, when: args.amount < 9 }",
                        "{ tool: pay, when: args.to == \"a\" && args.amount < 9 }"))
                .isEmpty();
        assertThat(opens(
                        "{ tool: pay, limit: { count: 3 } }", "{ tool: pay, limit: { count: 2, sum: { amount: 5 } } }"))
                .isEmpty();
        assertThat(opens("{ tool: pay }", "{ tool: pay, approval: { by: lead } }"))
                .isEmpty();
        assertThat(opens(ASKS, ASKS.replace("100,", "100 && args.to == \"a\",")))
                .isEmpty();
    }

    @Test
    void fewerOrOtherConditionsAndLargerLimitsAreAnnounced() {
        String rule = "intents.buy.allow: added or changed a rule for pay";

        assertThat(opens("{ tool: pay, when: args.amount < 9 }", "{ tool: pay }"))
                .containsExactly(rule);
        assertThat(opens("{ tool: pay, when: args.amount < 9 }", "{ tool: pay, when: args.amount < 8 }"))
                .containsExactly(rule);
        assertThat(opens(
                        "{ tool: pay, when: args.amount < 9 }",
                        "{ tool: pay, when: \"args.amount < 9 || args.to == 'a'\" }"))
                .containsExactly(rule);
        assertThat(opens("{ tool: pay, limit: { count: 3 } }", "{ tool: pay, limit: { count: 4 } }"))
                .contains(rule);
        assertThat(opens("{ tool: pay, limit: { sum: { amount: 5 } } }", "{ tool: pay, limit: { count: 1 } }"))
                .contains(rule);
        assertThat(opens("{ tool: pay, approval: { by: lead } }", "{ tool: pay, approval: { by: boss } }"))
                .contains(rule);
        assertThat(opens(
                        "{ tool: pay, approval: { by: lead } }",
                        "{ tool: pay, approval: { by: lead, when: args.amount > 9 } }"))
                .contains(rule);
    }

    @Test
    void whatAsksAboutASumIsComparedByWhatItAsksFor() {
        String rule = "intents.buy.allow: added or changed a rule for pay";
        String above = "{ tool: pay, approval: { by: lead, above: { amount: 100 } } }";
        String both = "{ tool: pay, approval: { by: lead, above: { amount: 100 }, when: args.to == \"a\" } }";

        assertThat(opens("{ tool: pay }", above)).isEmpty();
        assertThat(opens(above, above.replace("100", "99.5"))).isEmpty();
        assertThat(opens(above, both)).isEmpty();
        assertThat(opens(above, "{ tool: pay, approval: { by: lead } }")).isEmpty();
        assertThat(opens(both, "{ tool: pay, approval: { by: lead } }")).isEmpty();
        assertThat(opens(above, above.replace("100", "101"))).contains(rule);
        assertThat(opens(above, above.replace("amount:", "tip:"))).contains(rule);
        assertThat(opens(both, above)).contains(rule);
        assertThat(opens(both, both.replace("above: { amount: 100 }, ", ""))).contains(rule);
        assertThat(opens("{ tool: pay, approval: { by: lead } }", above)).contains(rule);
        assertThat(opens("{ tool: pay, approval: { by: lead } }", both)).contains(rule);
    }

    @Test
    void anApprovalThatANarrowerRuleLosesToAnotherRuleIsAnnounced() {
        String narrowed = ASKS.replace("100,", "100 && args.to == \"a\",");

        assertThat(opens("{ tool: pay }, " + ASKS, "{ tool: pay }, " + narrowed))
                .containsExactly("intents.buy.allow: removed or changed an approval or limit for pay");
        assertThat(opens("{ tool: pay }, " + ASKS, "{ tool: pay }"))
                .containsExactly("intents.buy.allow: removed or changed an approval or limit for pay");
    }

    @Test
    void rulesThatAreNarrowedAlikeKeepTheirApprovals() {
        String narrowed = ASKS.replace("100,", "100 && args.to == \"a\",");

        assertThat(opens("{ tool: pay }, " + ASKS, "{ tool: pay, when: args.to == \"a\" }, " + narrowed))
                .isEmpty();
    }

    private static List<String> opens(String older, String newer) {
        return policy(older).widenings(policy(newer));
    }

    private static Policy policy(String rules) {
        return Policy.parse(
                "p",
                "version: 1\nname: p\nrevision: 1\ntools: { pay: { action: write, args: { amount: number, tip: number, to: string } } }\n"
                        + "intents: { buy: { allow: [ " + rules + " ] } }\n");
    }
}
