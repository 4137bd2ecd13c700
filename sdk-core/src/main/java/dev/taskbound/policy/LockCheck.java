/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whether a lock fits a policy. */
final class LockCheck {
    private LockCheck() {}

    /** @throws PolicyException with everything that does not fit */
    static void require(PolicyParts parts, PolicyLock lock) {
        List<PolicyProblem> problems = new ArrayList<>();
        if (!Objects.equals(lock.policy(), parts.name())) {
            String message = "found the lock of " + lock.policy() + ", expected that of " + parts.name();
            problems.add(new PolicyProblem("taskbound.lock", 1, 1, "policy", message));
        }
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
    }
}
