/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/** The approvals with which the calls of a log started: the last 100,000 of them. Not thread-safe. */
final class UsedApprovals {
    private static final int MOST = 100_000;

    private final Map<String, Boolean> used = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    void accept(AuditEvent event) {
        if (event.attributes().get("approval") instanceof String approval && uses(event, approval)) {
            used.put(approval, true);
        }
    }

    /** What was remembered of another call's approval uses that one up no more. */
    static boolean uses(AuditEvent event, String approval) {
        return event.type() == AuditEvent.Type.STARTED
                && approval.equals(event.attributes().get("approval"))
                && !Boolean.TRUE.equals(event.attributes().get("remembered"));
    }

    boolean contains(String approval) {
        return used.containsKey(approval);
    }
}
