/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.io.IOException;
import java.math.BigDecimal;
import org.erdtman.jcs.NumberToJSON;
import org.jspecify.annotations.Nullable;

/**
 * The one rule about numbers: a decimal is accepted only if it equals the shortest decimal of its IEEE double, an
 * integer only within ±(2^53−1). So canonical text and comparison lose nothing.
 */
final class JsonNumbers {

    static final String EXPECTED =
            "a number that an IEEE double holds exactly as written, integers within ±(2^53−1); send it as a string";

    private static final BigDecimal LARGEST_INTEGER = BigDecimal.valueOf((1L << 53) - 1);
    private static final int LARGEST_EXPONENT = 1000;
    // Digits of the longest number plus the largest exponent, and some room.
    private static final int LARGEST_SCALE = 2 * (JsonLimits.LONGEST_NUMBER + LARGEST_EXPONENT);

    private JsonNumbers() {}

    /** The number as {@code Long} or {@code BigDecimal} by the rule; null if refused. The text is a JSON number. */
    static @Nullable Number parse(String text) {
        return exponentIsBounded(text) ? normal(new BigDecimal(text)) : null;
    }

    // Looked at as text, before there is any arithmetic that a huge exponent could blow up.
    private static boolean exponentIsBounded(String text) {
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e < 0) {
            return true;
        }
        String digits = text.substring(e + 1).replaceFirst("^[+-]?0*", "");
        return digits.isEmpty() || (digits.length() <= 4 && Integer.parseInt(digits) <= LARGEST_EXPONENT);
    }

    /** The same value in normal form: {@code Long} if integral, else without trailing zeros; null if refused. */
    static @Nullable Number normal(BigDecimal value) {
        if (!isBounded(value)) {
            return null;
        }
        if (value.signum() == 0) {
            return 0L;
        }
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() <= 0) {
            return plain.abs().compareTo(LARGEST_INTEGER) <= 0 ? (Number) plain.longValueExact() : null;
        }
        return isShortest(plain) ? plain : null;
    }

    private static boolean isShortest(BigDecimal value) {
        double nearest = value.doubleValue();
        return Double.isFinite(nearest) && new BigDecimal(text(nearest)).compareTo(value) == 0;
    }

    /** Whether arithmetic with the value is cheap. */
    static boolean isBounded(BigDecimal value) {
        return Math.abs((long) value.scale()) <= LARGEST_SCALE && value.precision() <= LARGEST_SCALE;
    }

    /** Whether the type is one of those that trees hold, or {@code Integer}. */
    static boolean isTreeNumber(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof BigDecimal;
    }

    /** The value of any number that may stand in a tree or in a schema. */
    static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        // Both forms that BigDecimal reads: digits of an integral type, or the shortest decimal of a double.
        return new BigDecimal(
                number instanceof Double || number instanceof Float ? text(number.doubleValue()) : number.toString());
    }

    /** A bound of a schema for a message: without an exponent, unless the digits alone would be many. */
    static String shown(BigDecimal bound) {
        return Math.abs(bound.scale()) <= 20 ? bound.toPlainString() : bound.toString();
    }

    /** The text of RFC 8785, 3.2.2.3, on every Java version; {@code Double.toString} differs between 17 and 25. */
    static String text(double value) {
        try {
            return NumberToJSON.serializeNumber(value);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a finite number", e);
        }
    }
}
