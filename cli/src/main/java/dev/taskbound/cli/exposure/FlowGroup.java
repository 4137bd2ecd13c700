/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import dev.taskbound.cli.exposure.Exposure.Flow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flows of one label that are held alike, in one line for people. */
record FlowGroup(String label, String destinations, String state) {
    static final String NO_DESTINATION = " (no destination)";

    static List<FlowGroup> of(List<Flow> flows) {
        Map<List<String>, List<String>> alike = new LinkedHashMap<>();
        flows.forEach(flow -> {
            boolean hasNone = flow.destination().endsWith(NO_DESTINATION);
            String destination = flow.destination().replace(NO_DESTINATION, "");
            alike.computeIfAbsent(
                            List.of(flow.label(), flow.state(), hasNone ? NO_DESTINATION : ""),
                            key -> new ArrayList<>())
                    .add(destination);
        });
        List<FlowGroup> groups = new ArrayList<>();
        alike.forEach((key, destinations) ->
                groups.add(new FlowGroup(key.get(0), String.join(", ", destinations) + key.get(2), key.get(1))));
        return groups;
    }
}
