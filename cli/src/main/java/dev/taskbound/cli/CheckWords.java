/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.policy.DecisionStep;
import dev.taskbound.policy.DecisionStep.Answer;
import dev.taskbound.policy.DecisionStep.Check;

/** What a check of a decision is called, and what its answer means. */
final class CheckWords {
    private CheckWords() {}

    static boolean isOrigin(DecisionStep step) {
        return step.check() == Check.ORIGIN;
    }

    static String kind(DecisionStep step) {
        return switch (step.check()) {
            case DENY -> "rule that forbids";
            case ALLOW -> "rule that allows";
            case FLOW -> "flow that is forbidden";
            case APPROVAL -> "approval";
            case LIMIT -> "limit";
            case ORIGIN -> "origin of " + step.subject();
        };
    }

    static String answer(DecisionStep step) {
        if (step.answer() == Answer.NONE) {
            return "NO ANSWER, which refuses the call";
        }
        boolean yes = step.answer() == Answer.YES;
        return switch (step.check()) {
            case DENY, FLOW -> yes ? "APPLIES, which refuses the call" : "does not apply";
            case ALLOW -> yes ? "allows the call" : "does not allow it: its condition does not hold";
            case APPROVAL -> yes ? "is needed" : "is not needed";
            case LIMIT -> "has to be kept";
            case ORIGIN -> yes ? "known" : "NOT KNOWN";
        };
    }
}
