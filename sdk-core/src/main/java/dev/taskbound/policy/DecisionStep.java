/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a decision looked at.
 *
 * @param check what kind of thing
 * @param subject the rule, as {@code file:line path}, or the argument whose origin was looked at
 * @param answer what came of it: of a deny rule or flow, whether it refuses; of an allow rule, whether it allows; of an
 *     approval, whether somebody is asked; of an origin, whether the value may be used as it is
 * @param detail more about it, without values
 * @param condition its condition, part by part; null where it has none
 */
public record DecisionStep(
        Check check,
        String subject,
        Answer answer,
        String detail,
        @Nullable ConditionReport condition) {
    public DecisionStep {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(detail, "detail");
    }

    /** Kinds of checks, in the order in which a decision makes them. */
    public enum Check {
        DENY,
        ALLOW,
        FLOW,
        APPROVAL,
        LIMIT,
        ORIGIN
    }

    /** What a check can answer. */
    public enum Answer {
        YES,
        NO,
        /** The condition has no answer for these values, which denies. */
        NONE
    }

    /**
     * A condition, or a part of one.
     *
     * @param text the part
     * @param answer whether it holds
     * @param problem why it has no answer; empty where it has one
     * @param parts what it is joined of; empty where it is not taken apart further
     * @param values what the part read, by name: arguments among it. Not shown by {@link #toString}
     */
    public record ConditionReport(
            String text,
            Answer answer,
            String problem,
            List<ConditionReport> parts,
            Map<String, @Nullable Object> values) {
        public ConditionReport {
            parts = List.copyOf(parts);
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String toString() {
            return "ConditionReport[" + text + ": " + answer + "]";
        }
    }
}
