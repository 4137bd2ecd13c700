/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a policy consists of. Maps keep the order of the file.
 *
 * @param production whether only intents are opened that a lock pins
 * @param observeUntil the last day on which denials are only recorded; null where they are enforced
 */
record PolicyParts(
        String name,
        long revision,
        String version,
        boolean production,
        @Nullable LocalDate observeUntil,
        Map<String, AgentProfile> agents,
        Map<String, SourceConfig> sources,
        Map<String, Destination> destinations,
        Map<String, ConfiguredTool> tools,
        Map<String, IntentRules> intents,
        List<RiskDecision> risks,
        WrittenConditions written,
        Map<String, @Nullable Object> document) {

    PolicyParts {
        agents = ordered(agents);
        sources = ordered(sources);
        destinations = ordered(destinations);
        tools = ordered(tools);
        intents = ordered(intents);
        risks = List.copyOf(risks);
        document = ordered(document);
    }

    private static <T extends @Nullable Object> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
