/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tool's schema, stricter than JSON Schema 2020-12: a property that the schema does not describe is refused unless
 * {@code additionalProperties} is {@code true} or a schema. Whatever is accepted, JSON Schema accepts too.
 *
 * <p>A property is described if a part of the schema that the value satisfies lists it: the schema itself, each branch
 * of {@code allOf}, the target of {@code $ref}, the matching branches of {@code anyOf} and {@code oneOf}. A subschema
 * without any keyword that constrains ({@code {}}, {@code true}) describes every value, and so do {@code const} and
 * {@code enum} for what they list. {@code {"type": "object"}} alone, and {@code {}} at the top, describe an object without
 * properties. Items of an array without {@code items} are as under {@code true}.
 *
 * <p>Evaluated: {@code type}, {@code enum}, {@code const}, {@code minimum}, {@code maximum}, {@code exclusiveMinimum},
 * {@code exclusiveMaximum} (numbers, and booleans as in draft 4), {@code multipleOf}, {@code minLength},
 * {@code maxLength} (code points), {@code properties}, {@code required}, {@code additionalProperties},
 * {@code propertyNames}, {@code minProperties}, {@code maxProperties}, {@code items}, {@code prefixItems},
 * {@code additionalItems}, {@code minItems}, {@code maxItems}, {@code uniqueItems}, {@code allOf}, {@code anyOf},
 * {@code oneOf}, {@code not}, {@code nullable} (OpenAPI 3.0: adds null to {@code type}), and {@code $ref} to
 * {@code #} or a JSON pointer into the same schema, with its siblings.
 *
 * <p>Not evaluated: {@code format}, and {@code pattern}, because the JDK has no engine for it whose time is bounded for
 * hostile expressions; a value is accepted as if they were absent. Every other keyword that constrains
 * ({@code if}, {@code contains}, {@code patternProperties}, {@code dependentRequired}, {@code $dynamicRef}, …) makes
 * the schema refused, rather than accept what it would not. Unknown keywords and annotations are ignored.
 *
 * <p>Work is bounded: a validation that would take too many steps or levels is a violation. Immutable, thread-safe.
 */
public final class JsonSchema {

    private final Keyword root;
    private final PropertyTypes types;

    private JsonSchema(Keyword root, PropertyTypes types) {
        this.root = root;
        this.types = types;
    }

    /**
     * Compiles a schema; later changes of the map have no effect.
     *
     * @param schema maps, collections, strings, numbers and booleans, as any JSON library makes them
     * @throws JsonRefusedException if it is malformed, too large, or has a keyword that cannot be honoured
     */
    public static JsonSchema compile(Map<String, ?> schema) throws JsonRefusedException {
        SchemaView view = SchemaView.of(requireNonNull(schema, "schema"));
        return new JsonSchema(new SchemaCompiler(view).compile(), PropertyTypes.of(view));
    }

    /**
     * The first violation, as a message that says where and what was expected: it holds no values, and property names
     * only escaped and cut.
     *
     * @param value a tree as {@link StrictJson} makes it
     */
    public Optional<String> violation(@Nullable Object value) {
        try {
            return Optional.ofNullable(Evaluation.start().complete(root, value));
        } catch (Work.ExhaustedException e) {
            return Optional.of("$: expected a value that can be checked against the schema in bounded work");
        }
    }

    /**
     * The properties that the top level describes, each with the names of the types that its schema leaves possible:
     * {@code string}, {@code integer}, {@code number} (then without {@code integer}), {@code boolean}, {@code array},
     * {@code object}, {@code null}. Where alternatives describe a property, their types are united; an
     * alternative that only allows it adds none. A property listed here need not be there.
     */
    public Map<String, Set<String>> propertyTypes() {
        return types.words();
    }

    /** Whether the top level may have properties that {@link #propertyTypes} does not list. */
    public boolean allowsOtherProperties() {
        return types.allowsOthers();
    }
}
