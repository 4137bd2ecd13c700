/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Text as it is compared: canonically equivalent text is one text, and one kind of space is like another. */
final class PlainText {
    private static final Pattern SPACES = Pattern.compile("[ \\u00a0\\u2009\\u202f]+");
    private static final Pattern APOSTROPHE = Pattern.compile("(?<=\\p{L})\\u2019(?=\\p{L})");

    private PlainText() {}

    /**
     * A person and a model may type the same name in different code points. Look-alikes stay what they are, also those
     * that Unicode calls equivalent to a single other character (the Kelvin sign to K): a tool gets another text.
     */
    static String of(String text) {
        if (isSimple(text)) {
            return text.strip();
        }
        String composed = text;
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            composed = hasDouble(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
        }
        String spaced = SPACES.matcher(composed).replaceAll(" ").strip();
        return spaced.indexOf('\u2019') < 0
                ? spaced
                : APOSTROPHE.matcher(spaced).replaceAll("'");
    }

    private static boolean isSimple(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each >= 0x80 || each == ' ' && i > 0 && text.charAt(i - 1) == ' ') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasDouble(String text) {
        return text.codePoints()
                .filter(point -> point > 0x7f)
                .mapToObj(Character::toString)
                .anyMatch(each -> !Normalizer.isNormalized(each, Normalizer.Form.NFC));
    }
}
