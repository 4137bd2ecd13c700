/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One spelling for values that may be spelt in several ways and mean the same to whoever receives them. Only ASCII is
 * matched: what looks alike in another script, or is encoded, stays as it is and so is another value.
 */
final class Spellings {
    private static final Pattern IBAN = Pattern.compile("[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]){11,30}");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9](?:[ .()-]{0,2}[0-9]){7,14}");
    private static final Pattern SIGNED_DECIMAL = Pattern.compile("\\+[0-9]+\\.[0-9]+");
    private static final Pattern EMAIL = Pattern.compile("([A-Za-z0-9._+-]+)@([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)");
    private static final Pattern URL = Pattern.compile(
            "([Hh][Tt][Tt][Pp][Ss]?)://([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*)\\.?(?::([0-9]{1,5}))?([/?#].*)?");

    private Spellings() {}

    static String of(String text) {
        if (IBAN.matcher(text).matches()) {
            String compact = text.replace(" ", "").toUpperCase(Locale.ROOT);
            return isIban(compact) ? compact : text;
        }
        if (isPhone(text)) {
            return "+" + text.replaceAll("[^0-9]", "");
        }
        Matcher email = EMAIL.matcher(text);
        if (email.matches()) {
            return email.group(1) + "@" + email.group(2).toLowerCase(Locale.ROOT);
        }
        Matcher url = URL.matcher(text);
        return url.matches() ? url(url) : text;
    }

    private static boolean isPhone(String text) {
        // A signed amount is no number to dial.
        return PHONE.matcher(text).matches() && !SIGNED_DECIMAL.matcher(text).matches();
    }

    private static String url(Matcher url) {
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        String port = url.group(3);
        boolean isDefault = port == null || port.equals(scheme.equals("https") ? "443" : "80");
        String rest = url.group(4) == null ? "/" : url.group(4);
        return scheme + "://" + url.group(2).toLowerCase(Locale.ROOT) + (isDefault ? "" : ":" + port)
                + (rest.startsWith("/") ? rest : "/" + rest);
    }

    /** ISO 13616: the check digits make the rearranged number 1 modulo 97. */
    static boolean isIban(String compact) {
        if (compact.length() < 15 || compact.length() > 34) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        (compact.substring(4) + compact.substring(0, 4))
                .chars()
                .forEach(character -> digits.append(Character.digit(character, 36)));
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }
}
