/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task and what its calls have to come to.
 *
 * @param name a sentence
 * @param line where it stands in the file
 * @param task as the application opens it
 * @param at when; null for now
 * @param refusal why the task may not be opened; null where it may
 * @param document the case as it stands in the file, for its digest
 */
public record PolicyTestCase(
        String name,
        int line,
        TaskRequest task,
        @Nullable Instant at,
        @Nullable ReasonCode refusal,
        List<PolicyTestStep> steps,
        Map<String, @Nullable Object> document) {
    public PolicyTestCase {
        steps = List.copyOf(steps);
    }

    /** The calls alone, in order. */
    public List<PolicyTestStep> calls() {
        return steps.stream().filter(step -> step.says() == null).toList();
    }

    @Override
    public String toString() {
        return "PolicyTestCase[" + name + "]";
    }
}
