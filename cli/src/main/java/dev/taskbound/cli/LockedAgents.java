/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.cli.document.Documents;
import dev.taskbound.policy.AgentPin;
import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@code --model} and {@code --prompt} say of agents. What is not said of an agent that is named is not pinned. */
final class LockedAgents {
    private final Policy policy;
    private final Map<String, AgentPin> pins = new TreeMap<>();

    LockedAgents(Policy policy, List<String> models, List<String> prompts) throws IOException {
        this.policy = policy;
        Map<String, Set<String>> byAgent = new TreeMap<>();
        for (String model : models) {
            Named named = named(model, "--model", "MODEL");
            byAgent.computeIfAbsent(named.agent, agent -> new HashSet<>()).add(named.value);
        }
        Map<String, String> digests = new TreeMap<>();
        for (String prompt : prompts) {
            Named named = named(prompt, "--prompt", "FILE");
            String digest = AgentPin.promptDigest(Files.readString(Path.of(named.value)));
            if (digests.put(named.agent, digest) != null) {
                throw new BadInputException("--prompt: found two prompts of the agent " + named.agent);
            }
        }
        byAgent.forEach((agent, used) -> pins.put(agent, new AgentPin(used, digests.get(agent))));
        digests.forEach((agent, digest) -> pins.putIfAbsent(agent, new AgentPin(Set.of(), digest)));
    }

    private record Named(String agent, String value) {}

    private Named named(String option, String name, String what) {
        int equals = option.indexOf('=');
        if (equals < 1 || equals == option.length() - 1) {
            throw new BadInputException(name + ": found \"" + option + "\", expected AGENT=" + what);
        }
        String agent = option.substring(0, equals);
        if (!Documents.keys(policy, "agents").contains(agent)) {
            throw new BadInputException(name + ": found the agent \"" + agent + "\", expected one of the policy's: "
                    + String.join(", ", Documents.keys(policy, "agents")));
        }
        return new Named(agent, option.substring(equals + 1));
    }

    Map<String, AgentPin> pins() {
        return pins;
    }
}
