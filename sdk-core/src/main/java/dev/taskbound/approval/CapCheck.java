/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether one more call may wait. */
final class CapCheck {
    private CapCheck() {}

    /** What is full, or null. */
    static @Nullable String full(HeldCall call, ApprovalCaps caps, Stream<HeldCall> waiting) {
        int[] ofTask = {0};
        int[] ofPrincipal = {0};
        Map<String, Integer> ofGroups = new HashMap<>();
        waiting.forEach(other -> {
            ofTask[0] += other.task().id().equals(call.task().id()) ? 1 : 0;
            ofPrincipal[0] += principal(other.task()).equals(principal(call.task())) ? 1 : 0;
            other.asks().stream()
                    .filter(Ask::isOpen)
                    .forEach(ask -> ofGroups.merge(group(ask, other.task()), 1, Integer::sum));
        });
        if (ofTask[0] >= caps.perTask()) {
            return "task";
        }
        if (ofPrincipal[0] >= caps.perPrincipal()) {
            return "principal";
        }
        boolean group = call.asks().stream()
                .anyMatch(ask -> ofGroups.getOrDefault(group(ask, call.task()), 0) >= caps.perGroup());
        return group ? "group" : null;
    }

    /** Whom a task's calls count for: a tenant's principal, or the tenant where there is none. */
    static String principal(Task task) {
        return task.tenant() + "\0" + task.subject().orElse("");
    }

    private static String group(Ask ask, Task task) {
        return ask.isOfPrincipal() ? Ask.PRINCIPAL + "\0" + principal(task) : ask.by();
    }
}
