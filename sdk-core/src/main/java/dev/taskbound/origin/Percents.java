/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Percentages. They are values with their sign only: 15 % is neither 15 nor 0.15. */
final class Percents {
    static final Pattern FORM =
            Pattern.compile("(?<![\\p{L}\\p{N}])([-+\\u2212]?)([0-9][0-9.,]{0,20}+)[ \\u00a0\\u202f]?%");

    private Percents() {}

    static List<Entity> in(String text) {
        List<Entity> found = new ArrayList<>();
        Matcher match = FORM.matcher(text);
        while (match.find()) {
            boolean isPart = match.start() > 0 && ".,-+\u2212".indexOf(text.charAt(match.start() - 1)) >= 0;
            String form = isPart ? null : form(match);
            if (form != null) {
                found.add(new Entity(Entity.Kind.PERCENT, match.start(), match.end(), form));
            }
        }
        return found;
    }

    static @Nullable String whole(String text) {
        if (text.length() > 32 || !text.endsWith("%")) {
            return null;
        }
        Matcher match = FORM.matcher(text);
        return match.matches() ? form(match) : null;
    }

    private static @Nullable String form(Matcher match) {
        BigDecimal number = Numbers.written(match.group(2));
        if (number == null) {
            return null;
        }
        String plain = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        return "%:" + (match.group(1).isEmpty() || match.group(1).equals("+") ? "" : "-") + plain;
    }
}
