/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text folded as far as it can be: for questions where taking two values for one is the safe side. Never used to find
 * something known.
 */
final class Fold {
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cf}\\p{Mn}\\x{fe00}-\\x{fe0f}\\x{115f}\\x{1160}\\x{3164}]+");
    private static final String LOOK_ALIKES =
            "\u0430a\u0432b\u0435e\u043ak\u043cm\u043dh\u043eo\u0440p\u0441c\u0442t\u0443y\u0445x\u0455s\u0456i"
                    + "\u0458j\u0501d\u051bq\u051dw\u04bbh\u0261g\u0251a\u03b1a\u03b2b\u03b5e\u03b7n\u03b9i\u03bak\u03bdv"
                    + "\u03bfo\u03c1p\u03c4t\u03c5u\u03c7x\u03c9w\u03b3y\u0131i\u04cfl\u2113l";

    private Fold() {}

    /** Look-alikes, case, width and marks make no difference; what nobody sees is gone. */
    static String of(String text) {
        String plain = isAscii(text) ? text : unaccented(text);
        return plain.toLowerCase(Locale.ROOT);
    }

    private static String unaccented(String text) {
        String wide = Normalizer.normalize(text, Normalizer.Form.NFKD);
        String seen = INVISIBLE.matcher(wide).replaceAll("").toLowerCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(seen.length());
        for (int i = 0; i < seen.length(); i++) {
            char each = seen.charAt(i);
            int found = each < 0x80 ? -1 : LOOK_ALIKES.indexOf(each);
            folded.append(found >= 0 && found % 2 == 0 ? LOOK_ALIKES.charAt(found + 1) : each);
        }
        return folded.toString();
    }

    /** What people read, without what they do not see; case stays. */
    static String visible(String text) {
        return isAscii(text)
                ? text
                : INVISIBLE
                        .matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                        .replaceAll("");
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
