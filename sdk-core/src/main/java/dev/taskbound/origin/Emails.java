/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** E-mail addresses: the case of the domain makes no difference, everything before the @ does (RFC 5321, 2.4). */
final class Emails {
    private static final String LOCAL = "[A-Za-z0-9_+-]++(?:\\.[A-Za-z0-9_+-]++)*+";
    private static final String ADDRESS = "(" + LOCAL + ")@(" + HostNames.DOTTED + ")";
    private static final String IDEOGRAPHS = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}";
    private static final Pattern IN_TEXT = Pattern.compile("(?<![\\p{L}\\p{M}\\p{N}._%+@/\\\\!#$&?^{}~=-])"
            + "(?<![\\p{L}\\p{N}]['\\u2019`*|])(" + LOCAL + ")@([A-Za-z0-9-]{1,63}+(?:\\.[A-Za-z0-9-]{1,63}+){1,10}+|"
            + HostNames.DOTTED + ")(?![\\p{L}\\p{M}\\p{N}&&[^" + IDEOGRAPHS + "]]|[_@%\\\\/]|[.:-][\\p{L}\\p{N}])");
    private static final Pattern WHOLE = Pattern.compile(ADDRESS + "|<" + ADDRESS + ">");
    private static final int LONGEST_LABEL = 63;
    private static final int MOST_DOTS = 10;
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;

    private Emails() {}

    static List<Entity> in(String text) {
        List<Entity> found = new ArrayList<>();
        Matcher match = IN_TEXT.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int from = at;
            while (from > 0 && at - from <= LONGEST_LOCAL && isLocal(text.charAt(from - 1))) {
                from--;
            }
            match.region(from, Math.min(text.length(), at + LONGEST));
            if (from < at && at - from <= LONGEST_LOCAL && match.lookingAt()) {
                String form = form(match.group(1), match.group(2));
                found.add(new Entity(Entity.Kind.EMAIL, match.start(), match.end(), form));
            }
        }
        return found;
    }

    private static boolean isLocal(char each) {
        return each < 0x80 && (Character.isLetterOrDigit(each) || "._+-".indexOf(each) >= 0);
    }

    static @Nullable String whole(String text) {
        if (text.indexOf('@') < 0 || text.length() > LONGEST + 2) {
            return null;
        }
        if (isSimple(text)) {
            return "e:" + text;
        }
        Matcher match = WHOLE.matcher(text);
        if (!match.matches()) {
            return null;
        }
        return match.group(1) != null ? form(match.group(1), match.group(2)) : form(match.group(3), match.group(4));
    }

    /** Lower-case ASCII in parts with single dots between them, and one @: its own normal form. */
    private static boolean isSimple(String text) {
        boolean mayEnd = false;
        int at = -1;
        int dots = 0;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean isLetter = each >= 'a' && each <= 'z' || each >= '0' && each <= '9';
            if (!isLetter && !mayEnd) {
                return false;
            }
            if (each == '@' && at < 0) {
                at = i;
                begin = i + 1;
            } else if (each == '.') {
                dots += at < 0 ? 0 : 1;
                begin = i + 1;
            } else if (!isLetter) {
                return false;
            }
            mayEnd = isLetter;
            if (at >= 0 && i - begin >= LONGEST_LABEL) {
                return false;
            }
        }
        return mayEnd && at > 0 && dots > 0 && dots <= MOST_DOTS;
    }

    private static String form(String local, String domain) {
        return "e:" + local + "@" + HostNames.normal(domain);
    }

    /** The address of {@code Maria Keller <m.keller@example.org>} and the name before it; null if it is none. */
    static String @Nullable [] mailbox(String text) {
        int open = text.lastIndexOf('<');
        if (open <= 0 || !text.endsWith(">") || text.length() > Forms.LONGEST) {
            return null;
        }
        String address = text.substring(open + 1, text.length() - 1);
        String name = text.substring(0, open).strip();
        String bare = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name;
        String never = bare.equals(name) ? "<>\"@,;\\" : "<>\"@;\\";
        boolean isName = !bare.isEmpty() && bare.chars().noneMatch(each -> never.indexOf(each) >= 0);
        return isName && whole(address) != null && !address.startsWith("<") ? new String[] {bare, address} : null;
    }
}
