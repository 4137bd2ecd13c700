/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a key belongs that stands where nobody asks for it. */
final class KeyPlaces {
    private static final Map<String, String> PLACES = places();

    private KeyPlaces() {}

    /** {@code ; it belongs to ...}, or nothing. */
    static String of(String key) {
        String place = PLACES.get(key);
        return place == null ? "" : "; " + place;
    }

    static Set<String> keys() {
        return PLACES.keySet();
    }

    private static Map<String, String> places() {
        Map<String, String> places = new HashMap<>();
        belong(places, "an entry of tools", List.of("action", "args", "control", "content", "describe", "result"));
        belong(places, "the result of a tool: result: { trust: ..., labels: [...] }", List.of("trust", "labels"));
        belong(places, "what is trusted of a tool's result: result: { trust: { fields: [...] } }", List.of("fields"));
        belong(places, "an argument in the content of a tool", List.of("untrusted_entities"));
        belong(places, "an entry of destinations", List.of("hosts", "audience", "scopes", "ttl", "proof", "source"));
        belong(places, "an intent", List.of("open", "parameters", "allow", "deny", "limits", "unknown_origin"));
        belong(places, "open of an intent: open: { agents: [...] }", List.of("agents"));
        belong(
                places,
                "limits of an intent: limits: { ... }",
                List.of("calls", "writes", "denials", "depth", "duration", "rate", "repeats"));
        belong(places, "limit of a rule in allow: limit: { count: ..., sum: { ... } }", List.of("count", "sum"));
        belong(
                places,
                "approval of a rule in allow: approval: { by: ... }",
                List.of("by", "wait", "remember", "above"));
        belong(places, "a rule in allow", List.of("when", "approval", "limit"));
        belong(places, "a rule in deny", List.of("from", "to", "match", "reason"));
        belong(places, "an entry of sources", List.of("issuer", "identities", "ignores"));
        belong(places, "risk: { decision: ..., review_by: ... }", List.of("decision", "review_by", "ticket"));
        places.put("calls", "it belongs to limits of an intent: limits: { ... }; of a single rule it is count");
        places.put("per", "a rate belongs to limits of an intent: limits: { rate: { calls: 10, per: 1m } }");
        places.put("label", "a label is from in a rule in deny, and labels in the result of a tool");
        places.put("unless", "write when: with a condition that says the opposite");
        places.put("max", "how often is count, how much is sum: { amount: 500 }");
        places.put("principal", "who may is said by a condition: when: \"'support' in principal.roles\"");
        places.put("roles", "who may is said by a condition: when: \"'support' in principal.roles\"");
        places.put("required", "an argument that may be missing needs no mark: conditions ask has(args.name)");
        places.put("optional", "an argument that may be missing needs no mark: conditions ask has(args.name)");
        places.put("nullable", "an argument that may be null has the type string or null, and the like");
        places.put("tools", "a rule names one tool: write a rule for each");
        places.put("default", "what no rule allows is denied as it is");
        return Map.copyOf(places);
    }

    private static void belong(Map<String, String> places, String place, List<String> keys) {
        keys.forEach(key -> places.put(key, "it belongs to " + place));
    }
}
