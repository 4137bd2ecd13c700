/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

/**
 * A word without what a sentence puts around it: punctuation, quotes, marks of emphasis, a currency beside a number. What
 * belongs to the word stays: the dot of {@code ./notes} and of {@code .env}, the star of {@code logs/*}, the bracket of
 * {@code rows[12]}. Without it another file would be meant.
 */
final class Bare {
    private static final String AROUND = ".,;:!?()[]{}<>\"'`*\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb\u2026";
    private static final String OPEN = "([{<";
    private static final String CLOSE = ")]}>";

    private Bare() {}

    static String of(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && isBefore(word, from, to)) {
            from++;
        }
        while (to > from && isBehind(word, from, to)) {
            to--;
        }
        return word.substring(from, to);
    }

    private static boolean isBefore(String word, int at, int to) {
        char each = word.charAt(at);
        char next = at + 1 < to ? word.charAt(at + 1) : ' ';
        if (isCurrency(each)) {
            return Anchors.isDigit(next) || ".,-+".indexOf(next) >= 0;
        }
        if (each == '.') {
            boolean isFirst = at == 0 || word.charAt(at - 1) != '.';
            return !isFirst || !opensPath(word, at, to);
        }
        if (each == '*') {
            return next != '/' && (next != '.' || at + 2 >= to || !Character.isLetterOrDigit(word.charAt(at + 2)));
        }
        return AROUND.indexOf(each) >= 0;
    }

    /** One dot before a name, or one or two before a slash. */
    private static boolean opensPath(String word, int at, int to) {
        char next = at + 1 < to ? word.charAt(at + 1) : ' ';
        char afterNext = at + 2 < to ? word.charAt(at + 2) : ' ';
        return Character.isLetterOrDigit(next) || isSlash(next) || next == '.' && isSlash(afterNext);
    }

    private static boolean isBehind(String word, int from, int to) {
        char each = word.charAt(to - 1);
        char before = to - 2 >= from ? word.charAt(to - 2) : ' ';
        if (isCurrency(each)) {
            return Anchors.isDigit(before) || ".,-".indexOf(before) >= 0;
        }
        if (each == '*') {
            return !isSlash(before) && before != '.';
        }
        if (each == '.' && before == '.' && to - 3 >= from) {
            return !isSlash(word.charAt(to - 3));
        }
        int bracket = CLOSE.indexOf(each);
        return bracket < 0 ? AROUND.indexOf(each) >= 0 : !isOpened(word, from, to, bracket);
    }

    private static boolean isOpened(String word, int from, int to, int bracket) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            char each = word.charAt(i);
            depth += each == OPEN.charAt(bracket) ? 1 : each == CLOSE.charAt(bracket) ? -1 : 0;
        }
        return depth >= 0;
    }

    private static boolean isSlash(char each) {
        return each == '/' || each == '\\';
    }

    private static boolean isCurrency(char each) {
        return Character.getType(each) == Character.CURRENCY_SYMBOL;
    }
}
