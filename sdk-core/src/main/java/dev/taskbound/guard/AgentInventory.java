/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.guard.AgentStatus.State;
import dev.taskbound.policy.AgentProfile;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The policy's agents, and when each was last used. */
final class AgentInventory {
    private final GuardParts parts;

    AgentInventory(GuardParts parts) {
        this.parts = parts;
    }

    /** Why an agent of the inventory cannot act, or null. One that the policy does not list is for its rules to judge. */
    CompletableFuture<@Nullable Refusal> refusal(Policy policy, String agent) {
        AgentProfile profile = policy.agents().get(agent);
        Instant now = parts.now();
        if (profile == null || (profile.dormantAfter() == null && !profile.isExpired(now))) {
            return CompletableFuture.completedFuture(null);
        }
        if (profile.isExpired(now)) {
            return CompletableFuture.completedFuture(
                    Refusal.of(ReasonCode.INTENT_NOT_ALLOWED, "the agent expired on " + profile.expires()));
        }
        return parts.askState(store -> store.lastUse(agent))
                .thenApply(last -> last.filter(use -> profile.isDormant(use, now))
                        .map(use -> Refusal.of(
                                ReasonCode.INTENT_NOT_ALLOWED,
                                "the agent is dormant: not used since " + use + ", a person has to enable it"))
                        .orElse(null));
    }

    /** What has no last use yet begins its time now. */
    void seen(Policy policy) {
        policy.agents().forEach((name, profile) -> {
            if (profile.dormantAfter() != null) {
                Stages.quietly(
                        "noting an agent",
                        () -> parts.askState(store -> store.lastUse(name))
                                .thenCompose(last -> last.isPresent()
                                        ? CompletableFuture.<Void>completedFuture(null)
                                        : parts.askState(store -> store.used(name, parts.now()))));
            }
        });
    }

    /** A use that cannot be noted counts as none, so that the agent is dormant sooner. */
    void used(Policy policy, String agent) {
        if (policy.agents().containsKey(agent)) {
            Stages.quietly("noting the use of an agent", () -> parts.askState(store -> store.used(agent, parts.now())));
        }
    }

    /** @throws IllegalArgumentException if the policy has no such agent */
    void enable(Policy policy, String agent, String by, String reason) {
        if (!policy.agents().containsKey(agent)) {
            throw new IllegalArgumentException("the policy has no agent " + agent);
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("agent", agent);
        details.put("by", by);
        details.put("reason", reason);
        ToolGuard.record(parts, Type.AGENT_ENABLED, details);
        try {
            parts.await(parts.askState(store -> store.used(agent, parts.now())));
        } catch (RuntimeException e) {
            throw new IllegalStateException("that the agent is enabled could not be stored: " + e.getMessage());
        }
    }

    /** In the order of the file. */
    List<AgentStatus> statuses(Policy policy) {
        try {
            return policy.agents().entrySet().stream()
                    .map(entry -> status(entry.getKey(), entry.getValue()))
                    .toList();
        } catch (PartFailure e) {
            throw new IllegalStateException("the agents' last uses cannot be read: " + e.getMessage());
        }
    }

    private AgentStatus status(String name, AgentProfile profile) {
        Optional<Instant> lastUse = parts.await(parts.askState(store -> store.lastUse(name)));
        List<Revocation.Target> target = List.of(new Revocation.Target(Revocation.Kind.AGENT, name));
        boolean revoked =
                parts.await(parts.askState(store -> store.revoked(target))).isPresent();
        return new AgentStatus(name, profile, lastUse, state(profile, lastUse, revoked));
    }

    private State state(AgentProfile profile, Optional<Instant> lastUse, boolean revoked) {
        Instant now = parts.now();
        if (revoked) {
            return State.REVOKED;
        }
        if (profile.isExpired(now)) {
            return State.EXPIRED;
        }
        return lastUse.filter(use -> profile.isDormant(use, now)).isPresent() ? State.DORMANT : State.ACTIVE;
    }
}
