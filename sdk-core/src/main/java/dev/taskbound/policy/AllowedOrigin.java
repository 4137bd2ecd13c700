/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.origin.FieldPath;
import dev.taskbound.origin.Origins;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One origin that a control argument may come from.
 *
 * @param text as the policy writes it
 * @param name as {@link Origins#fields} calls it
 * @param tool the key of the tool whose results it is; null for others
 */
record AllowedOrigin(String text, String name, @Nullable String tool) {

    /** The statement, a parameter, or a trusted tool's result or field. */
    static Optional<AllowedOrigin> of(String text, Collection<String> tools) {
        if (text.equals("statement")
                || text.equals("parameter")
                || text.matches("parameter\\.[A-Za-z_][A-Za-z0-9_]*")) {
            return Optional.of(new AllowedOrigin(text, text, null));
        }
        // Keys of tools may have dots in them: the longest one that fits is meant.
        return tools.stream()
                .filter(tool -> text.equals(tool) || text.startsWith(tool + "."))
                .max(Comparator.comparingInt(String::length))
                .flatMap(tool -> ofTool(text, tool));
    }

    private static Optional<AllowedOrigin> ofTool(String text, String tool) {
        if (text.equals(tool)) {
            return Optional.of(new AllowedOrigin(text, "result." + tool, tool));
        }
        return FieldPath.parse(text.substring(tool.length() + 1))
                .map(path -> new AllowedOrigin(text, "result." + tool + "#" + path.field(), tool));
    }

    /** Whether the value is known, and all of it from one of these. */
    static boolean holdAll(List<AllowedOrigin> allowed, @Nullable Object value, Origins origins) {
        if (value instanceof List<?> list) {
            return !list.isEmpty() && list.stream().allMatch(each -> holdAll(allowed, each, origins));
        }
        return origins.known(value)
                && origins.fields(value).stream()
                        .anyMatch(field -> allowed.stream().anyMatch(each -> each.covers(field)));
    }

    @Override
    public String toString() {
        return text;
    }

    private boolean covers(String field) {
        return field.equals(name)
                || field.startsWith(name + ".") && (name.equals("parameter") || name.indexOf('#') >= 0)
                || field.startsWith(name + "#");
    }
}
