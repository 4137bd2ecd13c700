/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
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
            Map.entry("rate", "{ calls: 10, per: 1m }"),
            Map.entry("observe", "{ until: 2026-12-31 }"),
            Map.entry("risk", "{ decision: accept, review_by: 2026-12-31 }"),
            Map.entry("every_intent", "{ allow: [ { tool: lookup_order } ] }"),
            Map.entry("above", "{ amount: 100 }"),
            Map.entry("parameters", "{ order_id: string }"),
            Map.entry("deny", "{ tool: send_email }"),
            Map.entry("agents", "{ support-assistant: { owner: support-platform } }"),
            Map.entry("destinations", "{ orders: { hosts: [orders.example.com] } }"),
            Map.entry("tools", "{ lookup_order: { action: read } }"),
            Map.entry("intents", "{ refund-order: { allow: [ { tool: lookup_order } ] } }"));

    private static final Pattern CONTROL = Pattern.compile("\\.control\\.[^.]+$");
    private static final Pattern BUDGET = Pattern.compile("\\.limits\\.(tools|actions)\\.[^.]+$");

    private Examples() {}

    /** {@code  such as { count: 3 }}, or nothing where no example is known. */
    static String of(YamlNode node) {
        String path = node.place().path().toString();
        return example(path).map(map -> " such as " + map).orElse("");
    }

    /** Under a name that the file chose, what stands there says where that is. */
    private static Optional<String> example(String path) {
        if (path.contains(".content.")) {
            return Optional.of("{ untrusted_entities: approve }");
        }
        if (CONTROL.matcher(path).find()) {
            return Optional.of("{ from: [statement, lookup_order.customer.iban] }");
        }
        if (BUDGET.matcher(path).find()) {
            return Optional.of("{ count: 3 }");
        }
        Matcher found = NAME.matcher(path);
        return found.find() ? Optional.ofNullable(BY_KEY.get(found.group(1))) : Optional.empty();
    }
}
