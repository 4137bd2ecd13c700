/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Shown;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Where in a document something stands. Linked, so that long keys are not copied into every path below them. */
record YamlPath(@Nullable YamlPath parent, String segment) {
    static final YamlPath ROOT = new YamlPath(null, "");

    YamlPath key(String key) {
        boolean simple = key.matches("[\\p{L}\\p{N}_:/@-]{1,60}");
        String segment = simple ? key : "[" + Shown.quoted(key) + "]";
        return new YamlPath(this, simple && parent != null ? "." + segment : segment);
    }

    YamlPath item(int index) {
        return new YamlPath(this, "[" + index + "]");
    }

    @Override
    public String toString() {
        Deque<String> segments = new ArrayDeque<>();
        for (YamlPath at = this; at != null; at = at.parent) {
            segments.addFirst(at.segment);
        }
        return String.join("", segments);
    }
}
