/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of payment cards: in groups of four, or with the right check digit (ISO/IEC 7812). No group of one is a value. */
final class Cards {
    private static final Pattern FORM =
            Pattern.compile("(?<![\\p{L}\\p{N}_.,/+(-])(?:[0-9]{4}(?:([ \\u00a0-])[0-9]{4})(?:\\1[0-9]{4}){2}"
                    + "|3[47][0-9]{2}([ \\u00a0-])[0-9]{6}\\2[0-9]{5}|[0-9]{13,19}+)(?![\\p{L}\\p{N}_/]|[ .,-]?[0-9])");
    private static final Pattern GAP = Pattern.compile("[^0-9]");

    private Cards() {}

    static List<Entity> in(String text) {
        List<Entity> found = new ArrayList<>();
        Anchors.each(text, FORM, match -> {
            // Without groups it may be any other number, and is one.
            String form = isGrouped(match) ? form(match) : null;
            if (form != null) {
                found.add(new Entity(Entity.Kind.ACCOUNT, match.start(), match.end(), form));
            }
            return form != null;
        });
        return found;
    }

    static @Nullable String whole(String text) {
        if (text.length() < 13 || text.length() > 23 || !Anchors.isDigit(text.charAt(0))) {
            return null;
        }
        Matcher match = FORM.matcher(text);
        return match.matches() ? form(match) : null;
    }

    private static boolean isGrouped(Matcher match) {
        return match.group(1) != null || match.group(2) != null;
    }

    private static @Nullable String form(Matcher match) {
        String digits = GAP.matcher(match.group()).replaceAll("");
        return isGrouped(match) || hasRightCheckDigit(digits) ? "b:" + digits : null;
    }

    private static boolean hasRightCheckDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }
}
