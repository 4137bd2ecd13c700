/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ReasonCode;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.DecisionStep;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What came of one call of a case.
 *
 * @param step the call
 * @param ran whether the tool ran
 * @param reason why not; null where it ran. Under {@code mode: observe}, what would have been the reason
 * @param detail more about the reason, without values
 * @param rules the rules that allowed or refused it
 * @param asked who was asked
 * @param considered what the decision looked at, in order
 * @param unknown the values whose origin is not known, by argument: of a control argument what is in it, of content the
 *     links, addresses and numbers. They are those of the case, so they may be shown
 * @param decision what it came to; null if none was made
 * @param record what the audit log says of the call
 */
public record StepResult(
        PolicyTestStep step,
        boolean ran,
        @Nullable ReasonCode reason,
        String detail,
        List<String> rules,
        Set<String> asked,
        List<DecisionStep> considered,
        Map<String, List<String>> unknown,
        @Nullable Decision decision,
        Map<String, Object> record) {
    public StepResult {
        rules = List.copyOf(rules);
        asked = Set.copyOf(asked);
        considered = List.copyOf(considered);
        unknown = Map.copyOf(unknown);
    }

    /** As a message says it: {@code deny UNKNOWN_ORIGIN (of unknown origin: iban)}. */
    public String shown() {
        String why = detail.isEmpty() ? "" : " (" + detail + ")";
        String outcome = reason == null ? "permit" : "deny " + reason + why;
        return outcome + (asked.isEmpty() ? "" : ", asking " + new TreeSet<>(asked));
    }

    /** Whether this is what the case expects. */
    public boolean isAsExpected() {
        Expectation expected = step.expected();
        return expected.permitted() == (reason == null)
                && (expected.reason() == null ? !isMisnamed() : expected.reason() == reason)
                && asksAsExpected(expected)
                && (expected.unknown() == null || expected.unknown().equals(unknown.keySet()))
                && (expected.rule() == null || rules.stream().anyMatch(rule -> rule.endsWith(expected.rule())));
    }

    /** What fails for its names or types never came to the rules: that it is refused says nothing about them. */
    private boolean isMisnamed() {
        return reason == ReasonCode.UNKNOWN_TOOL || reason == ReasonCode.BAD_ARGUMENTS;
    }

    private boolean asksAsExpected(Expectation expected) {
        Set<String> wanted = expected.asks();
        return wanted == null ? !expected.permitted() || asked.isEmpty() : wanted.equals(asked);
    }
}
