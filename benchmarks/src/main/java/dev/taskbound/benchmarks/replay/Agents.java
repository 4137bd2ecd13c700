/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Who opens the tasks of a replay: the first agent that the intent's {@code open} lists. An application knows its own
 * name, which is why a policy has no such question to answer; a replay must take what it finds.
 */
final class Agents {
    private final JsonNode policy;

    private Agents(JsonNode policy) {
        this.policy = policy;
    }

    /** @param policy a file that has been loaded as a policy before: all that is unusual in YAML was refused then */
    static Agents in(Path policy) {
        try {
            return new Agents(new YAMLMapper().readTree(policy.toFile()));
        } catch (IOException e) {
            throw new BadInputException(policy + ": cannot be read: " + e.getMessage());
        }
    }

    /** A name that nobody has, where the intent lists none: it is the guard that refuses to open it. */
    String whoOpens(String intent) {
        return policy.path("intents")
                .path(intent)
                .path("open")
                .path("agents")
                .path(0)
                .asText("nobody");
    }
}
