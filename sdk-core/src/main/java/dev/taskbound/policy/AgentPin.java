/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.json.Digests;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent was made of when somebody reviewed it.
 *
 * @param models the models it may use, by the names under which they are told; empty where that is not pinned
 * @param prompt the digest of its system prompt; null where that is not pinned
 */
public record AgentPin(Set<String> models, @Nullable String prompt) {
    private static final String PREFIX = "taskbound-prompt-v1\0";

    public AgentPin {
        models = Set.copyOf(models);
    }

    /** What names exactly this system prompt: {@code sha-256:} and base64url. */
    public static String promptDigest(String prompt) {
        return Digests.sha256(PREFIX, Objects.requireNonNull(prompt, "prompt"));
    }
}
