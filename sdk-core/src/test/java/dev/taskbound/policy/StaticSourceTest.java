/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 6: a static secret is marked, and in production somebody has to have decided that it is taken as it is. */
class StaticSourceTest {
    private static final String ACCEPTED =
            "{ type: static, owner: sales, risk: { decision: accept, ticket: RISK-7, review_by: 2027-01-31 } }";

    private static Policy policy(String environment, String source) {
        return Policy.parse(
                "p.yaml",
                "version: 1\nname: p\nrevision: 1\nenvironment: " + environment + "\nsources:\n  key: " + source
                        + "\n  other: { type: custom }\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "test", "staging"})
    void outsideProductionItNeedsNoDecisionAndIsNamed(String environment) {
        Policy policy = policy(environment, "{ type: static }");
        assertThat(policy.staticSources()).containsExactly("key");
        assertThat(policy.warnings()).singleElement().asString().startsWith("sources.key.type: a static secret");
    }

    @Test
    void inProductionItNeedsTheDecisionToAcceptItsRisk() {
        assertThat(policy("production", ACCEPTED).staticSources()).containsExactly("key");
        assertThatThrownBy(() -> policy("production", "{ type: static }"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("sources.key")
                .hasMessageContaining("risk")
                .hasMessageContaining("a static secret in production");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mitigate", "transfer", "avoid"})
    void anotherDecisionIsNoneToUseIt(String decision) {
        assertThatThrownBy(() -> policy("production", ACCEPTED.replace("accept", decision)))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("sources.key.risk")
                .hasMessageContaining("decision: accept");
    }

    @Test
    void aDecisionThatIsOverdueIsReportedWithWhoAnswersForIt() {
        assertThat(policy("production", ACCEPTED).overdueRisks(Instant.parse("2027-02-01T00:00:00Z")))
                .singleElement()
                .asString()
                .contains("sources.key", "sales", "RISK-7");
    }

    @Test
    void otherSourcesNeedNoDecision() {
        assertThat(policy("production", "{ type: custom }").staticSources()).isEmpty();
    }
}
