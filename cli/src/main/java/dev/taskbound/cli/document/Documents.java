/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.document;

import dev.taskbound.policy.Policy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a policy's document: a map that is not there is empty, a key without a value is not there. */
public final class Documents {
    private Documents() {}

    public static Set<String> keys(Policy policy, String section) {
        return map(policy.document().get(section)).keySet();
    }

    public static Map<String, Object> map(@Nullable Object node) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> {
                if (value != null) {
                    map.put(String.valueOf(key), value);
                }
            });
        }
        return map;
    }

    public static Map<String, Object> map(@Nullable Object node, String... path) {
        Map<String, Object> at = map(node);
        for (String step : path) {
            at = map(at.get(step));
        }
        return at;
    }

    public static List<?> list(@Nullable Object node) {
        return node instanceof List<?> list ? list : List.of();
    }

    public static @Nullable String text(@Nullable Object node) {
        return node instanceof String text ? text : null;
    }
}
