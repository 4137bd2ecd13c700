/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one policy file: loaded whole, checked whole, immutable.
 *
 * <p>Loading takes bounded time and memory whatever the file holds, and a policy that was loaded has no mistake that can
 * be seen without making a call: every name stands for something, every condition compiles. Reading the file again does
 * not change a policy; a guard that is to use another one is told so.
 */
public final class Policy {
    private final PolicyParts parts;
    private final Map<String, Intent> intents;

    private Policy(PolicyParts parts) {
        this.parts = parts;
        Map<String, Intent> byName = new LinkedHashMap<>();
        parts.intents().forEach((name, rules) -> byName.put(name, rules.intent()));
        this.intents = Collections.unmodifiableMap(byName);
    }

    /**
     * Reads a file of at most 256 KiB of UTF-8. Rules are named by the file's name without its directory.
     *
     * @throws PolicyException with every mistake in the file, or naming the file if it cannot be read
     */
    public static Policy load(Path file) {
        Problems problems = new Problems(file.toString());
        String text = PolicyText.read(file, problems);
        return new Policy(PolicyBinder.bind(text, Objects.toString(file.getFileName(), ""), problems));
    }

    /**
     * @param name what to call the text in error messages and rule names
     * @throws PolicyException with every mistake in the text
     */
    public static Policy parse(String name, String yaml) {
        Problems problems = new Problems(Objects.requireNonNull(name, "name"));
        String text = PolicyText.of(Objects.requireNonNull(yaml, "yaml"), problems);
        return new Policy(PolicyBinder.bind(text, name, problems));
    }

    public String name() {
        return parts.name();
    }

    /** Counted by the authors of the file; a policy replaces only one with a lower revision. */
    public long revision() {
        return parts.revision();
    }

    /**
     * {@code sha-256:} and the hash of the canonical form: equal for files that differ in comments, layout, quotes and
     * the order of keys only.
     */
    public String version() {
        return parts.version();
    }

    /**
     * What the file says, without comments and layout, for tools that show or compare policies: maps in the order of the
     * file, lists, texts, null where nothing stands. Every scalar is its text. Nothing that is left out is filled in.
     */
    public Map<String, @Nullable Object> document() {
        return parts.document();
    }

    /** What the policy says of a tool; empty for a tool that cannot be used. */
    public Optional<ToolProfile> tool(String key) {
        return Optional.ofNullable(parts.tools().get(key)).map(ConfiguredTool::profile);
    }

    public Optional<Intent> intent(String name) {
        return Optional.ofNullable(intents.get(name));
    }

    /** By name, in the order of the file. */
    public Map<String, Intent> intents() {
        return intents;
    }

    /** By name, in the order of the file. */
    public Map<String, Destination> destinations() {
        return parts.destinations();
    }

    /** By name, in the order of the file. */
    public Map<String, SourceConfig> sources() {
        return parts.sources();
    }

    /**
     * Whether some call of this tool could be permitted to a task of this intent: some rule allows the tool, and none
     * denies it whatever its arguments are. For deciding what to show a model; it permits nothing.
     */
    public boolean couldAllow(String intent, String tool) {
        ConfiguredTool configured = parts.tools().get(tool);
        IntentRules rules = parts.intents().get(intent);
        return configured != null && rules != null && rules.couldAllow(configured.profile());
    }

    /**
     * Whether policy denials are recorded but not enforced at this time ({@code mode: observe: until}, to the end of
     * that day in UTC).
     */
    public boolean observes(Instant now) {
        LocalDate lastDay = parts.observeUntil();
        return lastDay != null && now.isBefore(ConfiguredAgent.end(lastDay));
    }

    /**
     * What a newer policy permits that this one does not, in words, one line each; empty if it permits nothing more.
     * Conservative: a change that cannot be shown to narrow counts as one that widens.
     */
    public List<String> widenings(Policy newer) {
        return Widening.between(parts, newer.parts);
    }

    @Nullable
    ConfiguredTool configuredTool(String key) {
        return parts.tools().get(key);
    }

    @Nullable
    ConfiguredAgent agent(String name) {
        return parts.agents().get(name);
    }

    @Nullable
    IntentRules rules(String intent) {
        return parts.intents().get(intent);
    }

    /** Names the policy, its revision and its version. */
    @Override
    public String toString() {
        return "Policy[" + name() + " revision " + revision() + " " + version() + "]";
    }
}
