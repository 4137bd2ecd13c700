/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An exposure as single facts by path, for comparing two, and as JSON. */
final class ExposureFacts {
    private ExposureFacts() {}

    /** Such as {@code refund-order / refund_payment / iban} and {@code a known value, else denied}. */
    static Map<String, String> facts(Exposure exposure) {
        Map<String, String> facts = new LinkedHashMap<>();
        exposure.intents().forEach(intent -> {
            facts.put(intent.name() + " / opened by", intent.opened());
            facts.put(intent.name() + " / reaches", intent.reaches(""));
            intent.tools().forEach(tool -> {
                String path = intent.name() + " / " + tool.tool();
                facts.put(path, tool.action() + (tool.destination().isEmpty() ? "" : " to " + tool.destination()));
                facts.put(path + " / at most", tool.calls());
                facts.put(path + " / asks", tool.human().isEmpty() ? "nobody" : tool.human());
                facts.put(path + " / sums", tool.sums().isEmpty() ? "without bound" : String.join("; ", tool.sums()));
                tool.arguments()
                        .forEach(argument -> facts.put(
                                path + " / " + argument.name(),
                                argument.by().isEmpty() ? "FREE" : String.join("; ", argument.by())));
                if (!tool.uncounted().isEmpty()) {
                    facts.put(path + " / not counted as narrowing", String.join("; ", tool.uncounted()));
                }
            });
            intent.flows()
                    .forEach(flow -> facts.put(
                            intent.name() + " / " + flow.label() + " -> " + flow.destination(), flow.state()));
        });
        return facts;
    }

    static Map<String, Object> json(Exposure exposure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("policy", exposure.policy());
        json.put("revision", exposure.revision());
        json.put("version", exposure.version());
        json.put("intents", exposure.intents().stream().map(ExposureFacts::json).toList());
        return json;
    }

    private static Map<String, Object> json(Exposure.IntentExposure intent) {
        List<Map<String, String>> flows = intent.flows().stream()
                .map(flow -> Map.of("label", flow.label(), "destination", flow.destination(), "state", flow.state()))
                .toList();
        return Map.of(
                "intent", intent.name(),
                "opened_by", intent.opened(),
                "destinations", intent.destinations(),
                "tools", intent.tools().stream().map(ExposureFacts::json).toList(),
                "flows", flows);
    }

    private static Map<String, Object> json(Exposure.ToolExposure tool) {
        List<Map<String, Object>> arguments = tool.arguments().stream()
                .map(argument -> Map.<String, Object>of(
                        "name", argument.name(), "hold", argument.hold().word(), "by", argument.by()))
                .toList();
        return Map.of(
                "tool", tool.tool(),
                "action", tool.action(),
                "destination", tool.destination(),
                "calls", tool.calls(),
                "asks", tool.human(),
                "sums", tool.sums(),
                "arguments", arguments,
                "uncounted", tool.uncounted());
    }
}
