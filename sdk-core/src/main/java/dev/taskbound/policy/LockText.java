/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.json.CanonicalJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a lock file is written: always alike, so that a diff shows what was changed and nothing else. */
final class LockText {
    private static final String HEAD =
            "# What was reviewed. Written by \"taskbound lock\"; change it by reviewing, not by hand.\n";

    private LockText() {}

    static String of(PolicyLock lock) {
        StringBuilder out = new StringBuilder(HEAD);
        append(out, "", tree(lock));
        return out.toString();
    }

    static Map<String, @Nullable Object> tree(PolicyLock lock) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("version", 1L);
        tree.put("policy", lock.policy());
        if (lock.pinsTools()) {
            Map<String, @Nullable Object> tools = new LinkedHashMap<>();
            lock.tools().forEach((key, pin) -> tools.put(key, tool(pin)));
            tree.put("tools", tools);
        }
        Map<String, @Nullable Object> agents = new LinkedHashMap<>();
        lock.agents().forEach((name, pin) -> agents.put(name, agent(pin)));
        put(tree, "agents", agents.isEmpty() ? null : agents);
        Map<String, @Nullable Object> intents = new LinkedHashMap<>();
        lock.intents().forEach((name, pin) -> intents.put(name, intent(pin)));
        put(tree, "intents", intents.isEmpty() ? null : intents);
        return tree;
    }

    private static Map<String, @Nullable Object> tool(ToolPin pin) {
        Map<String, @Nullable Object> tool = new LinkedHashMap<>();
        tool.put("digest", pin.digest());
        tool.put("description", pin.description());
        tool.put("schema", pin.schema());
        return tool;
    }

    private static Map<String, @Nullable Object> agent(AgentPin pin) {
        Map<String, @Nullable Object> agent = new LinkedHashMap<>();
        put(
                agent,
                "models",
                pin.models().isEmpty() ? null : pin.models().stream().sorted().toList());
        put(agent, "prompt", pin.prompt());
        return agent;
    }

    private static Map<String, @Nullable Object> intent(IntentPin pin) {
        Map<String, @Nullable Object> intent = new LinkedHashMap<>();
        intent.put("digest", pin.digest());
        intent.put("reviewer", pin.reviewer());
        intent.put("reviewed", pin.reviewed().toString());
        put(intent, "tests", pin.tests());
        return intent;
    }

    private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private static void append(StringBuilder out, String indent, Map<?, ?> map) {
        map.forEach((key, value) -> {
            out.append(indent).append(key(String.valueOf(key))).append(':');
            if (value instanceof Map<?, ?> below && !below.isEmpty()) {
                out.append('\n');
                append(out, indent + "  ", below);
            } else {
                out.append(' ').append(scalar(String.valueOf(key), value)).append('\n');
            }
        });
    }

    private static String key(String name) {
        boolean plain = name.matches("[A-Za-z][A-Za-z0-9_-]*")
                && PlainScalar.otherThanText(name).isEmpty();
        return plain ? name : CanonicalJson.write(name);
    }

    /** A schema in single quotes, in which its own quotes can stand as they are. A JSON string is a YAML string too. */
    private static String scalar(String key, @Nullable Object value) {
        return key.equals("schema") && value instanceof String schema
                ? "'" + schema.replace("'", "''") + "'"
                : CanonicalJson.write(value);
    }
}
