/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody who reviews an intent has read. */
final class ReviewedIntent {
    private ReviewedIntent() {}

    static Map<String, @Nullable Object> tree(PolicyParts parts, String intent, IntentRules rules) {
        Map<String, @Nullable Object> tools = new LinkedHashMap<>();
        Map<String, @Nullable Object> destinations = new LinkedHashMap<>();
        Map<String, @Nullable Object> sources = new LinkedHashMap<>();
        for (AllowRule rule : rules.allow()) {
            tools.put(rule.tool(), said(parts, "tools", rule.tool()));
            ConfiguredTool tool = parts.tools().get(rule.tool());
            String destination = tool == null ? null : tool.profile().destination();
            if (destination != null) {
                destinations.put(destination, said(parts, "destinations", destination));
                Destination reached = parts.destinations().get(destination);
                String source = reached == null ? null : reached.source();
                if (source != null) {
                    sources.put(source, said(parts, "sources", source));
                }
            }
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("intent", said(parts, "intents", intent));
        tree.put("tools", tools);
        tree.put("destinations", destinations);
        tree.put("sources", sources);
        return tree;
    }

    private static @Nullable Object said(PolicyParts parts, String section, String name) {
        return parts.document().get(section) instanceof Map<?, ?> map ? map.get(name) : null;
    }
}
