/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.internal.json.JsonSchema;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.PolicyProblem;
import dev.taskbound.policy.ToolProfile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool as the policy and its own description know it.
 *
 * @param mismatches what conditions say of its arguments that its schema does not bear out, by intent
 */
record KnownTool(
        ToolDescriptor descriptor,
        ToolProfile profile,
        JsonSchema schema,
        String digest,
        Map<String, List<PolicyProblem>> mismatches) {
    /** Why conditions of an intent cannot be asked about this tool, naming the place of the first; null if they can. */
    @Nullable
    Refusal mismatch(String intent) {
        List<PolicyProblem> problems = mismatches.getOrDefault(intent, List.of());
        if (problems.isEmpty()) {
            return null;
        }
        PolicyProblem first = problems.get(0);
        String rule =
                first.file().substring(first.file().lastIndexOf('/') + 1) + ":" + first.line() + " " + first.path();
        return Refusal.of(new Decision.Deny(ReasonCode.CONDITION_ERROR, rule, first.message()));
    }

    boolean isSameAs(ToolDescriptor other) {
        return descriptor.equals(other);
    }
}
