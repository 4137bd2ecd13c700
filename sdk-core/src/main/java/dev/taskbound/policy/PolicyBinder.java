/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import dev.taskbound.internal.json.Digests;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a policy of the tree of a file, or says everything that is wrong with it. */
final class PolicyBinder {
    static final ValueReader<Action> ACTION = Values.choice(Action.class);

    private static final ValueReader<Environment> ENVIRONMENT = Values.choice(Environment.class);
    private static final ValueReader<Duration> DORMANT = Values.duration("3650d");
    private static final long MOST_REVISIONS = (1L << 53) - 1;
    private static final String DIGEST_PREFIX = "taskbound-policy-v1\0";

    /** Where a policy is in force. In production only intents are opened that the lock pins. */
    private enum Environment {
        DEVELOPMENT,
        TEST,
        STAGING,
        PRODUCTION
    }

    private final FileContext file;
    private final YamlNode tree;
    private final Section root;

    private PolicyBinder(FileContext file, YamlNode tree) {
        this.file = file;
        this.tree = tree;
        this.root = new Section(tree, file.problems());
    }

    /** @throws PolicyException with every problem */
    static PolicyParts bind(String text, String ruleFile, Problems problems) {
        YamlNode tree = EveryIntent.into(YamlTree.read(text, problems));
        PolicyParts parts = new PolicyBinder(new FileContext(problems, text, ruleFile), tree).bind();
        if (!problems.isEmpty()) {
            throw problems.exception();
        }
        return parts;
    }

    private PolicyParts bind() {
        root.required("version", Values.integer(1, 1));
        String name = root.required("name", Values.NAME);
        long revision = root.required("revision", Values.integer(1, MOST_REVISIONS));
        boolean production = environment();
        refuseDraft();
        LocalDate observeUntil = observeUntil();
        Map<String, AgentProfile> agents = root.sections("agents", Values.NAME, this::agent);
        Map<String, SourceConfig> sources =
                root.sections("sources", Values.NAME, new SourceBinder(file, root, production)::bind);
        Map<String, Destination> destinations =
                root.sections("destinations", Values.NAME, new DestinationBinder(file, sources)::bind);
        Map<String, ConfiguredTool> tools = new ToolBinder(file, destinations.keySet(), root.names("tools")).bind(root);
        requireRules();
        Map<String, IntentRules> intents =
                new IntentBinder(file, agents.keySet(), destinations.keySet(), tools).bind(root);
        root.finish();
        return new PolicyParts(
                name,
                revision,
                version(),
                production,
                observeUntil,
                agents,
                sources,
                destinations,
                tools,
                intents,
                file.risks(),
                file.written(),
                Canonical.document(tree));
    }

    /** They are bound with each intent, as what they mean depends on its parameters. */
    private void requireRules() {
        Section shared = root.section(EveryIntent.KEY);
        shared.items("allow", IntentBinder.ALLOW);
        shared.items("deny", IntentBinder.DENY);
        shared.finish();
    }

    /** A tree with mistakes may have no canonical form, and needs no version. */
    private String version() {
        return file.problems().isEmpty() ? Digests.sha256(DIGEST_PREFIX, Canonical.tree(tree)) : "";
    }

    private boolean environment() {
        return root.optional("environment", ENVIRONMENT).orElse(Environment.DEVELOPMENT) == Environment.PRODUCTION;
    }

    private void refuseDraft() {
        if (root.optional("draft", Values.BOOLEAN).orElse(false)) {
            String message =
                    "found a draft, expected a reviewed policy: delete this line once somebody has read the file";
            root.unsupported("draft", message);
        }
    }

    private @Nullable LocalDate observeUntil() {
        YamlNode mode = root.node("mode").orElse(null);
        if (mode == null) {
            return null;
        }
        if (mode instanceof YamlNode.Mapping) {
            Section observe = root.section("mode");
            LocalDate until = observe(observe);
            observe.finish();
            return until;
        }
        Values.choice(Map.of("enforce", true), "enforce, or { observe: { until: 2026-12-31 } }", true)
                .read(mode, file.problems());
        return null;
    }

    private LocalDate observe(Section mode) {
        if (!mode.has("observe")) {
            mode.missing("observe", "{ observe: { until: 2026-12-31 } }");
            return LocalDate.MIN;
        }
        Section observe = mode.section("observe");
        LocalDate until = observe.required("until", Values.DATE);
        observe.finish();
        return until;
    }

    private AgentProfile agent(String name, Section agent) {
        String owner = agent.orNull("owner", Values.TEXT);
        file.risk(agent, owner);
        return new AgentProfile(owner, agent.orNull("expires", Values.DATE), agent.orNull("dormant_after", DORMANT));
    }
}
