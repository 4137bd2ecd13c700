/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.learn;

import dev.taskbound.Action;
import dev.taskbound.cli.document.Documents;
import dev.taskbound.cli.recorded.RecordedArgument;
import dev.taskbound.cli.recorded.RecordedCall;
import dev.taskbound.cli.recorded.RecordedTask;
import dev.taskbound.policy.IntentLimits;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was seen under one intent. */
final class IntentLearner {
    private static final String EVERY_INTENT = "every_intent.";
    private static final Pattern RULE = Pattern.compile("([^ ]*\\.)allow\\[([0-9]+)]$");

    private final Policy policy;
    private final String name;
    private final Map<String, Object> original;
    private final Map<String, SeenCalls> byTool = new TreeMap<>();
    private final Set<Integer> matched = new HashSet<>();
    private final Set<String> withoutRule = new TreeSet<>();
    private final Map<String, Long> calls = new HashMap<>();
    private final Map<String, Long> writes = new HashMap<>();
    private final Map<String, Set<String>> destinations = new HashMap<>();
    private final Map<String, Map<String, Long>> perTool = new HashMap<>();
    private final Set<String> seenAgents = new HashSet<>();
    private boolean asksForOrigin;

    IntentLearner(Policy policy, String name) {
        this.policy = policy;
        this.name = name;
        this.original = Documents.map(policy.document().get("intents"), name);
    }

    void add(RecordedTask task, RecordedCall call) {
        ToolProfile tool = policy.tool(call.tool()).orElseThrow();
        seenAgents.add(task.agent());
        calls.merge(task.id(), 1L, Long::sum);
        perTool.computeIfAbsent(tool.key(), key -> new HashMap<>()).merge(task.id(), 1L, Long::sum);
        if (tool.action() != Action.READ) {
            writes.merge(task.id(), 1L, Long::sum);
        }
        if (tool.destination() != null) {
            destinations.computeIfAbsent(task.id(), id -> new HashSet<>()).add(tool.destination());
        }
        asksForOrigin |= Objects.requireNonNull(call.arguments()).stream()
                .anyMatch(argument -> !argument.known() && matters(tool, argument));
        List<Integer> rules = rules(call);
        byTool.computeIfAbsent(tool.key(), key -> new SeenCalls(tool.arguments()))
                .add(task, call);
        matched.addAll(rules);
        if (rules.isEmpty()) {
            withoutRule.add(tool.key());
        }
    }

    private boolean matters(ToolProfile tool, RecordedArgument argument) {
        Map<String, Object> described = Documents.map(policy.document().get("tools"), tool.key());
        return tool.control().contains(argument.name())
                || Documents.map(described.get("content")).containsKey(argument.name());
    }

    /** The rules of this intent under which the call was permitted, by their place in the list. */
    private List<Integer> rules(RecordedCall call) {
        List<?> allow = Documents.list(original.get("allow"));
        // Those of every intent stand behind the intent's own.
        int shared = Documents.list(
                        Documents.map(policy.document(), "every_intent").get("allow"))
                .size();
        return call.rules().stream()
                .filter(rule -> rule.contains(" " + EVERY_INTENT)
                        || rule.contains("intents." + name + ".")
                        || rule.contains("intents[\"" + name + "\"]."))
                .map(RULE::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.parseInt(found.group(2))
                        + (found.group(1).equals(EVERY_INTENT) ? allow.size() - shared : 0))
                .filter(index -> index < allow.size()
                        && call.tool().equals(Documents.map(allow.get(index)).get("tool")))
                .toList();
    }

    Map<String, Object> document() {
        List<Object> allow = allow();
        Map<String, Object> learnt = new LinkedHashMap<>();
        original.forEach((key, value) -> {
            switch (key) {
                case "open" -> learnt.put(key, open(Documents.map(value)));
                case "allow" -> learnt.put(key, allow);
                case "limits" -> {}
                case "unknown_origin" -> {
                    if (asksForOrigin || value instanceof String) {
                        learnt.put(key, value);
                    }
                }
                default -> learnt.put(key, value);
            }
        });
        learnt.putIfAbsent("allow", allow);
        learnt.put("limits", limits());
        return learnt;
    }

    /**
     * The rules that matched, and those of the same tools that ask for something: all rules of a tool get the same further
     * conditions, so that no call escapes an approval or a limit by matching a rule that does not ask for it.
     */
    private List<Object> allow() {
        List<Object> allow = new ArrayList<>();
        List<?> rules = Documents.list(original.get("allow"));
        for (int i = 0; i < rules.size(); i++) {
            Map<String, Object> rule = Documents.map(rules.get(i));
            SeenCalls seen = byTool.get(String.valueOf(rule.get("tool")));
            boolean asks = rule.containsKey("approval") || rule.containsKey("limit");
            if (seen != null && (matched.contains(i) || asks)) {
                allow.add(rule(rule, seen));
            }
        }
        withoutRule.forEach(tool -> allow.add(rule(Map.of("tool", tool), Objects.requireNonNull(byTool.get(tool)))));
        return allow;
    }

    private Map<String, Object> open(Map<String, Object> open) {
        Map<String, Object> learnt = new LinkedHashMap<>(open);
        learnt.put(
                "agents",
                Documents.list(open.get("agents")).stream()
                        .filter(agent -> seenAgents.contains(String.valueOf(agent)))
                        .toList());
        return learnt;
    }

    /** A tool that is not kept can have no budget; of the others, as much as was used. */
    private Map<String, Object> ofSeenTools(Map<String, Object> budgets) {
        Map<String, Object> kept = new LinkedHashMap<>();
        budgets.forEach((tool, budget) -> {
            SeenCalls seen = byTool.get(tool);
            if (seen != null) {
                kept.put(tool, Narrowing.limit(Documents.map(budget), seen, perTool.getOrDefault(tool, Map.of())));
            }
        });
        return kept;
    }

    private Map<String, Object> limits() {
        IntentLimits before = policy.intent(name).orElseThrow().limits();
        Map<String, Object> limits = new LinkedHashMap<>(Documents.map(original.get("limits")));
        limits.computeIfPresent("tools", (key, budgets) -> ofSeenTools(Documents.map(budgets)));
        limits.put("calls", most(calls, before.calls()));
        limits.put("writes", most(writes, before.writes()));
        long reached = destinations.values().stream().mapToLong(Set::size).max().orElse(0);
        Long most = before.destinations();
        limits.put("destinations", String.valueOf(most == null ? reached : Math.min(most, reached)));
        return limits;
    }

    private static String most(Map<String, Long> perTask, long before) {
        long most = perTask.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return String.valueOf(Math.min(before, most));
    }

    private Map<String, Object> rule(Map<String, Object> base, SeenCalls seen) {
        String tool = String.valueOf(base.get("tool"));
        ArgumentBounds bounds = new ArgumentBounds(
                seen, policy.tool(tool).orElseThrow().arguments().keySet());
        List<String> comments = new ArrayList<>();
        comments.add("seen " + seen.size() + " times in " + seen.tasks().size() + " tasks");
        comments.addAll(bounds.comments());
        Map<String, Object> rule = new LinkedHashMap<>(base);
        String when = Narrowing.condition(base.get("when"), bounds.conditions());
        if (!when.isEmpty()) {
            rule.put("when", when);
        }
        Map<String, Long> ofTool = perTool.getOrDefault(tool, Map.of());
        rule.put("limit", Narrowing.limit(Documents.map(base.get("limit")), seen, ofTool));
        return Draft.commented(comments, rule);
    }
}
