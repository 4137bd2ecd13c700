/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with a word behind them that makes them bigger: "1.5 million" is no 1.5. Thousands and millions are read; where
 * the word means different numbers in different languages, nothing is.
 */
final class Magnitudes {
    private static final String NUMBER = "([0-9]{1,12}(?:[.,][0-9]{1,3}){0,4})[ \\u00a0\\u202f-]?";
    private static final String THOUSAND = "thousands?|tausend|tsd|mille";
    private static final String MILLION = "millions?|millionen|mio|mln|millones";
    private static final String OTHER =
            "hundreds?|dozens?|billions?|billionen|milliarden?|milliards?|mrd|trillions?|lakhs?|crores?|bn|tn";
    private static final Pattern FORM = Pattern.compile(
            "(?<![\\p{L}\\p{N}_])(?<![0-9][.,])" + NUMBER + "(?:(" + THOUSAND + ")|(" + MILLION + ")|" + OTHER
                    + ")(?![\\p{L}\\p{N}_])",
            Pattern.CASE_INSENSITIVE);
    /** Single letters mean a magnitude beside a currency only. */
    private static final Pattern SHORT = Pattern.compile("(?:" + Amounts.CURRENCY
            + "[ \\u00a0]?[0-9][0-9.,]{0,15} [kKmMB]" + "|(?<![\\p{L}\\p{N}_.,])[0-9][0-9.,]{0,15} [kKmMB] ?"
            + Amounts.CURRENCY + ")(?![\\p{L}\\p{N}_])");

    private static final String NEVER_BEFORE = "./,@#+-\u2212^%*";

    private Magnitudes() {}

    /** What was meant, where it is clear. */
    static List<Entity> in(String text) {
        List<Entity> found = new ArrayList<>();
        Matcher match = FORM.matcher(text);
        while (match.find()) {
            int power = match.group(2) != null ? 3 : match.group(3) != null ? 6 : 0;
            BigDecimal number = Numbers.written(match.group(1));
            boolean isFree = match.start() == 0 || NEVER_BEFORE.indexOf(text.charAt(match.start() - 1)) < 0;
            if (power > 0 && number != null && isFree) {
                String meant = number.movePointRight(power).stripTrailingZeros().toPlainString();
                found.add(new Entity(Entity.Kind.NUMBER, match.start(), match.end(), "n:" + meant));
            }
        }
        return found;
    }

    /** The text without them, as long as it was. */
    static String without(String text) {
        return Entities.blank(SHORT, Entities.blank(FORM, text));
    }

    /** Quick, and rather too often. */
    static boolean mayBeIn(String text) {
        for (int i = 1; i + 1 < text.length(); i++) {
            char each = text.charAt(i);
            boolean isBetween = each == ' ' || each == '-' || each == '\u00a0' || each == '\u202f';
            if (Anchors.isDigit(text.charAt(i - 1))
                    && (Character.isLetter(each) || isBetween && Character.isLetter(text.charAt(i + 1)))) {
                return true;
            }
        }
        return false;
    }
}
