/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.observe;

import dev.taskbound.guard.GuardHealth;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A guard's health as the indicators of every line of Boot show it.
 *
 * @param sound whether no part has a fault
 * @param details the policy with version, age and reviews that are due, the sources that are static secrets if there are any,
 *     and each part with {@code UP} or what it suffers from
 */
record HealthDetails(boolean sound, Map<String, Object> details) {
    static HealthDetails of(ToolGuard guard) {
        GuardHealth health = guard.health().toCompletableFuture().join();
        Policy policy = guard.policy();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("policy", policy.name());
        details.put("policyRevision", policy.revision());
        details.put("policyVersion", policy.version());
        details.put(
                "policyAgeSeconds",
                Duration.between(health.policySince(), Instant.now()).toSeconds());
        if (!policy.staticSources().isEmpty()) {
            details.put("staticSecrets", policy.staticSources());
        }
        List<String> due = policy.reviewsDue(Instant.now());
        if (!due.isEmpty()) {
            // Somebody has to look at it; the guard is well all the same.
            details.put("policyReviewsDue", due);
        }
        health.faults().forEach((part, fault) -> details.put(part, fault.orElse("UP")));
        return new HealthDetails(health.isSound(), details);
    }
}
