/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A policy to begin with: it loads, and allows the application's own tools to be called by its own agent. */
final class ExamplePolicy {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Set<String> KEYWORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private ExamplePolicy() {}

    /**
     * @param application the agent's name; a placeholder if it is blank
     * @param tools the names of the tools that are known; an example if there are none
     */
    static String of(String application, List<String> tools) {
        String agent = quoted(application.isBlank() ? "my-assistant" : application.strip());
        List<String> listed = (tools.isEmpty() ? List.of("my_tool") : tools)
                .stream().map(ExamplePolicy::quoted).toList();
        StringBuilder yaml = new StringBuilder();
        yaml.append("version: 1\nname: ").append(agent).append("\nrevision: 1\n");
        yaml.append("agents: { ").append(agent).append(": { owner: my-team } }\n");
        yaml.append("tools:          # what each tool is: read, write or admin\n");
        listed.forEach(tool -> yaml.append("  ").append(tool).append(": { action: write }\n"));
        yaml.append("intents:        # what a task may be for: @TaskIntent(\"assist\") on a method names it\n");
        yaml.append("  assist:\n    open: { agents: [").append(agent).append("] }\n    allow:\n");
        listed.forEach(tool -> yaml.append("      - { tool: ").append(tool).append(" }\n"));
        return yaml.append("    limits: { calls: 25, writes: 10, duration: 10m }\n")
                .toString();
    }

    /** In quotes where YAML might read something else. */
    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() && !KEYWORDS.contains(name.toLowerCase(Locale.ROOT))
                ? name
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
