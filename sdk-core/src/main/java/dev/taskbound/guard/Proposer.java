/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.policy.AgentPin;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What proposes the calls of a task, as far as it was told: a model, under a system prompt. */
final class Proposer {
    private volatile @Nullable String model;
    private volatile @Nullable String promptDigest;

    void model(String name) {
        model = name;
    }

    void prompt(String text) {
        promptDigest = AgentPin.promptDigest(text);
    }

    @Nullable
    String model() {
        return model;
    }

    /** Why the agent is not the one that was reviewed, or null. What is pinned and was not told is not known to be the same. */
    @Nullable
    Refusal refusal(Policy policy, String agent) {
        AgentPin pin = policy.lock()
                .map(PolicyLock::agents)
                .map(pins -> pins.get(agent))
                .orElse(null);
        if (pin == null) {
            return null;
        }
        String used = model;
        if (!pin.models().isEmpty() && (used == null || !pin.models().contains(used))) {
            return changed("model");
        }
        boolean samePrompt =
                pin.prompt() == null || Optional.of(pin.prompt()).equals(Optional.ofNullable(promptDigest));
        return samePrompt ? null : changed("system prompt");
    }

    private static Refusal changed(String what) {
        return Refusal.of(ReasonCode.TOOL_CHANGED, "the agent's " + what + " is not the one that was reviewed");
    }
}
