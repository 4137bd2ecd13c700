/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameter in which the model is asked why it makes a call. It is added to what the model is shown and cut out of
 * what it answers, before the arguments are checked: it is recorded, and never trusted.
 */
final class PurposeParameter {
    static final String NAME = "call_purpose";

    private static final String DESCRIPTION = "Why this call is needed, in one sentence";
    private static final JsonFactory JSON = new JsonFactory();

    private PurposeParameter() {}

    /** Whether the parameter is ours in this tool: one that has such a parameter itself keeps it. */
    static boolean isAddedTo(@Nullable ToolSpecification specification) {
        return specification != null
                && (specification.parameters() == null
                        || !specification.parameters().properties().containsKey(NAME));
    }

    static ToolSpecification addTo(ToolSpecification specification) {
        if (!isAddedTo(specification)) {
            return specification;
        }
        JsonObjectSchema parameters = specification.parameters();
        JsonObjectSchema.Builder shown = parameters == null ? JsonObjectSchema.builder() : parameters.toBuilder();
        List<String> required = new ArrayList<>();
        if (parameters != null && parameters.required() != null) {
            required.addAll(parameters.required());
        }
        required.add(NAME);
        return specification.toBuilder()
                .parameters(shown.addStringProperty(NAME, DESCRIPTION)
                        .required(required)
                        .build())
                .build();
    }

    /**
     * Cuts the purpose out of the text and leaves the rest as the model wrote it, so that everything that strict parsing
     * refuses is still there to be refused. Text that is no JSON stays as it is.
     */
    static Split split(@Nullable String arguments) {
        if (arguments == null) {
            return Split.without(null);
        }
        try (JsonParser parser = JSON.createParser(arguments)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? split(arguments, parser) : Split.without(arguments);
        } catch (IOException e) {
            return Split.without(arguments);
        }
    }

    private static Split split(String arguments, JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(NAME);
            int start = (int) parser.currentTokenLocation().getCharOffset();
            JsonToken value = parser.nextToken();
            String purpose = value == JsonToken.VALUE_STRING ? parser.getText() : null;
            parser.skipChildren();
            parser.finishToken();
            if (found) {
                int end = (int) parser.currentLocation().getCharOffset();
                return new Split(without(arguments, start, end), purpose);
            }
        }
        return Split.without(arguments);
    }

    /** Takes one comma along: the one behind, or for the last field the one before. */
    private static String without(String text, int start, int end) {
        int behind = end;
        while (behind < text.length() && Character.isWhitespace(text.charAt(behind))) {
            behind++;
        }
        if (behind < text.length() && text.charAt(behind) == ',') {
            return text.substring(0, start) + text.substring(behind + 1);
        }
        int before = text.lastIndexOf(',', start);
        boolean follows = before >= 0 && text.substring(before + 1, start).isBlank();
        return text.substring(0, follows ? before : start) + text.substring(end);
    }

    /** @param arguments what is left: still the model's own text */
    record Split(@Nullable String arguments, @Nullable String purpose) {
        static Split without(@Nullable String arguments) {
            return new Split(arguments, null);
        }

        /** Shows neither. */
        @Override
        public String toString() {
            return "Split";
        }
    }
}
