/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import dev.taskbound.cli.document.Documents;
import dev.taskbound.cli.exposure.Exposure.Flow;
import dev.taskbound.cli.exposure.Exposure.IntentExposure;
import dev.taskbound.cli.exposure.Exposure.ToolExposure;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a policy as an attacker would who has the model. */
public final class ExposureReader {
    private final Policy policy;

    private ExposureReader(Policy policy) {
        this.policy = policy;
    }

    public static Exposure of(Policy policy) {
        ExposureReader reader = new ExposureReader(policy);
        List<IntentExposure> intents =
                policy.intents().keySet().stream().map(reader::intent).toList();
        return new Exposure(policy.name(), policy.revision(), policy.version(), intents);
    }

    private IntentExposure intent(String name) {
        Map<String, Object> intent = Documents.map(policy.document().get("intents"), name);
        Map<String, List<Map<String, Object>>> rules = rules(intent);
        List<ToolExposure> tools = new ArrayList<>();
        rules.forEach((tool, allowed) -> policy.tool(tool)
                .filter(profile -> !isForbidden(profile, intent))
                .ifPresent(profile -> tools.add(new ToolReader(policy, name, intent, profile, allowed).read())));
        tools.sort(Comparator.comparing(ToolExposure::isRead).thenComparing(ToolExposure::tool));
        List<String> destinations = destinations(tools);
        Long most = Objects.requireNonNull(policy.intents().get(name)).limits().destinations();
        String reach = most == null || most >= destinations.size() ? "" : "at most " + most + " of them a task";
        return new IntentExposure(name, opened(intent), tools, flows(intent, tools), destinations, reach);
    }

    private static Map<String, List<Map<String, Object>>> rules(Map<String, Object> intent) {
        Map<String, List<Map<String, Object>>> rules = new LinkedHashMap<>();
        Documents.list(intent.get("allow")).forEach(node -> {
            Map<String, Object> rule = Documents.map(node);
            String tool = Objects.requireNonNullElse(Documents.text(rule.get("tool")), "");
            rules.computeIfAbsent(tool, key -> new ArrayList<>()).add(rule);
        });
        return rules;
    }

    /** Whether a rule without a condition refuses every call of the tool. */
    private static boolean isForbidden(ToolProfile tool, Map<String, Object> intent) {
        return Documents.list(intent.get("deny")).stream()
                .map(Documents::map)
                .filter(rule -> !rule.containsKey("from") && !rule.containsKey("when"))
                .anyMatch(rule -> isEqual(rule.get("tool"), tool.key())
                        && isEqual(rule.get("action"), tool.action().word())
                        && isEqual(rule.get("destination"), tool.destination()));
    }

    private static boolean isEqual(@Nullable Object wanted, @Nullable String found) {
        return wanted == null || wanted.equals(found);
    }

    private static String opened(Map<String, Object> intent) {
        Map<String, Object> open = Documents.map(intent.get("open"));
        if (open.isEmpty()) {
            return "nobody";
        }
        List<String> agents =
                Documents.list(open.get("agents")).stream().map(String::valueOf).toList();
        String when = Documents.text(open.get("when"));
        return String.join(", ", agents) + (when == null ? "" : ", when " + when.strip());
    }

    private List<Flow> flows(Map<String, Object> intent, List<ToolExposure> tools) {
        TreeSet<String> labels = new TreeSet<>();
        TreeSet<String> reached = new TreeSet<>();
        tools.forEach(tool -> {
            policy.tool(tool.tool()).ifPresent(profile -> labels.addAll(profile.labels()));
            if (!tool.destination().isEmpty()) {
                reached.add(tool.destination());
            } else if (!tool.arguments().isEmpty()) {
                reached.add(tool.tool() + FlowGroup.NO_DESTINATION);
            }
        });
        List<Flow> flows = new ArrayList<>();
        labels.forEach(label -> reached.forEach(to -> flows.add(new Flow(label, to, state(intent, label, to)))));
        return flows;
    }

    private static String state(Map<String, Object> intent, String label, String destination) {
        if (destination.endsWith(FlowGroup.NO_DESTINATION)) {
            return "open, because a flow rule names a destination and the tool has none";
        }
        List<Map<String, Object>> rules = Documents.list(intent.get("deny")).stream()
                .map(Documents::map)
                .filter(rule -> label.equals(rule.get("from")) && destination.equals(rule.get("to")))
                .toList();
        if (rules.isEmpty()) {
            return "open";
        }
        if (rules.stream().allMatch(rule -> rule.containsKey("when"))) {
            return "open unless " + rules.get(0).get("when");
        }
        boolean byTask =
                rules.stream().anyMatch(rule -> !rule.containsKey("when") && !"value".equals(rule.get("match")));
        return byTask ? "closed" : "closed for values that carry it or are not known";
    }

    private List<String> destinations(List<ToolExposure> tools) {
        TreeSet<String> reached = new TreeSet<>();
        tools.forEach(tool -> {
            Destination destination = policy.destinations().get(tool.destination());
            if (destination != null) {
                String source = destination.source();
                boolean isStatic = source != null && policy.staticSources().contains(source);
                reached.add(destination.name() + " (" + String.join(", ", destination.hosts()) + ")"
                        + (isStatic ? " with a static secret" : ""));
            }
        });
        return List.copyOf(reached);
    }
}
