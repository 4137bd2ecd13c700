/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

/** What is asked of text: which code points I-JSON forbids, how long it is, how it may be shown. */
final class JsonText {

    private static final int LONGEST_SHOWN = 40;

    private JsonText() {}

    /** Whether every code point may stand in an I-JSON string: no lone surrogate, no noncharacter (RFC 7493, 2.1). */
    static boolean isInterchangeable(String text) {
        for (int i = 0; i < text.length(); i++) {
            // All that is forbidden lies above; most text does not.
            if (text.charAt(i) >= Character.MIN_SURROGATE) {
                return text.codePoints().noneMatch(JsonText::isForbidden);
            }
        }
        return true;
    }

    private static boolean isForbidden(int codePoint) {
        return isSurrogate(codePoint) || isNoncharacter(codePoint);
    }

    // An iteration by code points yields a surrogate only where it has no partner.
    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint >= 0xFDD0 && codePoint <= 0xFDEF) || (codePoint & 0xFFFE) == 0xFFFE;
    }

    /** Whether the text is at most that long in UTF-8, without encoding it. */
    static boolean fits(String text, int maxBytes) {
        // A UTF-16 code unit becomes one to three bytes.
        if (text.length() > maxBytes) {
            return false;
        }
        return text.length() <= maxBytes / 3
                || text.codePoints().mapToLong(JsonText::utf8Length).sum() <= maxBytes;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    /** An untrusted name in a form that is safe in a message: printable ASCII, at most 40 characters of it. */
    static String shown(String name) {
        StringBuilder out = new StringBuilder("\"");
        name.chars().limit(LONGEST_SHOWN).forEach(c -> appendShown(out, (char) c));
        return out.append(name.length() > LONGEST_SHOWN ? "...\"" : "\"").toString();
    }

    private static void appendShown(StringBuilder out, char c) {
        if (c < ' ' || c > '~' || c == '"' || c == '\\') {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }
}
