/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.learn;

import dev.taskbound.cli.document.Documents;
import dev.taskbound.policy.Policy;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a policy's inventory the learnt intents still name, and what that names in turn. */
final class Kept {
    private final Map<String, Object> document;
    private final Map<String, Set<String>> names = new LinkedHashMap<>();

    Kept(Policy policy, Map<String, Object> intents, Set<String> agents) {
        this.document = Documents.map(policy.document());
        names.put("agents", new HashSet<>(agents));
        names.put("tools", new HashSet<>());
        names.put("destinations", new HashSet<>());
        names.put("sources", new HashSet<>());
        intents.values().forEach(this::ofIntent);
        for (String tool : Set.copyOf(of("tools"))) {
            add("destinations", Documents.map(document.get("tools"), tool).get("destination"));
        }
        for (String destination : Set.copyOf(of("destinations"))) {
            add(
                    "sources",
                    Documents.map(document.get("destinations"), destination).get("source"));
        }
        of("sources").forEach(this::ofSource);
    }

    private void ofIntent(Object intent) {
        Documents.list(Documents.map(intent).get("allow"))
                .forEach(rule -> add("tools", Documents.map(rule).get("tool")));
        Documents.list(Documents.map(intent).get("deny")).forEach(rule -> {
            Map<String, Object> deny = Documents.map(rule);
            add("tools", deny.get("tool"));
            add("destinations", deny.get("destination"));
            add("destinations", deny.get("to"));
            if (deny.get("from") != null) {
                carriers(deny.get("from"));
            }
        });
    }

    /** A rule about a label needs a tool that carries it. */
    private void carriers(Object label) {
        Documents.map(document.get("tools")).forEach((name, tool) -> {
            if (Documents.list(Documents.map(Documents.map(tool).get("result")).get("labels"))
                    .contains(label)) {
                add("tools", name);
            }
        });
    }

    private void ofSource(String source) {
        Documents.list(Documents.map(document.get("sources"), source).get("identities"))
                .forEach(identity -> {
                    Map<String, Object> when =
                            Documents.map(Documents.map(identity).get("when"));
                    add("agents", when.get("agent"));
                    add("destinations", when.get("destination"));
                });
    }

    private void add(String section, @Nullable Object name) {
        if (name != null) {
            of(section).add(String.valueOf(name));
        }
    }

    private Set<String> of(String section) {
        return names.getOrDefault(section, new HashSet<>());
    }

    /** A section with what is kept of it; one that is no inventory stays whole. */
    Object section(String key, Object value) {
        Set<String> kept = names.get(key);
        if (kept == null) {
            return value;
        }
        Map<String, Object> section = new LinkedHashMap<>();
        Documents.map(value).forEach((name, entry) -> {
            if (kept.contains(name)) {
                section.put(name, entry);
            }
        });
        return section;
    }
}
