/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types a policy can declare for an intent's parameters and a tool's arguments. */
public enum ParameterType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    LIST,
    OBJECT;

    private static final long MOST = (1L << 53) - 1;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the policy file. */
    public String word() {
        return word;
    }

    /**
     * Whether a value is of this type: text, a number within ±(2^53−1) without a fraction, a finite number, a boolean, a
     * list, a map. Null is of none.
     */
    boolean accepts(@Nullable Object value) {
        return switch (this) {
            case STRING -> value instanceof String;
            case INTEGER -> value instanceof Number number && isInteger(number);
            case NUMBER -> value instanceof Number number && Double.isFinite(number.doubleValue());
            case BOOLEAN -> value instanceof Boolean;
            case LIST -> value instanceof List;
            case OBJECT -> value instanceof Map;
        };
    }

    private static boolean isInteger(Number number) {
        if (number instanceof BigDecimal || number instanceof BigInteger) {
            BigDecimal decimal = new BigDecimal(number.toString());
            // Compared first: writing out a huge exponent would take for ever.
            return decimal.abs().compareTo(BigDecimal.valueOf(MOST)) <= 0
                    && decimal.stripTrailingZeros().scale() <= 0;
        }
        double value = number.doubleValue();
        return Math.abs(value) <= MOST && value == Math.rint(value);
    }
}
