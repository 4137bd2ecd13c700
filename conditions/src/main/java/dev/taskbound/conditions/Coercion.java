/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain Java values to the values that the CEL runtime works with, by declared type, and back. */
final class Coercion {

    static Object coerce(@Nullable Object value, ValueType type, String path) {
        if (type instanceof Scalar scalar) {
            return scalar(value, scalar, path);
        }
        if (type instanceof ListOf list) {
            return list(as(List.class, value, "a list", path), list.element(), path);
        }
        if (type instanceof MapOf map) {
            return map(as(Map.class, value, "a map", path), map.value(), path);
        }
        return new RecordValue((RecordOf) type, as(Map.class, value, "a record", path), path);
    }

    private static Object scalar(@Nullable Object value, Scalar type, String path) {
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

    private static List<Object> list(List<?> values, ValueType element, String path) {
        List<Object> coerced = new ArrayList<>(values.size());
        for (Object value : values) {
            coerced.add(coerce(value, element, path + "[" + coerced.size() + "]"));
        }
        return coerced;
    }

    private static Map<String, Object> map(Map<?, ?> values, ValueType type, String path) {
        Map<String, Object> coerced = new HashMap<>();
        values.forEach((key, value) ->
                coerced.put(as(String.class, key, "a map with string keys", path), coerce(value, type, path)));
        return coerced;
    }

    private static Object dynamic(@Nullable Object value, String path) {
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

    /** What a function of ours is given: no value of the CEL library. */
    static @Nullable Object toJava(Object value) {
        if (value instanceof NullValue) {
            return null;
        }
        if (value instanceof RecordValue record) {
            return toJava(record.value());
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> plain = new ArrayList<>(list.size());
            list.forEach(element -> plain.add(toJava(element)));
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> plain = new HashMap<>();
            map.forEach((key, element) -> plain.put(toJava(key), toJava(element)));
            return plain;
        }
        if (isPlain(value)) {
            return value;
        }
        throw new EvaluationFailure("a function is given a value of a type that it does not take", null);
    }

    private static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof Duration;
    }

    private Coercion() {}
}
