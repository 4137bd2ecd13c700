/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Texts reduced to letters and digits, for questions where taking two values for one is the safe side: what was sent, and
 * what carries a label. Up to {@value #LONGEST} words in a row count as one, however they are separated, so a value that was
 * cut in pieces is found.
 */
final class Skeletons {
    static final int LONGEST = 8;
    private static final int MOST_CHARACTERS = 600;

    private Skeletons() {}

    /** The runs of letters and digits of a text, folded. */
    static List<String> words(String text) {
        String folded = Fold.of(text);
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= folded.length(); i++) {
            boolean isPart = i < folded.length() && isPart(folded.charAt(i));
            if (isPart && from < 0) {
                from = i;
            } else if (!isPart && from >= 0) {
                words.add(folded.substring(from, i));
                from = -1;
            }
        }
        return words;
    }

    private static boolean isPart(char each) {
        return each < 0x80
                ? each >= '0' && each <= '9' || each >= 'a' && each <= 'z'
                : Character.isLetterOrDigit(each) || Character.isSurrogate(each);
    }

    /** Every row of one to {@value #LONGEST} words. */
    static void rows(List<String> words, Consumer<CharSequence> visitor) {
        StringBuilder row = new StringBuilder();
        for (int from = 0; from < words.size(); from++) {
            row.setLength(0);
            int to = Math.min(words.size(), from + LONGEST);
            for (int i = from; i < to && row.length() <= MOST_CHARACTERS; i++) {
                row.append(words.get(i));
                visitor.accept(row);
            }
        }
    }

    /** What stands for a whole value: all of its words, or where there are more, the first and the last rows. */
    static List<String> whole(String text) {
        List<String> words = words(text);
        int size = words.size();
        if (size == 0) {
            return List.of();
        }
        return size <= LONGEST
                ? List.of(String.join("", words))
                : List.of(
                        String.join("", words.subList(0, LONGEST)),
                        String.join("", words.subList(size - LONGEST, size)));
    }
}
