/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a permit obliges the guard to do before the tool runs. A closed set: an obligation not understood is a denial. */
public sealed interface Obligation {
    /** The rule that asks for it, as {@code file:line path}. */
    String rule();

    /**
     * Ask a human.
     *
     * @param by the group, or {@code principal}
     * @param within the longest wait
     * @param remember whether who decides may let it hold for the rest of the task
     * @param because names of arguments for whose values it is asked: a remembered answer holds for no others, nor for
     *     other control arguments
     */
    record Approval(String rule, String by, Duration within, boolean remember, Set<String> because)
            implements Obligation {
        public Approval {
            because = Set.copyOf(because);
        }

        /** One that is asked for no argument in particular. */
        public Approval(String rule, String by, Duration within, boolean remember) {
            this(rule, by, within, remember, Set.of());
        }

        /** An approval of one call only. */
        public Approval(String rule, String by, Duration within) {
            this(rule, by, within, false);
        }

        /** What two rules ask of one group: the shorter wait, for all their arguments, remembered only if both let it be. */
        public Approval and(Approval other) {
            Approval shorter = other.within.compareTo(within) < 0 ? other : this;
            Set<String> both = new HashSet<>(because);
            both.addAll(other.because);
            return new Approval(shorter.rule, shorter.by, shorter.within, remember && other.remember, both);
        }
    }

    /**
     * Keep within a rule's limit for this task.
     *
     * @param count how many calls in all; null for no such limit
     * @param sums upper bound for the sum of an argument over all calls, by argument name
     */
    record Limit(String rule, @Nullable Long count, Map<String, BigDecimal> sums) implements Obligation {
        public Limit {
            sums = Map.copyOf(sums);
        }
    }
}
