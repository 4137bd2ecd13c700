/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.origin.Origins;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Calls of a task under the example, or under a variation of it, and what is decided about them. */
final class Desk {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Policy policy;
    private final Task task;
    private Origins origins = FakeOrigins.knowing("DE1", 40L, 150L, new BigDecimal("99.5"), "me@example.com", "o-1");
    private long callsMade;

    Desk(Policy policy) {
        this(policy, "refund-order");
    }

    Desk(Policy policy, String intent) {
        this.policy = policy;
        this.task = new Task(
                "t-1",
                intent,
                "support-assistant",
                "",
                Principal.verified("test", "ann").withRoles(Set.of("support")),
                Map.of("order_id", "o-1", "max_refund", 200),
                Set.of(),
                null,
                NOW,
                NOW.plusSeconds(600));
    }

    static Desk example() {
        return new Desk(SupportDesk.policy());
    }

    static Desk with(String old, String replacement) {
        return new Desk(SupportDesk.with(old, replacement));
    }

    Desk origins(Origins seen) {
        this.origins = seen;
        return this;
    }

    Desk callsMade(long calls) {
        this.callsMade = calls;
        return this;
    }

    Decision call(String tool, Object... namesAndValues) {
        return decide(PolicyDecisionPoint.of(policy), tool, namesAndValues);
    }

    Decision callTelling(DecisionListener listener, String tool, Object... namesAndValues) {
        return decide(PolicyDecisionPoint.of(policy, listener), tool, namesAndValues);
    }

    private Decision decide(PolicyDecisionPoint decisionPoint, String tool, Object... namesAndValues) {
        Map<String, Object> arguments = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        ToolProfile profile = policy.tool(tool)
                .orElse(new ToolProfile(
                        tool, dev.taskbound.Action.READ, null, Map.of(), java.util.List.of(), false, Set.of(), null));
        AccessRequest request = new AccessRequest(task, profile, arguments, origins, callsMade, 0, NOW);
        return decisionPoint.decide(request).toCompletableFuture().join();
    }
}
