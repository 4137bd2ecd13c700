/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IBANs (ISO 13616): of the right length for their country, with right check digits, in groups or not, in either case. */
final class Accounts {
    private static final String LENGTHS = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18"
            + "DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32"
            + "LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24"
            + "SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";
    private static final Map<String, Integer> LENGTH = new HashMap<>();
    private static final String SEPARATORS = " -\u00a0\u2009\u202f\u2011";

    static {
        for (int i = 0; i < LENGTHS.length(); i += 4) {
            LENGTH.put(LENGTHS.substring(i, i + 2), Integer.valueOf(LENGTHS.substring(i + 2, i + 4)));
        }
    }

    private static final Pattern UNCHECKED = Pattern.compile(
            "[A-Z]{2}[0-9]{2}([ \\u00a0-])(?:(?=[A-Z]{0,3}[0-9]|[A-Z]{4}\\1[0-9])[A-Z0-9]{4}\\1){2,7}[A-Z0-9]{1,4}(?![\\p{L}\\p{N}_])");
    private static final int LONGEST = 45;

    private Accounts() {}

    static List<Entity> in(String text) {
        List<Entity> found = new ArrayList<>();
        for (int at = 2; at + 1 < text.length(); at++) {
            Entity iban = begins(text, at - 2) ? at(text, at - 2) : null;
            if (iban == null && begins(text, at - 2)) {
                iban = unchecked(text, at - 2);
            }
            if (iban != null) {
                found.add(iban);
                at = iban.to() + 1;
            }
        }
        return found;
    }

    /** Two letters and two digits that are no part of something before them. */
    private static boolean begins(String text, int from) {
        return Anchors.isDigit(text.charAt(from + 2))
                && Anchors.isDigit(text.charAt(from + 3))
                && isLetter(text.charAt(from))
                && isLetter(text.charAt(from + 1))
                && (from == 0 || !isPart(text, from - 1));
    }

    private static boolean isLetter(char each) {
        return each >= 'A' && each <= 'Z' || each >= 'a' && each <= 'z';
    }

    private static boolean isPart(String text, int at) {
        int before = Character.isLowSurrogate(text.charAt(at)) ? text.codePointBefore(at + 1) : text.charAt(at);
        int type = Character.getType(before);
        return before == '_'
                || before == '-'
                || Character.isLetter(before)
                || type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    static @Nullable String whole(String text) {
        Entity iban = text.length() < 15 || !begins(text, 0) ? null : at(text, 0);
        return iban != null && iban.to() == text.length() ? iban.form() : null;
    }

    private static @Nullable Entity at(String text, int from) {
        int length = LENGTH.getOrDefault(text.substring(from, from + 2).toUpperCase(Locale.ROOT), 0);
        StringBuilder compact = new StringBuilder(length);
        int at = from;
        while (at < text.length() && compact.length() < length) {
            char each = text.charAt(at);
            boolean isPart = each < 0x80 && Character.isLetterOrDigit(each);
            boolean isSeparator = SEPARATORS.indexOf(each) >= 0 || each == '\n' || each == '\r';
            if (!isPart && (!isSeparator || SEPARATORS.indexOf(text.charAt(at - 1)) >= 0)) {
                return null;
            }
            if (isPart) {
                compact.append(each);
            }
            at++;
        }
        String iban = compact.toString().toUpperCase(Locale.ROOT);
        return length > 0 && iban.length() == length && ends(text, at) && hasRightCheckDigits(iban)
                ? new Entity(Entity.Kind.ACCOUNT, from, at, "i:" + iban)
                : null;
    }

    /** In groups like an IBAN, but none: a value as it is, and no group of it is one. */
    private static @Nullable Entity unchecked(String text, int from) {
        Matcher match = UNCHECKED.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        return match.region(from, Math.min(text.length(), from + LONGEST)).lookingAt()
                ? new Entity(
                        Entity.Kind.ACCOUNT,
                        from,
                        match.end(),
                        "t:" + match.group().replace(match.group(1), ""))
                : null;
    }

    private static boolean ends(String text, int at) {
        return at == text.length() || !Character.isLetterOrDigit(text.charAt(at)) && text.charAt(at) != '_';
    }

    /** The rearranged number is 1 modulo 97. */
    private static boolean hasRightCheckDigits(String iban) {
        int rest = 0;
        for (int i = 0; i < iban.length(); i++) {
            int value = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
            rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
        }
        return rest == 1;
    }
}
