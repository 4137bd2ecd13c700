/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules that stand once for all intents. They are written behind each intent's own, with the place where they really stand:
 * whoever reads an intent, also in another form of the document, finds all that holds for it.
 */
final class EveryIntent {
    static final String KEY = "every_intent";
    private static final List<String> RULES = List.of("allow", "deny");

    private EveryIntent() {}

    /** The tree with these rules in every intent, or as it is where there are none, or something else in their place. */
    static YamlNode into(YamlNode tree) {
        if (!(tree instanceof YamlNode.Mapping root)
                || !(value(root, KEY) instanceof YamlNode.Mapping shared)
                || !(value(root, "intents") instanceof YamlNode.Mapping intents)) {
            return tree;
        }
        Map<String, YamlNode.Entry> written = new LinkedHashMap<>();
        intents.entries()
                .forEach((name, entry) ->
                        written.put(name, new YamlNode.Entry(entry.key(), intent(entry.value(), shared))));
        return with(root, "intents", new YamlNode.Mapping(intents.place(), written));
    }

    private static YamlNode intent(YamlNode node, YamlNode.Mapping shared) {
        YamlNode intent = node;
        for (String key : RULES) {
            if (intent instanceof YamlNode.Mapping map && value(shared, key) instanceof YamlNode.Sequence rules) {
                intent = with(map, key, behind(value(map, key), rules));
            }
        }
        return intent;
    }

    /** What is no list stays, so that it is reported where it stands. */
    private static YamlNode behind(@Nullable YamlNode own, YamlNode.Sequence shared) {
        if (own == null || own instanceof YamlNode.Scalar scalar && scalar.isNull()) {
            return shared;
        }
        if (!(own instanceof YamlNode.Sequence list)) {
            return own;
        }
        List<YamlNode> all = new ArrayList<>(list.items());
        all.addAll(shared.items());
        return new YamlNode.Sequence(list.place(), List.copyOf(all));
    }

    private static YamlNode.Mapping with(YamlNode.Mapping map, String key, YamlNode value) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(map.entries());
        YamlNode.Entry old = entries.get(key);
        entries.put(key, new YamlNode.Entry(old == null ? value.place() : old.key(), value));
        return new YamlNode.Mapping(map.place(), entries);
    }

    private static @Nullable YamlNode value(YamlNode.Mapping map, String key) {
        YamlNode.Entry entry = map.entries().get(key);
        return entry == null ? null : entry.value();
    }
}
