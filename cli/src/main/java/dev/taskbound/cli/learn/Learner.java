/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.learn;

import dev.taskbound.Action;
import dev.taskbound.cli.document.Documents;
import dev.taskbound.cli.recorded.RecordedCall;
import dev.taskbound.cli.recorded.RecordedTask;
import dev.taskbound.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Proposes the narrowest policy under which the permitted calls of recorded tasks pass, out of the policy that they were
 * recorded under: fewer tools, agents, destinations; the same rules with more conditions; budgets as they were used. Never
 * an admin tool, never a value that no trusted origin held.
 */
public final class Learner {
    private final Policy policy;
    private final boolean observed;
    private final Map<String, IntentLearner> intents = new LinkedHashMap<>();
    private final Set<String> agents = new TreeSet<>();
    private final Set<String> included = new TreeSet<>();
    private final Set<String> notes = new TreeSet<>();
    private final Map<String, SeenCalls> admin = new TreeMap<>();
    private int tasks;

    /** @param observed whether calls count that only {@code mode: observe} let pass */
    public Learner(Policy policy, boolean observed) {
        this.policy = policy;
        this.observed = observed;
    }

    public void add(RecordedTask task) {
        tasks++;
        for (RecordedCall call : task.calls()) {
            if (isAdmin(call)) {
                admin.computeIfAbsent(call.tool(), tool -> new SeenCalls(Map.of()))
                        .add(task, call);
                continue;
            }
            Optional<String> unusable = unusable(task, call);
            if (unusable.isPresent()) {
                notes.add(unusable.get());
                continue;
            }
            included.add(call.id());
            agents.add(task.agent());
            intents.computeIfAbsent(task.intent(), name -> new IntentLearner(policy, name))
                    .add(task, call);
        }
    }

    private Optional<String> unusable(RecordedTask task, RecordedCall call) {
        if (!call.permitted() && !(observed && call.observed())) {
            return Optional.of("not learnt: calls of " + call.tool() + " that were refused with " + call.reason());
        }
        if (policy.intent(task.intent()).isEmpty()) {
            return Optional.of("not learnt: intent " + task.intent() + ", which the policy does not have");
        }
        if (call.arguments() == null) {
            return Optional.of("not learnt: calls of " + call.tool() + " that were recorded without arguments");
        }
        return policy.tool(call.tool()).isPresent()
                ? Optional.empty()
                : Optional.of("not learnt: " + call.tool() + ", which the policy does not list");
    }

    private boolean isAdmin(RecordedCall call) {
        return (call.permitted() || observed && call.observed())
                && policy.tool(call.tool())
                        .filter(tool -> tool.action() == Action.ADMIN)
                        .isPresent();
    }

    /** Ids of the calls that were learnt from. */
    public Set<String> included() {
        return included;
    }

    /** How many calls were left out on purpose, since their tools' action is admin. */
    public int admin() {
        return admin.values().stream().mapToInt(SeenCalls::size).sum();
    }

    /** What was left out, in words. */
    public List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        admin.forEach((tool, seen) -> all.add("not learnt: " + tool + ", seen " + seen.size() + " times in "
                + seen.tasks().size()
                + " tasks, because its action is admin; if it is meant, write its rule yourself, so"
                + " that somebody looks at each call: - { tool: " + tool + ", approval: { by: GROUP } }"));
        return all;
    }

    /** The draft as YAML, marked as one: it does not load before somebody has taken the mark away. */
    public String draft() {
        return Draft.write(document(true));
    }

    /** The policy as it will be once the mark is taken away. */
    public Policy withoutMark() {
        return Policy.parse("learnt policy", Draft.write(document(false)));
    }

    private Map<String, Object> document(boolean marked) {
        Map<String, Object> intentsLearnt = new LinkedHashMap<>();
        intents.forEach((name, intent) -> intentsLearnt.put(name, intent.document()));
        Kept kept = new Kept(policy, intentsLearnt, agents);
        List<String> head = new ArrayList<>(List.of(
                "A draft, learnt from " + included.size() + " calls of " + tasks + " recorded tasks under revision "
                        + policy.revision() + " of this policy.",
                "Read every rule: it allows what was seen, and what was seen is not what is right.",
                "Then delete the line draft: true; until then it does not load."));
        head.addAll(notes());
        Map<String, Object> document = new LinkedHashMap<>();
        Documents.map(policy.document()).forEach((key, value) -> {
            switch (key) {
                case "mode" -> {}
                case "revision" -> {
                    document.put("revision", String.valueOf(policy.revision() + 1));
                    if (marked) {
                        document.put("draft", "true");
                    }
                }
                case "intents" -> document.put(key, intentsLearnt);
                // Its rules stand in the intents that used them.
                case "every_intent" -> {}
                default -> document.put(key, kept.section(key, value));
            }
        });
        return Draft.commented(head, document);
    }
}
