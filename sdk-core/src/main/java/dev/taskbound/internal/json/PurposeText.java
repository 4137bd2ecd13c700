/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A model's arguments, and the purpose that was cut out of them.
 *
 * @param arguments what is left: still the model's own text, so that everything that strict parsing refuses is still
 *     there to be refused
 */
public record PurposeText(
        @Nullable String arguments, @Nullable String purpose) {
    /** The parameter in which integrations ask a model why it makes a call. */
    public static final String PARAMETER = "call_purpose";

    /** What the model is told of that parameter. */
    public static final String DESCRIPTION = "Why this call is needed, in one sentence";

    private static final JsonFactory JSON = new JsonFactory();

    public static PurposeText none(@Nullable String arguments) {
        return new PurposeText(arguments, null);
    }

    /** Text that is no JSON object stays as it is. */
    public static PurposeText cutOut(@Nullable String arguments) {
        if (arguments == null) {
            return none(null);
        }
        try (JsonParser parser = JSON.createParser(arguments)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? cutOut(arguments, parser) : none(arguments);
        } catch (IOException e) {
            return none(arguments);
        }
    }

    private static PurposeText cutOut(String arguments, JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(PARAMETER);
            int start = (int) parser.currentTokenLocation().getCharOffset();
            JsonToken value = parser.nextToken();
            String purpose = value == JsonToken.VALUE_STRING ? parser.getText() : null;
            parser.skipChildren();
            parser.finishToken();
            if (found) {
                int end = (int) parser.currentLocation().getCharOffset();
                return new PurposeText(without(arguments, start, end), purpose);
            }
        }
        return none(arguments);
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

    /** Shows neither. */
    @Override
    public String toString() {
        return "PurposeText";
    }
}
