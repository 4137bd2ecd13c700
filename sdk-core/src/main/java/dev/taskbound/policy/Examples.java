/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a map of a policy looks like, for whoever wrote something else in its place. */
final class Examples {
    private static final Pattern NAME = Pattern.compile("([a-z_]+)(\\[[0-9]+])?$");
    private static final Map<String, String> BY_KEY = Map.ofEntries(
            Map.entry("result", "{ trust: trusted }"),
            Map.entry("content", "{ body: { untrusted_entities: approve } }"),
            Map.entry("open", "{ agents: [support-assistant] }"),
            Map.entry("allow", "{ tool: lookup_order }"),
            Map.entry("approval", "{ by: support-lead, when: args.amount > 100 }"),
            Map.entry("limit", "{ count: 3 }"),
            Map.entry("sum", "{ amount: 500 }"),
            Map.entry("limits", "{ calls: 25, writes: 3 }"),
            Map.entry("scopes", "{ read: orders.read }"),
            Map.entry("args", "{ amount: number }"),
            Map.entry("above", "{ amount: 100 }"),
            Map.entry("parameters", "{ order_id: string }"),
            Map.entry("deny", "{ tool: send_email }"),
            Map.entry("agents", "{ support-assistant: { owner: support-platform } }"),
            Map.entry("destinations", "{ orders: { hosts: [orders.example.com] } }"),
            Map.entry("tools", "{ lookup_order: { action: read } }"),
            Map.entry("intents", "{ refund-order: { allow: [ { tool: lookup_order } ] } }"));

    private Examples() {}

    /** {@code  such as { count: 3 }}, or nothing where no example is known. */
    static String of(YamlNode node) {
        var found = NAME.matcher(node.place().path().toString());
        boolean isContent = node.place().path().toString().contains(".content.");
        Optional<String> example = isContent
                ? Optional.of("{ untrusted_entities: approve }")
                : found.find() ? Optional.ofNullable(BY_KEY.get(found.group(1))) : Optional.empty();
        return example.map(map -> " such as " + map).orElse("");
    }
}
