/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads untrusted JSON text as I-JSON (RFC 7493), within limits.
 *
 * <p>Guaranteed: the tree is immutable, holds no key twice, no lone surrogate and no noncharacter, and no number whose
 * value a double would change; everything outside RFC 8259 (comments, NaN, trailing data, a byte order mark, …) is
 * refused with {@link JsonRefusedException} and nothing else. Work and memory are proportional to the text, which is
 * measured first; the stack does not grow with its depth. Not guaranteed: that the tree means anything; see
 * {@link JsonSchema}. Thread-safe.
 */
public final class StrictJson {

    // Names of untrusted text are neither interned nor kept in a table that outlives the text. JsonLimits holds the
    // limits themselves; these only keep the lexer from collecting what will be refused anyway.
    private static final JsonFactory LEXER = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonLimits.DEEPEST + 1)
                    .maxNumberLength(JsonLimits.LONGEST_NUMBER)
                    .maxNameLength(JsonLimits.LONGEST_KEY)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private StrictJson() {}

    /**
     * The arguments of a call. A model that has none to give sends nothing or blanks: absent or blank text is an empty
     * object.
     *
     * @throws JsonRefusedException if the text is not one JSON object by the rules above
     */
    public static Map<String, @Nullable Object> parseObject(@Nullable String text, JsonLimits limits)
            throws JsonRefusedException {
        requireNonNull(limits, "limits");
        if (text == null) {
            return Map.of();
        }
        requireSize(text, limits);
        return text.isBlank() ? Map.of() : TreeReader.asObject(read(text, limits));
    }

    /**
     * Any JSON value, such as the result of a tool or the answer of a server.
     *
     * @throws JsonRefusedException if the text is not one JSON value by the rules above; empty text is none
     */
    public static @Nullable Object parse(String text, JsonLimits limits) throws JsonRefusedException {
        requireNonNull(limits, "limits");
        requireSize(requireNonNull(text, "text"), limits);
        return read(text, limits);
    }

    private static void requireSize(String text, JsonLimits limits) throws JsonRefusedException {
        if (!JsonText.fits(text, limits.maxBytes())) {
            throw new JsonRefusedException("whole text", "at most " + limits.maxBytes() + " bytes of UTF-8");
        }
    }

    private static @Nullable Object read(String text, JsonLimits limits) throws JsonRefusedException {
        try (JsonParser lexer = LEXER.createParser(text)) {
            TreeReader reader = new TreeReader(lexer, limits);
            try {
                return reader.read();
            } catch (JsonProcessingException e) {
                throw reader.refused(e);
            }
        } catch (IOException e) {
            throw new JsonRefusedException("whole text", "readable JSON");
        }
    }
}
