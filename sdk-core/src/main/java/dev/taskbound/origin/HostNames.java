/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.net.IDN;
import java.util.Locale;

/** Names of hosts: case makes no difference, and a name with letters beyond ASCII is the one in Punycode. */
final class HostNames {
    private static final String NO = "\\u00aa\\u00b5\\u00ba\\u2100-\\u214f\\uff00-\\uffef";
    private static final String LABEL = "[\\p{L}\\p{N}&&[^" + NO + "]][\\p{L}\\p{M}\\p{N}-&&[^" + NO + "]]{0,62}+";
    static final String NAME = LABEL + "(?:\\." + LABEL + "){0,10}+";
    static final String DOTTED = LABEL + "(?:\\." + LABEL + "){1,10}+";

    private HostNames() {}

    /** The name in ASCII where that loses nothing, else as it is. */
    static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.chars().allMatch(each -> each < 0x80)) {
            return lower;
        }
        try {
            // IDNA 2003 makes ss of sharp s, and one character of its look-alikes: those stay what they are.
            String ascii = IDN.toASCII(lower).toLowerCase(Locale.ROOT);
            return IDN.toUnicode(ascii).equals(lower) ? ascii : lower;
        } catch (IllegalArgumentException e) {
            return lower;
        }
    }
}
