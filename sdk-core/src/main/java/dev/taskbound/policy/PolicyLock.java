/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.json.Digests;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was reviewed: the lock file beside a policy, {@code taskbound.lock}. Where it pins tools, one that is not pinned,
 * or says something else of itself than what is pinned, is denied with {@code TOOL_CHANGED}. Where it pins an intent as
 * the policy says it now, a policy of {@code environment: production} lets tasks of it be opened.
 *
 * <p>Immutable. Written by {@code taskbound lock} and reviewed like code.
 */
public final class PolicyLock {
    private static final int MOST_BYTES = 2 * 1024 * 1024;
    private static final String PREFIX = "taskbound-lock-v1\0";

    private final String policy;
    private final @Nullable Map<String, ToolPin> tools;
    private final Map<String, AgentPin> agents;
    private final Map<String, IntentPin> intents;

    /** @param tools null where tools are not pinned */
    PolicyLock(
            String policy,
            @Nullable Map<String, ToolPin> tools,
            Map<String, AgentPin> agents,
            Map<String, IntentPin> intents) {
        this.policy = policy;
        this.tools = tools == null ? null : sorted(tools);
        this.agents = sorted(agents);
        this.intents = sorted(intents);
    }

    /**
     * Reads a file of at most 2 MiB of UTF-8.
     *
     * @throws PolicyException with every mistake in the file, or naming the file if it cannot be read
     */
    public static PolicyLock load(Path file) {
        Problems problems = new Problems(file.toString());
        return LockBinder.bind(PolicyText.read(file, MOST_BYTES, problems), problems);
    }

    /**
     * @param name what to call the text in error messages
     * @throws PolicyException with every mistake in the text
     */
    public static PolicyLock parse(String name, String yaml) {
        Problems problems = new Problems(Objects.requireNonNull(name, "name"));
        return LockBinder.bind(PolicyText.of(Objects.requireNonNull(yaml, "yaml"), MOST_BYTES, problems), problems);
    }

    /** Pins nothing yet. */
    public static PolicyLock of(Policy policy) {
        return new PolicyLock(policy.name(), null, Map.of(), Map.of());
    }

    /** The name of the policy that it belongs to. */
    public String policy() {
        return policy;
    }

    /** Whether tools are pinned: then those that {@link #tools} lacks are refused. */
    public boolean pinsTools() {
        return tools != null;
    }

    /** By key, sorted. */
    public Map<String, ToolPin> tools() {
        return tools == null ? Map.of() : tools;
    }

    /** By name, sorted. */
    public Map<String, AgentPin> agents() {
        return agents;
    }

    /** By name, sorted. */
    public Map<String, IntentPin> intents() {
        return intents;
    }

    /** This lock with exactly these tools. */
    public PolicyLock withTools(Iterable<ToolPin> pins) {
        Map<String, ToolPin> byKey = new TreeMap<>();
        pins.forEach(pin -> byKey.put(pin.key(), pin));
        return new PolicyLock(policy, byKey, agents, intents);
    }

    public PolicyLock withAgent(String name, AgentPin pin) {
        Map<String, AgentPin> more = new TreeMap<>(agents);
        more.put(name, pin);
        return new PolicyLock(policy, tools, more, intents);
    }

    /** This lock with exactly these intents. */
    public PolicyLock withIntents(Map<String, IntentPin> pins) {
        return new PolicyLock(policy, tools, agents, pins);
    }

    /** {@code sha-256:} and the hash of all that it pins. */
    public String digest() {
        return Digests.sha256(PREFIX, LockText.tree(this));
    }

    /** The text of the file. */
    public String text() {
        return LockText.of(this);
    }

    Optional<ToolPin> tool(String key) {
        return Optional.ofNullable(tools().get(key));
    }

    private static <T> Map<String, T> sorted(Map<String, T> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }

    /** Names its policy and its digest. */
    @Override
    public String toString() {
        return "PolicyLock[" + policy + " " + digest() + "]";
    }
}
