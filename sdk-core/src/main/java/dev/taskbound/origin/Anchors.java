/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a text a value with digits in it may begin: at a number, at the sign, bracket or currency in front of it, or at
 * the word before it. Patterns are tried there only and see a bounded stretch, so that work grows with the text and no
 * faster, whatever it holds.
 */
final class Anchors {
    private static final int LONGEST_ENTITY = 64;
    private static final int LONGEST_WORD = 10;

    private Anchors() {}

    /**
     * Tries a pattern at each place, from left to right.
     *
     * @param taken told of each match; answers whether it was one. If so, it goes on behind it
     */
    static void each(String text, Pattern pattern, Taker taken) {
        Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        int[] done = {0};
        starts(text, start -> {
            if (start < done[0]) {
                return false;
            }
            matcher.region(start, Math.min(text.length(), start + LONGEST_ENTITY));
            if (matcher.lookingAt() && taken.take(matcher)) {
                done[0] = matcher.end();
                return true;
            }
            return false;
        });
    }

    /** @param visitor answers whether to leave out the other places that belong to the same number */
    static void starts(String text, IntPredicate visitor) {
        for (int i = 0; i < text.length(); i++) {
            boolean begins = isDigit(text.charAt(i)) && (i == 0 || !isDigit(text.charAt(i - 1)));
            if (begins) {
                visit(text, i, visitor);
            }
        }
    }

    private static void visit(String text, int digit, IntPredicate visitor) {
        int sign = digit;
        while (sign > 0 && digit - sign < 3 && isSign(text.charAt(sign - 1))) {
            sign--;
        }
        int word = word(text, sign);
        for (int start = word; start <= digit; start = start < sign ? sign : start + 1) {
            if (visitor.test(start)) {
                return;
            }
        }
    }

    /** Where the word before a place begins; the place itself if there is none. */
    private static int word(String text, int before) {
        int end = before;
        while (end > 0 && before - end < 2 && isBetween(text.charAt(end - 1))) {
            end--;
        }
        int begin = end;
        while (begin > 0 && end - begin <= LONGEST_WORD && Character.isLetter(text.charAt(begin - 1))) {
            begin--;
        }
        return begin == end || end - begin > LONGEST_WORD ? before : begin;
    }

    static boolean isDigit(char each) {
        return each >= '0' && each <= '9';
    }

    private static boolean isSign(char each) {
        return "+-\u2212(\u00a0 ".indexOf(each) >= 0 || Character.getType(each) == Character.CURRENCY_SYMBOL;
    }

    private static boolean isBetween(char each) {
        return each == ' ' || each == '\u00a0' || each == '\u202f' || each == '.';
    }

    interface Taker {
        boolean take(Matcher match);
    }
}
