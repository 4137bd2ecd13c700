/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The properties that the top level of a schema describes, and whether it allows others. */
record PropertyTypes(Map<String, Set<String>> words, boolean allowsOthers) {

    static PropertyTypes of(SchemaView root) throws JsonRefusedException {
        TypeInference inference = new TypeInference();
        Map<String, Set<String>> words = new LinkedHashMap<>();
        inference.properties(root, 0).forEach((name, types) -> words.put(name, words(types)));
        return new PropertyTypes(Collections.unmodifiableMap(words), inference.foundOpenObject());
    }

    private static Set<String> words(Set<JsonType> types) {
        Set<String> words = new TreeSet<>();
        types.forEach(type -> words.add(type.word()));
        if (types.contains(JsonType.NUMBER)) {
            words.remove(JsonType.INTEGER.word());
        }
        return Collections.unmodifiableSet(words);
    }
}
