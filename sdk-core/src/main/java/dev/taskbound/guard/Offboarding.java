/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.AgentProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what a policy in force no longer has room for: tasks, calls under way, and calls that wait for a human. */
final class Offboarding {
    private static final Logger log = LoggerFactory.getLogger(Offboarding.class);
    private static final int MOST_HELD = 100_000;

    private final GuardParts parts;
    private final PolicyInForce inForce;
    private final Standing standing;
    private final List<Map<String, Object>> ended = new ArrayList<>();

    Offboarding(GuardParts parts, PolicyInForce inForce) {
        this.parts = parts;
        this.inForce = inForce;
        this.standing = new Standing(inForce, parts.now());
    }

    void sweep(Collection<TaskScope> tasks) {
        tasks.forEach(this::end);
        tasks.forEach(this::limit);
        try {
            voidHeld();
        } catch (RuntimeException e) {
            note("held", "", "what waits for approval could not be looked at");
        }
        record();
    }

    /** One task that was opened while the policy changed. */
    void leave(TaskScope scope) {
        end(scope);
        record();
    }

    private void end(TaskScope scope) {
        String lost = standing.lost(scope.task());
        if (lost != null) {
            if (scope.isOpen()) {
                note("task", scope.task().id(), lost);
            }
            scope.end("offboarded", ReasonCode.REVOKED);
            return;
        }
        scope.ending().calls().forEach(call -> {
            String lostCall = call.lost(standing);
            if (lostCall != null) {
                note("call", call.id(), lostCall);
                call.stop(parts, ReasonCode.REVOKED);
            }
        });
    }

    /** An agent whose last day was brought forward is cut off at its end. */
    private void limit(TaskScope scope) {
        AgentProfile agent = inForce.policy().agents().get(scope.task().agent());
        if (agent != null) {
            agent.expiry().ifPresent(scope::endBy);
        }
    }

    private void voidHeld() {
        for (HeldCall held : parts.await(parts.askApprovals(store -> store.open(parts.now(), MOST_HELD)))) {
            String task = standing.lost(held.task());
            String lost = task == null ? standing.lost(held.task(), held.tool(), held.toolDigest()) : task;
            if (lost != null) {
                parts.await(new Decider(parts)
                        .end(held, HeldCall.Status.VOID, ReasonCode.REVOKED)
                        .toCompletableFuture());
                note("held", held.id(), lost);
            }
        }
    }

    private void note(String what, String id, String lost) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("what", what);
        line.put("id", id);
        line.put("why", lost);
        ended.add(line);
    }

    private void record() {
        if (ended.isEmpty()) {
            return;
        }
        log.warn("{} ended {} tasks and calls that have no place in it", inForce.policy(), ended.size());
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("policy_revision", inForce.policy().revision());
        details.put("policy_version", inForce.policy().version());
        details.put("ended", List.copyOf(ended));
        ToolGuard.record(parts, Type.OFFBOARDED, details);
    }
}
