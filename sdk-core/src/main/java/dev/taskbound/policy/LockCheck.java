/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whether a lock fits a policy. */
final class LockCheck {
    private LockCheck() {}

    private static List<PolicyProblem> tool(PolicyParts parts, String key, ToolPin pin) {
        try {
            SchemaCheck check = SchemaCheck.of(parts, key, pin.schema());
            List<PolicyProblem> problems = new ArrayList<>(check.names());
            check.conditions().values().forEach(problems::addAll);
            return problems;
        } catch (IllegalArgumentException e) {
            return List.of(parts.written().ofTool(key, String.valueOf(e.getMessage())));
        }
    }

    /** @throws PolicyException with everything that does not fit */
    static void require(PolicyParts parts, PolicyLock lock) {
        List<PolicyProblem> problems = new ArrayList<>();
        if (!Objects.equals(lock.policy(), parts.name())) {
            String message = "found the lock of " + lock.policy() + ", expected that of " + parts.name();
            problems.add(new PolicyProblem("taskbound.lock", 1, 1, "policy", message));
        }
        lock.tools().forEach((key, pin) -> {
            if (parts.tools().containsKey(key)) {
                problems.addAll(tool(parts, key, pin));
            }
        });
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
    }
}
