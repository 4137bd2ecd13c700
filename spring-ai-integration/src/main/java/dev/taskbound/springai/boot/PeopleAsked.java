/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.policy.Policy;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says so at start where a policy asks people, and there is no way to reach any. */
final class PeopleAsked {
    private static final Logger log = LoggerFactory.getLogger(PeopleAsked.class);
    private static final Set<String> KEYS = Set.of("approval", "approve");

    private PeopleAsked() {}

    static void warnIfUnreachable(Policy policy, boolean reachable) {
        if (!reachable && asks(policy.document().get("intents"))) {
            log.warn(
                    "The policy {} asks people for approval, and nobody can be asked: such calls are refused with"
                            + " APPROVAL_UNAVAILABLE. Set taskbound.approvals.inbox=true, or add an Approver bean.",
                    policy.name());
        }
    }

    private static boolean asks(@Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            return map.entrySet().stream().anyMatch(entry -> KEYS.contains(entry.getKey()) || asks(entry.getValue()));
        }
        return node instanceof Iterable<?> list && anyAsks(list);
    }

    private static boolean anyAsks(Iterable<?> list) {
        for (Object each : list) {
            if (asks(each)) {
                return true;
            }
        }
        return false;
    }
}
