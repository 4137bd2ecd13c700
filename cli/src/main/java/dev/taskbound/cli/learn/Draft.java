/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.learn;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a policy's tree as YAML. A key that begins with {@code #} is a comment of what it stands in. */
final class Draft {
    static final String COMMENT = "#";

    private static final Set<String> TEXT_KEYS =
            Set.of("name", "owner", "domain", "audience", "client", "tenant", "reason", "describe", "when", "ticket");
    private static final Pattern PLAIN_VALUE =
            Pattern.compile("true|false|-?[0-9]+(\\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern PLAIN_TEXT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Set<String> MISREAD = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private final StringBuilder out = new StringBuilder();

    private Draft() {}

    static String write(Map<String, ?> tree) {
        Draft draft = new Draft();
        tree.forEach((key, value) -> draft.entry(0, key, value));
        return draft.out.toString();
    }

    static Map<String, Object> commented(Collection<String> comments, Map<String, ?> map) {
        Map<String, Object> commented = new LinkedHashMap<>();
        int number = 0;
        for (String comment : comments) {
            commented.put(COMMENT + number++, comment);
        }
        map.forEach((key, value) -> {
            if (value != null) {
                commented.put(key, value);
            }
        });
        return commented;
    }

    private void entry(int indent, String key, @Nullable Object value) {
        if (key.startsWith(COMMENT)) {
            line(indent, "# " + printable(String.valueOf(value)));
        } else if (value instanceof Map<?, ?> map && isBlock(map)) {
            line(indent, text(key) + ":");
            map.forEach((name, child) -> entry(indent + 2, String.valueOf(name), child));
        } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
            line(indent, text(key) + ":");
            list.forEach(item -> item(indent + 2, item));
        } else {
            line(indent, text(key) + ": " + flow(key, value));
        }
    }

    private void item(int indent, @Nullable Object item) {
        if (!(item instanceof Map<?, ?> map)) {
            line(indent, "- " + flow("", item));
            return;
        }
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (key.startsWith(COMMENT)) {
                entry(indent, key, entry.getValue());
            } else {
                int from = out.length();
                entry(indent + 2, key, entry.getValue());
                if (first) {
                    out.replace(from + indent, from + indent + 1, "-");
                    first = false;
                }
            }
        }
    }

    /** Small maps of plain values stay on one line. */
    private static boolean isBlock(Map<?, ?> map) {
        boolean isFlat = map.entrySet().stream()
                .allMatch(entry -> !String.valueOf(entry.getKey()).startsWith(COMMENT)
                        && !(entry.getValue() instanceof Map)
                        && !(entry.getValue() instanceof List));
        return !isFlat || flow("", map).length() > 80;
    }

    private static String flow(String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            StringBuilder flow = new StringBuilder("{ ");
            map.forEach((name, child) -> flow.append(flow.length() > 2 ? ", " : "")
                    .append(text(String.valueOf(name)))
                    .append(": ")
                    .append(flow(String.valueOf(name), child)));
            return map.isEmpty() ? "{}" : flow.append(" }").toString();
        }
        if (value instanceof List<?> list) {
            return "["
                    + String.join(
                            ", ", list.stream().map(each -> flow(key, each)).toList()) + "]";
        }
        String text = String.valueOf(value);
        return PLAIN_VALUE.matcher(text).matches() && !TEXT_KEYS.contains(key) ? text : text(text);
    }

    private static String text(String text) {
        if (PLAIN_TEXT.matcher(text).matches() && !MISREAD.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        // In single quotes nothing has a meaning of its own, which spares the quotes of conditions.
        return text.contains("\"") && !text.contains("'") && !text.contains("\n")
                ? "'" + text + "'"
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private void line(int indent, String text) {
        out.append(" ".repeat(indent)).append(text).append('\n');
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
