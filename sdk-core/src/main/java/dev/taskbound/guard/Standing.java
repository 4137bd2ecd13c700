/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Task;
import dev.taskbound.policy.AgentProfile;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.policy.ToolPin;
import dev.taskbound.policy.ToolProfile;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether what began under an earlier policy still has a place in this one. Looks at what the policy lists, not at
 * conditions: those are asked about new calls. Answers with what the place was lost for, in words, or null.
 */
final class Standing {
    private final Policy policy;
    private final boolean byRules;
    private final Instant now;

    Standing(PolicyInForce inForce, Instant now) {
        this.policy = inForce.policy();
        this.byRules = inForce.byRules();
        this.now = now;
    }

    @Nullable
    String lost(Task task) {
        if (policy.intent(task.intent()).isEmpty()) {
            return "intent removed";
        }
        if (!policy.isReviewed(task.intent())) {
            return "intent no longer reviewed";
        }
        AgentProfile agent = policy.agents().get(task.agent());
        if (agent != null && agent.isExpired(now)) {
            return "agent expired";
        }
        if (byRules && agent == null) {
            return "agent removed";
        }
        return byRules && !policy.isOpenTo(task.intent(), task.agent()) ? "agent no longer allowed" : null;
    }

    /**
     * @param profile the tool as it was when the call began
     * @param digest of the tool's description and schema
     */
    @Nullable
    String lost(Task task, ToolProfile profile, String digest) {
        ToolProfile tool = policy.tool(profile.key()).orElse(null);
        if (tool == null) {
            return "tool removed";
        }
        String destination = profile.destination();
        if (destination != null && !policy.destinations().containsKey(destination)) {
            return "destination removed";
        }
        if (!Objects.equals(destination, tool.destination())) {
            return "tool moved to another destination";
        }
        PolicyLock lock = policy.lock().filter(PolicyLock::pinsTools).orElse(null);
        ToolPin pin = lock == null ? null : lock.tools().get(profile.key());
        if (lock != null && (pin == null || !pin.digest().equals(digest))) {
            return "tool no longer as reviewed";
        }
        boolean couldRun = !byRules || policy.observes(now) || policy.couldAllow(task.intent(), profile.key());
        return couldRun ? null : "tool no longer allowed";
    }
}
