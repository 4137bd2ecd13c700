/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.Policy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked and said of a policy that comes into force. */
final class PolicyChange {
    private static final Logger log = LoggerFactory.getLogger(PolicyChange.class);

    private PolicyChange() {}

    static void warn(Policy policy, Instant now) {
        policy.overdueRisks(now).forEach(risk -> log.warn("policy {}: {}", policy.name(), risk));
        policy.staticSources()
                .forEach(source -> log.warn(
                        "policy {}: source {} is a static secret, which lives on after each call that uses it",
                        policy.name(),
                        source));
    }

    /** In production nothing could be opened without one. */
    static void requireLock(Policy policy) {
        if (policy.isProduction() && policy.lock().isEmpty()) {
            throw new IllegalArgumentException("policy " + policy.name() + " is for production and has no lock file:"
                    + " Policy.load(file).locked(PolicyLock.load(lock))");
        }
    }

    /** @throws IllegalArgumentException if it may not replace the older one */
    static void requireNewer(Policy older, Policy newer) {
        if (newer.revision() <= older.revision() && !newer.isSameFile(older)) {
            throw new IllegalArgumentException("revision " + newer.revision() + " of policy " + newer.name()
                    + " is not higher than revision " + older.revision() + ", which is in force");
        }
    }

    static Map<String, Object> loaded(Policy policy, List<String> widenings) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("policy", policy.name());
        details.put("policy_revision", policy.revision());
        details.put("policy_version", policy.version());
        details.put("opens", widenings);
        return details;
    }

    static void refused(GuardParts parts, String file, String why) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("file", file);
        details.put("detail", why);
        details.put("in_force", parts.inForce().get().policy().version());
        try {
            ToolGuard.record(parts, Type.POLICY_REFUSED, details);
        } catch (IllegalStateException e) {
            log.error("a refused policy file could not be recorded", e);
        }
    }
}
