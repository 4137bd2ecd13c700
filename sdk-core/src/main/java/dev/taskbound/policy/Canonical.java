/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.json.CanonicalJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a file without what makes no difference: comments, layout, quotes, the order of keys. Every scalar is
 * its text.
 */
final class Canonical {
    private Canonical() {}

    /** The tree of a whole file; empty where the file holds no map. */
    static Map<String, @Nullable Object> document(YamlNode node) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> document.put(key, tree(entry.value())));
        }
        return Collections.unmodifiableMap(document);
    }

    static @Nullable Object tree(YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            return document(mapping);
        }
        if (node instanceof YamlNode.Sequence sequence) {
            return sequence.items().stream().map(Canonical::tree).toList();
        }
        return node instanceof YamlNode.Scalar scalar && !scalar.isNull() ? scalar.text() : null;
    }

    static String text(YamlNode node) {
        return CanonicalJson.write(tree(node));
    }
}
