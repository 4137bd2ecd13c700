/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.ai.tool.ToolCallback;

/** Puts the tools of one request behind the guard, each once. */
final class Guarding {
    private Guarding() {}

    static boolean isComplete(List<ToolCallback> tools) {
        return tools.stream().allMatch(GuardedToolCallback.class::isInstance);
    }

    /** For an invocation whose caller is known. Of several tools under one name none can be called. */
    static List<ToolCallback> all(List<ToolCallback> tools, Invocation invocation) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (ToolCallback tool : tools) {
            if (!seen.add(tool.getToolDefinition().name())) {
                twice.add(tool.getToolDefinition().name());
            }
        }
        List<ToolCallback> guarded = new ArrayList<>();
        for (ToolCallback tool : tools) {
            GuardedToolCallback each = GuardedToolCallback.of(tool, null).within(invocation);
            guarded.add(twice.contains(tool.getToolDefinition().name()) ? each.asAmbiguous() : each);
        }
        return guarded;
    }

    /** The invocation that the tools of a request were captured for, or what is known on this thread. */
    static Invocation invocation(List<ToolCallback> tools) {
        for (ToolCallback tool : tools) {
            if (tool instanceof GuardedToolCallback guarded && guarded.captured() != null) {
                return guarded.captured().here();
            }
        }
        return Invocation.capture(null);
    }
}
