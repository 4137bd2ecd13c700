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
    private volatile @Nullable String promptOfApplication;
    private volatile @Nullable String promptOfRequest;

    void model(String name) {
        model = name;
    }

    void promptOfApplication(String text) {
        promptOfApplication = text.isEmpty() ? null : text;
    }

    void promptOfRequest(String text) {
        promptOfRequest = text;
    }

    /** Computed only where it is asked for: a prompt may be long, and is told with every call. */
    private @Nullable String promptDigest() {
        String told = promptOfApplication == null ? promptOfRequest : promptOfApplication;
        return told == null ? null : AgentPin.promptDigest(told);
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
                pin.prompt() == null || Optional.of(pin.prompt()).equals(Optional.ofNullable(promptDigest()));
        return samePrompt ? null : changed("system prompt");
    }

    private static Refusal changed(String what) {
        return Refusal.of(ReasonCode.TOOL_CHANGED, "the agent's " + what + " is not the one that was reviewed");
    }
}
