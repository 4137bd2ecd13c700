/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in the spellings that have one reading only: 1,250.00 and 1.250,00 are such, 1.250 on a page is not. */
final class Numbers {
    private static final Pattern PLAIN = Pattern.compile("-?(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,12})?");
    private static final Pattern TWO_READINGS = Pattern.compile("-?[1-9][0-9]{0,2}\\.[0-9]{3}");
    private static final Pattern COMMA = Pattern.compile("(?:0|[1-9][0-9]{0,17}),[0-9]{1,2}");
    private static final Pattern ENGLISH = Pattern.compile(
            "[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5}(?:\\.[0-9]{1,12})?|[1-9][0-9]?(?:,[0-9]{2}){1,5},[0-9]{3}(?:\\.[0-9]{1,12})?");
    private static final Pattern CONTINENTAL = Pattern.compile("[1-9][0-9]{0,2}(?:\\.[0-9]{3}){1,5},[0-9]{1,12}");
    private static final Pattern SPACED =
            Pattern.compile("[1-9][0-9]{0,2}(?:['\\u2019 \\u00a0\\u2009\\u202f][0-9]{3}){1,5}(?:[.,][0-9]{1,2})?");
    private static final Pattern EXPONENT = Pattern.compile("[+-]?[0-9]{1,18}(?:\\.[0-9]{1,18})?[eE][+-]?[0-9]{1,2}");
    private static final Pattern GROUP = Pattern.compile("['\\u2019 \\u00a0\\u2009\\u202f]");

    private Numbers() {}

    /** A number as programs write it. */
    static @Nullable BigDecimal plain(String text) {
        return text.length() < 40 && PLAIN.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /** A number without sign as people write it; null if it is none or has two readings. */
    static @Nullable BigDecimal written(String text) {
        if (TWO_READINGS.matcher(text).matches()) {
            return null;
        }
        if (PLAIN.matcher(text).matches()) {
            return new BigDecimal(text);
        }
        if (ENGLISH.matcher(text).matches()) {
            return new BigDecimal(text.replace(",", ""));
        }
        if (COMMA.matcher(text).matches() || CONTINENTAL.matcher(text).matches()) {
            return new BigDecimal(text.replace(".", "").replace(',', '.'));
        }
        return SPACED.matcher(text).matches()
                ? new BigDecimal(GROUP.matcher(text).replaceAll("").replace(',', '.'))
                : null;
    }

    /** The shortest decimal; empty for what equals nothing, or is too long to be written out. */
    static Optional<String> normal(Number number) {
        try {
            BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
            String normal = Math.abs((long) exact.scale()) > Forms.LONGEST ? exact.toString() : exact.toPlainString();
            return normal.length() > Forms.LONGEST ? Optional.empty() : Optional.of(normal);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The shortest decimal of a text like 7.3e3; null for any other. */
    static @Nullable String withExponent(String text) {
        return text.length() < 40 && EXPONENT.matcher(text.strip()).matches()
                ? normal(new BigDecimal(text.strip())).orElse(null)
                : null;
    }

    static boolean isLong(String normal) {
        return normal.chars().filter(Character::isDigit).limit(3).count() == 3;
    }
}
