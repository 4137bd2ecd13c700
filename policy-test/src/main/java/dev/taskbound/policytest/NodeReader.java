/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.taskbound.internal.text.YamlMistake;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one YAML document, keeping lines. No aliases, no key twice. */
final class NodeReader {
    private static final int DEEPEST = 40;
    private static final YAMLFactory YAML = new YAMLFactory();

    private final YAMLParser parser;
    private final List<String> lines;
    private final Mistakes mistakes;

    private NodeReader(YAMLParser parser, String text, Mistakes mistakes) {
        this.parser = parser;
        this.lines = text.lines().toList();
        this.mistakes = mistakes;
    }

    /** @throws PolicyTestException if the text is no YAML, or empty */
    static Node read(String text, Mistakes mistakes) {
        try (YAMLParser parser = YAML.createParser(text)) {
            if (parser.nextToken() == null) {
                throw mistakes.stop(1, "found an empty file, expected cases");
            }
            Node root = new NodeReader(parser, text, mistakes).node(0);
            if (parser.nextToken() != null) {
                throw mistakes.stop(line(parser), "found a second document, expected one");
            }
            return root;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw mistakes.stop(
                    at == null ? 1 : at.getLineNr(), YamlMistake.of(e.getCause() == null ? e : e.getCause()));
        } catch (IOException e) {
            throw mistakes.stop(1, "cannot be read: " + e.getMessage());
        }
    }

    private Node node(int depth) throws IOException {
        int line = line(parser);
        if (parser.isCurrentAlias()) {
            throw mistakes.stop(line, "found an alias, expected the value itself");
        }
        if (parser.getObjectId() != null) {
            throw mistakes.stop(line, "found an anchor, expected the value alone");
        }
        if (depth > DEEPEST) {
            throw mistakes.stop(line, "found deeper nesting, expected at most " + DEEPEST + " levels");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(line, depth);
            case START_ARRAY -> items(line, depth);
            default -> scalar(line);
        };
    }

    private Node scalar(int line) throws IOException {
        Object value = scalar();
        if (value instanceof String text && isCutShort(text, line)) {
            mistakes.add(line, "found text that ends before a #, which begins a comment, expected it quoted: \"...\"");
        }
        return new Node.Scalar(line, value);
    }

    /** A comment has a space behind its sign; what has none is a name, as of a channel. */
    private boolean isCutShort(String text, int line) {
        String written = line <= lines.size() ? lines.get(line - 1) : "";
        int at = text.isBlank() ? -1 : written.indexOf(text);
        return at >= 0 && written.substring(at + text.length()).matches("\\s+#[\\p{L}\\p{N}].*");
    }

    private @Nullable Object scalar() throws IOException {
        String text = parser.getText();
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> integer(text.replace("_", ""));
            case VALUE_NUMBER_FLOAT -> new BigDecimal(text.replace("_", ""));
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> text;
        };
    }

    private static Object integer(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.precision() <= 18 ? (Object) number.longValueExact() : number;
    }

    private Node items(int line, int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return new Node.Items(line, List.copyOf(items));
    }

    private Node fields(int line, int depth) throws IOException {
        Map<String, Node> fields = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = line(parser);
            parser.nextToken();
            lines.put(key, keyLine);
            if (fields.put(key, node(depth + 1)) != null) {
                mistakes.add(keyLine, "found the key \"" + key + "\" again, expected it once");
            }
        }
        return new Node.Fields(line, fields, lines);
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
