/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a lock of the tree of a file, or says everything that is wrong with it. */
final class LockBinder {
    private static final int LONGEST = 1024 * 1024;
    private static final ValueReader<String> DIGEST =
            Values.text("a digest such as sha-256:…", 64, "sha-256:[A-Za-z0-9_-]{43}");
    private static final ValueReader<String> DESCRIPTION = Values.text("a description", LONGEST, ".*");
    private static final ValueReader<Map<String, @Nullable Object>> SCHEMA = new ValueReader<>(
            "a JSON Schema, as JSON text in single quotes",
            ValueReader.Style.TEXT,
            Map.<String, @Nullable Object>of(),
            LockBinder::schema);

    private final Problems problems;

    private LockBinder(Problems problems) {
        this.problems = problems;
    }

    /** @throws PolicyException with every problem */
    static PolicyLock bind(String text, Problems problems) {
        Section root = new Section(YamlTree.read(text, problems), problems);
        PolicyLock lock = new LockBinder(problems).bind(root);
        if (!problems.isEmpty()) {
            throw problems.exception();
        }
        return lock;
    }

    private PolicyLock bind(Section root) {
        root.required("version", Values.integer(1, 1));
        String policy = root.required("policy", Values.NAME);
        boolean pinsTools = root.has("tools");
        Map<String, ToolPin> tools = root.sections("tools", Values.TOOL_KEY, this::tool);
        Map<String, AgentPin> agents = root.sections("agents", Values.NAME, LockBinder::agent);
        Map<String, IntentPin> intents = root.sections("intents", Values.NAME, LockBinder::intent);
        root.finish();
        return new PolicyLock(policy, pinsTools ? tools : null, agents, intents);
    }

    /** Description and schema stand there to be read; a digest of something else would make that a lie. */
    private ToolPin tool(String key, Section tool) {
        int before = problems.count();
        String digest = tool.required("digest", DIGEST);
        String description = tool.required("description", DESCRIPTION);
        Map<String, @Nullable Object> schema = tool.required("schema", SCHEMA);
        if (problems.count() == before
                && !ToolPin.digest(key, description, schema).equals(digest)) {
            problems.add(
                    tool.node("digest").orElseThrow().place(),
                    "found the digest of something else, expected that of the description and schema below:"
                            + " let taskbound lock write it");
        }
        return new ToolPin(key, digest, description, CanonicalJson.write(schema));
    }

    private static AgentPin agent(String name, Section agent) {
        Set<String> models = Set.copyOf(agent.list("models", Values.TEXT));
        String prompt = agent.orNull("prompt", DIGEST);
        if (!agent.has("models") && !agent.has("prompt")) {
            agent.missing("models", "models, prompt or both");
        }
        return new AgentPin(models, prompt);
    }

    private static IntentPin intent(String name, Section intent) {
        LocalDate reviewed = intent.required("reviewed", Values.DATE);
        return new IntentPin(
                intent.required("digest", DIGEST),
                intent.required("reviewer", Values.TEXT),
                reviewed,
                intent.orNull("tests", DIGEST));
    }

    private static Optional<Map<String, @Nullable Object>> schema(String text) {
        try {
            return Optional.of(StrictJson.parseObject(text, JsonLimits.RESULTS));
        } catch (JsonRefusedException e) {
            return Optional.empty();
        }
    }
}
