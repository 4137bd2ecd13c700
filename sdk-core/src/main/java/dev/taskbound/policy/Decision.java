/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.ReasonCode;
import java.util.List;
import java.util.Objects;

/** What a decision point answers. A closed set: every caller handles both. */
public sealed interface Decision {
    /**
     * Allowed, if every obligation is met.
     *
     * @param rules every allow rule that matched, as {@code file:line path}
     */
    record Permit(List<String> rules, List<Obligation> obligations) implements Decision {
        public Permit {
            rules = List.copyOf(rules);
            obligations = List.copyOf(obligations);
        }
    }

    /**
     * Refused.
     *
     * @param rule the rule that decided, as {@code file:line path}; empty where none matched
     * @param detail for audit and trace, never for the model: no argument values
     */
    record Deny(ReasonCode reason, String rule, String detail) implements Decision {
        public Deny {
            Objects.requireNonNull(reason, "reason");
        }
    }

    static Decision deny(ReasonCode reason, String detail) {
        return new Deny(reason, "", detail);
    }
}
