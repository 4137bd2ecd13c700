/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.HeldCall;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.AgentProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a policy in force no longer has room for: tasks, calls under way, and calls that wait for a human, as a
 * revocation of each would end it. Nothing is stored: a later policy can have room again.
 */
final class Offboarding {
    private static final Logger log = LoggerFactory.getLogger(Offboarding.class);

    private final GuardParts parts;
    private final KillSwitch killSwitch;
    private final PolicyInForce inForce;
    private final Standing standing;
    private final Set<String> lostTasks = ConcurrentHashMap.newKeySet();
    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    Offboarding(GuardParts parts, KillSwitch killSwitch, PolicyInForce inForce) {
        this.parts = parts;
        this.killSwitch = killSwitch;
        this.inForce = inForce;
        this.standing = new Standing(inForce, parts.now());
    }

    RevocationReport sweep(Collection<TaskScope> tasks) {
        tasks.forEach(this::limit);
        RevocationReport report = killSwitch.offboard(
                cut -> tasks.forEach(scope -> cut(scope, cut)),
                held -> lost(held) != null,
                () -> parts.live().living().stream()
                        .filter(credential -> lostTasks.contains(credential.task()))
                        .toList());
        record(report);
        return report;
    }

    /** One task that was opened while the policy changed. */
    void look(TaskScope scope) {
        if (standing.lost(scope.task()) != null) {
            sweep(List.of(scope));
        }
    }

    private void cut(TaskScope scope, Cut cut) {
        String lost = standing.lost(scope.task());
        if (lost != null) {
            reasons.put(scope.task().id(), lost);
            lostTasks.add(scope.task().id());
            scope.ending().cut(cut);
            return;
        }
        scope.ending().calls().forEach(call -> {
            String lostCall = call.lost(standing);
            if (lostCall != null) {
                reasons.put(call.id(), lostCall);
                call.cut(cut);
            }
        });
    }

    private @Nullable String lost(HeldCall held) {
        String task = standing.lost(held.task());
        String lost = task == null ? standing.lost(held.task(), held.tool(), held.toolDigest()) : task;
        if (lost != null) {
            reasons.put(held.id(), lost);
        }
        return lost;
    }

    /** An agent whose last day was brought forward is cut off at its end. */
    private void limit(TaskScope scope) {
        AgentProfile agent = inForce.policy().agents().get(scope.task().agent());
        if (agent != null && !agent.isExpired(parts.now())) {
            agent.expiry().ifPresent(scope::endBy);
        }
    }

    private void record(RevocationReport report) {
        boolean none = report.tasks().isEmpty()
                && report.calls().isEmpty()
                && report.held().isEmpty()
                && report.credentials().isEmpty();
        if (none && report.isComplete()) {
            return;
        }
        List<Map<String, Object>> ended = new ArrayList<>();
        report.tasks().forEach(task -> note(ended, "task", task, "the task above it ended"));
        report.calls().forEach(call -> note(ended, "call", call.id(), "its task ended"));
        report.held().forEach(held -> note(ended, "held", held, "its task ended"));
        log.warn("{} has no place any more for {} tasks and calls: they ended", inForce.policy(), ended.size());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("policy_revision", inForce.policy().revision());
        details.put("policy_version", inForce.policy().version());
        details.put("ended", ended);
        details.put("credentials", (long) report.credentials().size());
        details.put("alive", CredentialsLeft.listed(report.alive()));
        details.put("problems", report.problems());
        try {
            ToolGuard.record(parts, Type.OFFBOARDED, details);
        } catch (IllegalStateException e) {
            // What ended has ended, and the policy is in force.
            log.error("what {} ended could not be recorded", inForce.policy(), e);
        }
    }

    private void note(List<Map<String, Object>> ended, String what, String id, String otherwise) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("what", what);
        line.put("id", id);
        line.put("why", reasons.getOrDefault(id, otherwise));
        ended.add(line);
    }
}
