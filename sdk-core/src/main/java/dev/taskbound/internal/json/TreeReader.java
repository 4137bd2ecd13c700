/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the tree of one text, token by token; open containers stand on a heap stack of bounded depth. */
final class TreeReader {

    private final JsonParser lexer;
    private final JsonLimits limits;
    private final Deque<OpenContainer> open = new ArrayDeque<>();
    private int nodes;

    TreeReader(JsonParser lexer, JsonLimits limits) {
        this.lexer = lexer;
        this.limits = limits;
    }

    @Nullable
    Object read() throws IOException, JsonRefusedException {
        Object root = value(next());
        while (!open.isEmpty()) {
            member(next());
        }
        require(lexer.nextToken() == null, "nothing after the JSON value");
        return root;
    }

    @SuppressWarnings("unchecked") // a map in a tree has string keys
    static Map<String, @Nullable Object> asObject(@Nullable Object tree) throws JsonRefusedException {
        if (tree instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new JsonRefusedException("$", "a JSON object");
    }

    private JsonToken next() throws IOException, JsonRefusedException {
        JsonToken token = lexer.nextToken();
        if (token == null) {
            throw refused("a JSON value, found the end of the text");
        }
        return token;
    }

    private void member(JsonToken token) throws IOException, JsonRefusedException {
        if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
            open.pop();
        } else if (token == JsonToken.FIELD_NAME) {
            key();
        } else {
            OpenContainer parent = open.element();
            parent.add(value(token));
        }
    }

    private void key() throws IOException, JsonRefusedException {
        String key = lexer.currentName();
        atMost(limits.maxKeyLength(), key.length(), "characters in a property name");
        require(JsonText.isInterchangeable(key), "a property name of Unicode characters only (RFC 7493, 2.1)");
        require(open.element().startProperty(key), "each property once (RFC 7493, 2.3)");
    }

    private @Nullable Object value(JsonToken token) throws IOException, JsonRefusedException {
        atMost(limits.maxNodes(), ++nodes, "values");
        return switch (token) {
            case START_OBJECT, START_ARRAY -> container(token);
            case VALUE_STRING -> string();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw refused("a JSON value");
        };
    }

    private Object container(JsonToken token) throws JsonRefusedException {
        atMost(limits.maxDepth(), open.size() + 1, "levels");
        OpenContainer container = new OpenContainer(path(), token == JsonToken.START_OBJECT);
        open.push(container);
        return container.view();
    }

    private String string() throws IOException, JsonRefusedException {
        String text = lexer.getText();
        atMost(limits.maxStringLength(), text.length(), "characters in a string");
        require(JsonText.isInterchangeable(text), "a string of Unicode characters only (RFC 7493, 2.1)");
        return text;
    }

    private Number number() throws IOException, JsonRefusedException {
        String text = lexer.getText();
        atMost(limits.maxNumberLength(), text.length(), "characters in a number");
        Number number = JsonNumbers.parse(text);
        if (number == null) {
            throw refused(JsonNumbers.EXPECTED);
        }
        return number;
    }

    private JsonPath path() {
        OpenContainer parent = open.peek();
        return parent == null ? JsonPath.ROOT : parent.currentPath();
    }

    private void atMost(int limit, int found, String what) throws JsonRefusedException {
        if (found > limit) {
            throw refused("at most " + limit + " " + what);
        }
    }

    private void require(boolean holds, String expected) throws JsonRefusedException {
        if (!holds) {
            throw refused(expected);
        }
    }

    private JsonRefusedException refused(String expected) {
        return refused(path(), lexer.currentTokenLocation(), expected);
    }

    /**
     * The lexer's message quotes the text, so only its location is taken over. It may be a token ahead: of the path, only
     * the container is certain.
     */
    JsonRefusedException refused(JsonProcessingException e) {
        boolean tooLarge = e instanceof StreamConstraintsException;
        JsonLocation where = e.getLocation() == null ? lexer.currentLocation() : e.getLocation();
        JsonPath container = open.isEmpty() ? JsonPath.ROOT : open.element().path();
        return refused(container, where, tooLarge ? "shorter or shallower JSON" : "JSON (RFC 8259)");
    }

    private static JsonRefusedException refused(JsonPath path, JsonLocation where, String expected) {
        String position = "line " + where.getLineNr() + ", column " + where.getColumnNr();
        return new JsonRefusedException(path + " (" + position + ")", expected);
    }
}
