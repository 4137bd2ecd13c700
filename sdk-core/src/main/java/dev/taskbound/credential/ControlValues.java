/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what a service is about to do with what a token says: numbers by value, all else exactly and by type. */
final class ControlValues {
    private ControlValues() {}

    /**
     * @param own the service's own value, of whatever number type it has
     * @param claimed a value of a JSON tree
     */
    static boolean same(@Nullable Object own, @Nullable Object claimed) {
        if (own instanceof Number number) {
            return claimed instanceof Number other && sameNumber(number, new BigDecimal(other.toString()));
        }
        if (own instanceof List<?> list) {
            return claimed instanceof List<?> other && sameItems(list, other);
        }
        if (own instanceof Map<?, ?> map) {
            return claimed instanceof Map<?, ?> other && sameEntries(map, other);
        }
        return Objects.equals(own, claimed);
    }

    private static boolean sameNumber(Number own, BigDecimal claimed) {
        if (own instanceof Double value) {
            // A claimed number is the shortest decimal of its double, so nothing else can have the same double.
            return value == claimed.doubleValue();
        }
        return isDecimal(own) && new BigDecimal(own.toString()).compareTo(claimed) == 0;
    }

    private static boolean isDecimal(Number number) {
        return number instanceof BigDecimal
                || number instanceof BigInteger
                || number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte;
    }

    private static boolean sameItems(List<?> own, List<?> claimed) {
        if (own.size() != claimed.size()) {
            return false;
        }
        for (int i = 0; i < own.size(); i++) {
            if (!same(own.get(i), claimed.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameEntries(Map<?, ?> own, Map<?, ?> claimed) {
        return own.keySet().equals(claimed.keySet())
                && own.entrySet().stream().allMatch(entry -> same(entry.getValue(), claimed.get(entry.getKey())));
    }
}
