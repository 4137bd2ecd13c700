/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node as plain Java values: text, {@code Long}, {@code BigDecimal}, {@code Boolean}, lists, maps, null. */
final class Plain {
    private Plain() {}

    static @Nullable Object of(Node node) {
        if (node instanceof Node.Fields map) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            map.fields().forEach((key, value) -> values.put(key, of(value)));
            return values;
        }
        if (node instanceof Node.Items list) {
            List<@Nullable Object> values = new ArrayList<>();
            list.items().forEach(item -> values.add(of(item)));
            return values;
        }
        return ((Node.Scalar) node).value();
    }
}
