/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.json.Digests;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one policy file: loaded whole, checked whole, immutable.
 *
 * <p>Loading takes bounded time and memory whatever the file holds, and a policy that was loaded has no mistake that can
 * be seen without making a call: every name stands for something, every condition compiles. Reading the file again does
 * not change a policy; a guard that is to use another one is told so.
 */
public final class Policy {
    private static final String LOCKED_PREFIX = "taskbound-locked-policy-v1\0";
    private static final String INTENT_PREFIX = "taskbound-intent-v1\0";

    private final PolicyParts parts;
    private final @Nullable PolicyLock lock;
    private final String version;
    private final Map<String, Intent> intents;

    private Policy(PolicyParts parts, @Nullable PolicyLock lock) {
        this.parts = parts;
        this.lock = lock;
        this.version = lock == null
                ? parts.version()
                : Digests.sha256(LOCKED_PREFIX, Map.of("policy", parts.version(), "lock", lock.digest()));
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
        return new Policy(PolicyBinder.bind(text, Objects.toString(file.getFileName(), ""), problems), null);
    }

    /**
     * @param name what to call the text in error messages and rule names
     * @throws PolicyException with every mistake in the text
     */
    public static Policy parse(String name, String yaml) {
        Problems problems = new Problems(Objects.requireNonNull(name, "name"));
        String text = PolicyText.of(Objects.requireNonNull(yaml, "yaml"), problems);
        return new Policy(PolicyBinder.bind(text, name, problems), null);
    }

    /**
     * This policy with what was reviewed of its tools and intents, in place of any lock of before.
     *
     * @throws PolicyException if the lock is another policy's, or conditions do not fit the tools that it pins
     */
    public Policy locked(PolicyLock reviewed) {
        LockCheck.require(parts, Objects.requireNonNull(reviewed, "reviewed"));
        return new Policy(parts, reviewed);
    }

    public Optional<PolicyLock> lock() {
        return Optional.ofNullable(lock);
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
     * the order of keys only. With a lock, also of what the lock pins.
     */
    public String version() {
        return version;
    }

    /** Whether the file is this one, whatever the locks pin: such a policy replaces another without a higher revision. */
    public boolean isSameFile(Policy other) {
        return parts.version().equals(other.parts.version());
    }

    /** Whether this is {@code environment: production}, in which only intents are opened that the lock pins. */
    public boolean isProduction() {
        return parts.production();
    }

    /** Whether tasks of the intent may be opened as far as reviews go. */
    public boolean isReviewed(String intent) {
        IntentPin pin = lock == null ? null : lock.intents().get(intent);
        return !isProduction() || (pin != null && Optional.of(pin.digest()).equals(intentDigest(intent)));
    }

    /**
     * What a review of an intent pins: all that the file says of it, of the tools that it allows, and of the destinations
     * and sources that these use. Empty for an intent that the policy does not have.
     */
    public Optional<String> intentDigest(String intent) {
        IntentRules rules = parts.intents().get(intent);
        return rules == null
                ? Optional.empty()
                : Optional.of(Digests.sha256(INTENT_PREFIX, ReviewedIntent.tree(parts, intent, rules)));
    }

    /**
     * What is wrong with the conditions about a tool if its schema is this one: they name arguments that it does not have,
     * or compare them with what they cannot be. By intent; empty where all fits.
     *
     * @param schema JSON Schema of the tool's arguments, as JSON text
     * @throws IllegalArgumentException if it is none that can be honoured
     */
    public Map<String, List<PolicyProblem>> conditionProblems(String tool, String schema) {
        return SchemaCheck.of(parts, tool, schema).conditions();
    }

    /** Decisions about risks, in the order of the file. */
    public List<RiskDecision> risks() {
        return parts.risks();
    }

    /** Decisions about risks that somebody should have looked at again by now. */
    public List<RiskDecision> overdueRisks(Instant now) {
        return parts.risks().stream().filter(risk -> risk.isOverdue(now)).toList();
    }

    /**
     * What somebody should look at again by now, in words, one line each: risks whose review is overdue, and with a lock
     * that pins intents those that it does not pin as they are. Decides about no call.
     */
    public List<String> reviewsDue(Instant now) {
        List<String> due = new ArrayList<>();
        overdueRisks(now).forEach(risk -> due.add(risk.toString()));
        if (lock != null && (isProduction() || !lock.intents().isEmpty())) {
            intents.keySet().forEach(name -> {
                IntentPin pin = lock.intents().get(name);
                if (pin == null) {
                    due.add("intents." + name + ": never reviewed");
                } else if (!Optional.of(pin.digest()).equals(intentDigest(name))) {
                    due.add("intents." + name + ": changed since " + pin.reviewer() + " reviewed it on "
                            + pin.reviewed());
                }
            });
        }
        return List.copyOf(due);
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

    /**
     * The arguments that an approval under this intent is {@code above} a sum of: what the calls of a task come to has to
     * be kept for them. Empty for an intent that the policy does not have.
     */
    public Set<String> approvalSums(String intent) {
        IntentRules rules = parts.intents().get(intent);
        return rules == null ? Set.of() : rules.sums();
    }

    /** By name, in the order of the file. */
    public Map<String, Intent> intents() {
        return intents;
    }

    /** The inventory of agents by name, in the order of the file. */
    public Map<String, AgentProfile> agents() {
        return parts.agents();
    }

    /** Whether an agent is one that may open tasks of an intent, as far as the {@code agents} of its {@code open} say. */
    public boolean isOpenTo(String intent, String agent) {
        IntentRules rules = parts.intents().get(intent);
        IntentRules.OpenRule open = rules == null ? null : rules.open();
        return open != null
                && parts.agents().containsKey(agent)
                && open.agents().contains(agent);
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
     * What is no mistake and deserves a look, in words, one line each: tools whose results are trusted although some
     * intent can write to the system they read; static secrets; entries of tools that contradict themselves; rules that
     * decide nothing beside others, or ask for longer than the task lives; labels that no rule asks for; arguments that a
     * condition reads and a call may lack; parameters, sums and groups that are probably misspelt. Nothing on this list is
     * refused.
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(TrustWarnings.of(parts.tools(), parts.intents(), parts.risks()));
        staticSources()
                .forEach(source -> warnings.add(
                        "sources." + source + ".type: a static secret, which lives on after each call that uses it"));
        warnings.addAll(ToolWarnings.of(parts.tools().values()));
        warnings.addAll(RuleWarnings.of(parts.tools(), parts.intents().values()));
        warnings.addAll(LabelWarnings.of(parts.tools().values(), parts.intents().values()));
        warnings.addAll(
                ArgumentWarnings.of(parts.tools(), parts.intents().values(), lock == null ? Map.of() : lock.tools()));
        warnings.addAll(NameWarnings.of(parts.tools(), parts.intents().values()));
        warnings.addAll(GroupWarnings.of(parts.intents().values()));
        warnings.addAll(RememberWarnings.of(parts.tools(), parts.intents().values()));
        return warnings.stream().distinct().toList();
    }

    /** The sources that are secrets which do not end with the call ({@code type: static}), in the order of the file. */
    public List<String> staticSources() {
        return parts.sources().values().stream()
                .filter(source -> source.type() == SourceConfig.Type.STATIC)
                .map(SourceConfig::name)
                .toList();
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
        return lastDay != null && now.isBefore(AgentProfile.end(lastDay));
    }

    /**
     * What a newer policy permits that this one does not, in words, one line each; empty if it permits nothing more.
     * Conservative: a change that cannot be shown to narrow counts as one that widens.
     */
    public List<String> widenings(Policy newer) {
        List<String> widenings = new ArrayList<>(Widening.between(parts, newer.parts));
        widenings.addAll(LockWidening.between(lock, newer.lock));
        return List.copyOf(widenings);
    }

    /**
     * Who answers for something, as the file says: {@code owner}.
     *
     * @param section {@code agents}, {@code tools}, {@code destinations} or {@code intents}
     * @return empty if the file names nobody, or nothing of this name
     */
    public Optional<String> owner(String section, String name) {
        return parts.document().get(section) instanceof Map<?, ?> all
                        && all.get(name) instanceof Map<?, ?> one
                        && one.get("owner") instanceof String owner
                ? Optional.of(owner)
                : Optional.empty();
    }

    @Nullable
    ConfiguredTool configuredTool(String key) {
        return parts.tools().get(key);
    }

    @Nullable
    AgentProfile agent(String name) {
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
