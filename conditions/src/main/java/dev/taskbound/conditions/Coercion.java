/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns plain Java values into those that the CEL runtime works with, by declared type. One for each evaluation: it
 * counts what it goes through, because the runtime goes through a list again whenever a macro comes back to it.
 */
final class Coercion {
    static final int MAX_ELEMENTS = 10_000;

    private int elements;

    Object coerce(@Nullable Object value, ValueType type, String path) {
        if (type instanceof Scalar scalar) {
            return scalar(value, scalar, path);
        }
        if (type instanceof ListOf list) {
            return list(as(List.class, value, "a list", path), list.element(), path);
        }
        if (type instanceof MapOf map) {
            return map(as(Map.class, value, "a map", path), map.value(), path);
        }
        return new RecordValue((RecordOf) type, as(Map.class, value, "a record", path), path, this);
    }

    private Object scalar(@Nullable Object value, Scalar type, String path) {
        return switch (type) {
            case STRING -> as(String.class, value, "a string", path);
            case BOOLEAN -> as(Boolean.class, value, "a boolean", path);
            case TIMESTAMP -> as(Instant.class, value, "a timestamp", path);
            case NUMBER -> number(as(Number.class, value, "a number", path), path);
            case INTEGER -> integer(as(Number.class, value, "an integer", path), path);
            case DYNAMIC -> dynamic(value, path);
        };
    }

    private static <T> T as(Class<T> type, @Nullable Object value, String expected, String path) {
        if (!type.isInstance(value)) {
            throw EvaluationFailure.expected(expected, path);
        }
        return type.cast(value);
    }

    private static double number(Number value, String path) {
        double number = value.doubleValue();
        if (!Double.isFinite(number)) {
            throw EvaluationFailure.expected("a finite number", path);
        }
        return number;
    }

    private static long integer(Number value, String path) {
        Long integer = wholeOrNull(value, path);
        if (integer == null) {
            throw EvaluationFailure.expected("an integer", path);
        }
        return integer;
    }

    private static @Nullable Long wholeOrNull(Number value, String path) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return value.longValue();
        }
        return exactOrNull(decimal(value, path));
    }

    private static BigDecimal decimal(Number value, String path) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        return value instanceof BigInteger integer ? new BigDecimal(integer) : new BigDecimal(number(value, path));
    }

    /** A huge exponent is refused by its digits before it is written out. */
    private static @Nullable Long exactOrNull(BigDecimal value) {
        if (value.signum() == 0) {
            return 0L;
        }
        if (value.precision() - value.scale() > 19) {
            return null;
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private void count(int more) {
        if (more > MAX_ELEMENTS - elements) {
            throw new EvaluationFailure("more than " + MAX_ELEMENTS + " elements of lists and maps to read", null);
        }
        elements += more;
    }

    private List<Object> list(List<?> values, ValueType element, String path) {
        count(values.size());
        String elementPath = path + "[]";
        List<Object> coerced = new ArrayList<>(values.size());
        for (Object value : values) {
            coerced.add(coerce(value, element, elementPath));
        }
        return coerced;
    }

    private Map<String, Object> map(Map<?, ?> values, ValueType type, String path) {
        count(values.size());
        Map<String, Object> coerced = new HashMap<>();
        values.forEach((key, value) ->
                coerced.put(as(String.class, key, "a map with string keys", path), coerce(value, type, path)));
        return coerced;
    }

    private Object dynamic(@Nullable Object value, String path) {
        if (value == null) {
            return NullValue.NULL_VALUE;
        }
        if (value instanceof Number number) {
            Long integer = wholeOrNull(number, path);
            return integer == null ? (Object) number(number, path) : integer;
        }
        if (value instanceof List<?> list) {
            return list(list, ValueType.DYNAMIC, path);
        }
        if (value instanceof Map<?, ?> map) {
            return map(map, ValueType.DYNAMIC, path);
        }
        if (value instanceof String || value instanceof Boolean || value instanceof Instant) {
            return value;
        }
        throw EvaluationFailure.expected("of a type that conditions know", path);
    }
}
