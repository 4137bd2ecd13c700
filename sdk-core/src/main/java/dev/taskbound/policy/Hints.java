/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Shown;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How to write what was probably meant, where something stands that other formats take. */
final class Hints {
    private static final Pattern LAST = Pattern.compile("([a-z_]+)(?:\\[[0-9]+])?$");
    private static final Pattern ARGUMENT = Pattern.compile("\\.(?:args|parameters)\\.[^.]+$");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("array", "list"),
            Map.entry("int", "integer"),
            Map.entry("long", "integer"),
            Map.entry("float", "number"),
            Map.entry("double", "number"),
            Map.entry("decimal", "number"),
            Map.entry("str", "string"),
            Map.entry("text", "string"),
            Map.entry("date", "string"),
            Map.entry("enum", "string"),
            Map.entry("bool", "boolean"),
            Map.entry("dict", "object"),
            Map.entry("map", "object"));

    private Hints() {}

    /** {@code ; write ...}, or nothing. */
    static String of(YamlNode node) {
        String path = node.place().path().toString();
        if (ARGUMENT.matcher(path).find()) {
            return type(node);
        }
        Matcher last = LAST.matcher(path);
        return switch (last.find() ? last.group(1) : "") {
            case "tool" ->
                isList(node) || text(node).contains("*") ? "; a rule names one tool: write a rule for each" : "";
            case "from", "to" -> path.contains(".control.") ? origin(text(node)) : each(node);
            case "trust" -> isList(node) ? "; write { fields: [...] }" : "";
            case "by", "approve" ->
                isList(node)
                        ? "; name one group whose members may all decide; where two have to agree, write a rule for each"
                        : "";
            case "when" ->
                isList(node)
                        ? "; join conditions with && or ||"
                        : node instanceof YamlNode.Mapping ? "; write it as text, such as args.amount <= 500" : "";
            case "fields" -> text(node).contains("..") ? "; write the whole path" : "";
            case "control" ->
                node instanceof YamlNode.Mapping
                        ? "; write all of them as a map: { to: { from: [...] }, amount: {} }"
                        : "";
            case "hosts" -> host(text(node));
            default -> "";
        };
    }

    private static String each(YamlNode node) {
        return isList(node) || text(node).equals("*") ? "; write a rule for each" : "";
    }

    private static String origin(String text) {
        if (text.startsWith("result.")) {
            return "; write " + Shown.plain(text.substring("result.".length()));
        }
        return text.startsWith("param") ? "; write parameter, or parameter.NAME" : "";
    }

    private static String host(String text) {
        if (text.contains("*")) {
            return "; list each host";
        }
        return text.contains("://")
                ? "; write " + text.replaceAll("^[a-z]+://|/.*", "").replaceAll("/.*", "")
                : "";
    }

    private static String type(YamlNode node) {
        if (node instanceof YamlNode.Mapping schema) {
            YamlNode.Entry type = schema.entries().get("type");
            return (type == null ? "" : "; write " + word(type.value()))
                    + "; which values may pass is said by a condition of a rule, such as args.x in ['a', 'b']";
        }
        if (node instanceof YamlNode.Sequence list) {
            List<String> words = list.items().stream().map(Hints::word).toList();
            return words.contains("null") && words.size() > 1
                    ? "; write "
                            + words.stream()
                                    .filter(word -> !word.equals("null"))
                                    .collect(Collectors.joining()) + " or null"
                    : "; which values may pass is said by a condition of a rule, such as args.x in ['a', 'b']";
        }
        if (text(node).endsWith("?")) {
            String type = text(node).substring(0, text(node).length() - 1);
            return "; where null is to pass, write " + Shown.plain(TYPES.getOrDefault(type, type)) + " or null";
        }
        String word = TYPES.get(text(node));
        if (word != null) {
            return "; write " + word;
        }
        return text(node).contains("optional") ? "; an argument that may be missing needs no mark" : "";
    }

    private static String word(YamlNode node) {
        String text = node instanceof YamlNode.Sequence ? "string" : text(node);
        return TYPES.getOrDefault(text, text);
    }

    private static boolean isList(YamlNode node) {
        return node instanceof YamlNode.Sequence;
    }

    private static String text(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
    }
}
