/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import java.util.Map;

/**
 * The type of a variable or field that conditions may use. Values are coerced to it before they are compared, and a
 * value that does not fit is an error of the evaluation.
 *
 * <p>Immutable; compared by value.
 */
public sealed interface ValueType permits Scalar, ListOf, MapOf, RecordOf {

    /** A {@link String}. */
    ValueType STRING = Scalar.STRING;

    /** A whole number within the range of {@code long}, from any {@link Number} that is one. */
    ValueType INTEGER = Scalar.INTEGER;

    /** A finite double, from any {@link Number}. Can be compared, also with integers, but not calculated with. */
    ValueType NUMBER = Scalar.NUMBER;

    /** A {@link Boolean}. */
    ValueType BOOLEAN = Scalar.BOOLEAN;

    /** An {@link java.time.Instant}. */
    ValueType TIMESTAMP = Scalar.TIMESTAMP;

    /**
     * Anything: a scalar above, {@code null}, a list or a map with string keys. Checked only when the condition is
     * evaluated.
     */
    ValueType DYNAMIC = Scalar.DYNAMIC;

    /** A {@link java.util.List} whose elements have one type. */
    static ValueType listOf(ValueType element) {
        return new ListOf(element);
    }

    /** A {@link Map} with string keys, any keys, whose values have one type. A key that is absent is an error. */
    static ValueType mapOf(ValueType value) {
        return new MapOf(value);
    }

    /**
     * A {@link Map} with exactly these fields: naming another one is an error of compilation. Each of them may be
     * absent from a value; then {@code has(record.field)} is false and reading it is an error of the evaluation.
     */
    static ValueType record(Map<String, ValueType> fields) {
        return new RecordOf(fields);
    }
}
