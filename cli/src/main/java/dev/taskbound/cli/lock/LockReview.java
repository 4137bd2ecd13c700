/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.lock;

import dev.taskbound.ToolDescriptor;
import dev.taskbound.policy.AgentPin;
import dev.taskbound.policy.IntentPin;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.policy.ToolPin;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what was reviewed with what is there now. Nothing counts as reviewed that nobody puts a name to. */
public final class LockReview {
    private final Policy policy;
    private final PolicyLock before;
    private final List<String> changes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private PolicyLock after;

    public LockReview(Policy policy, PolicyLock before) {
        this.policy = policy;
        this.before = before;
        this.after = before;
    }

    /** The tools as they describe themselves now. Those that the policy does not list cannot be used and are left out. */
    public void tools(Collection<ToolDescriptor> described) {
        Map<String, ToolPin> now = new TreeMap<>();
        described.stream()
                .filter(tool -> policy.tool(tool.key()).isPresent())
                .forEach(tool -> now.put(tool.key(), ToolPin.of(tool)));
        now.forEach((key, pin) -> compare(key, before.tools().get(key), pin));
        before.tools().keySet().stream()
                .filter(key -> !now.containsKey(key))
                .forEach(key -> changes.add("tools." + key + ": gone"));
        after = after.withTools(now.values());
    }

    private void compare(String key, @Nullable ToolPin old, ToolPin now) {
        if (old == null) {
            changes.add("tools." + key + ": new: " + now.description());
            return;
        }
        if (!old.description().equals(now.description())) {
            changes.add("tools." + key + ": description was: " + old.description());
            changes.add("tools." + key + ": description is:  " + now.description());
        }
        if (!old.schema().equals(now.schema())) {
            changes.add("tools." + key + ": schema was: " + old.schema());
            changes.add("tools." + key + ": schema is:  " + now.schema());
        }
    }

    /** An agent whose models and prompt were reviewed. */
    public void agent(String name, AgentPin pin) {
        AgentPin old = before.agents().get(name);
        if (!pin.equals(old)) {
            changes.add("agents." + name + ": " + (old == null ? "new" : "changed") + ": models "
                    + pin.models().stream().sorted().toList() + ", prompt "
                    + (pin.prompt() == null ? "not pinned" : pin.prompt()));
        }
        after = after.withAgent(name, pin);
    }

    /** Tools that could not be called, because they are not pinned while others are. */
    public void unpinned(Collection<String> listed) {
        if (!after.pinsTools()) {
            notes.add("tools are not pinned: give their descriptions with --tools");
            return;
        }
        listed.stream()
                .filter(key -> !after.tools().containsKey(key))
                .forEach(key -> notes.add("tools." + key + ": not pinned, so it cannot be called"));
    }

    /**
     * @param reviewer who answers for what is there now; null if nobody does
     * @param tests the digest of the cases of an intent, all passed; those with failed cases are null, others not there
     */
    public void intents(@Nullable String reviewer, Map<String, @Nullable String> tests, LocalDate today) {
        Map<String, IntentPin> pins = new TreeMap<>();
        for (String name : new TreeSet<>(policy.intents().keySet())) {
            IntentPin old = before.intents().get(name);
            String digest = policy.intentDigest(name).orElseThrow();
            String passed = tests.containsKey(name) ? tests.get(name) : old == null ? null : old.tests();
            if (old != null && old.digest().equals(digest) && Objects.equals(old.tests(), passed)) {
                pins.put(name, old);
            } else if (tests.containsKey(name) && passed == null) {
                notes.add("intents." + name + ": not pinned, its cases failed");
            } else if (reviewer == null) {
                notes.add("intents." + name + ": " + toReview(old) + "; pin it with --reviewer NAME");
                keep(pins, name, old);
            } else {
                changes.add(
                        "intents." + name + ": reviewed by " + reviewer + (passed == null ? ", without cases" : ""));
                pins.put(name, new IntentPin(digest, reviewer, today, passed));
            }
        }
        before.intents().keySet().stream()
                .filter(name -> policy.intent(name).isEmpty())
                .forEach(name -> changes.add("intents." + name + ": gone"));
        after = after.withIntents(pins);
    }

    private static void keep(Map<String, IntentPin> pins, String name, @Nullable IntentPin old) {
        if (old != null) {
            pins.put(name, old);
        }
    }

    private static String toReview(@Nullable IntentPin old) {
        return old == null
                ? "never reviewed"
                : "it or its cases changed since " + old.reviewer() + " reviewed it on " + old.reviewed();
    }

    /** What the new lock says differently. */
    public List<String> changes() {
        return List.copyOf(changes);
    }

    /** What stays to be done. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    public PolicyLock lock() {
        return after;
    }
}
