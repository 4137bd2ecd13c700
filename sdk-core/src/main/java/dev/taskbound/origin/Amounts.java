/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers in text, with a currency or without. What hangs on letters or other digits is no number but part of a name. */
final class Amounts {
    static final String CURRENCY =
            "((?:US|CA|AU|NZ|HK)\\$|[\\u20ac$\\u00a3\\u00a5\\u20b9\\u20bd\\u20a9\\u20ba]|EUR|USD|GBP|CHF|JPY|CNY|INR|SEK"
                    + "|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|UAH|AUD|CAD|NZD|SGD|HKD|ZAR|BRL|MXN|KRW|THB|ILS|AED|SAR"
                    + "|kr|z\u0142|K\u010d|Rs\\.?|(?i:euros?|dollars?|pounds?|francs?|franken|yen|rupees?|kronor|kroner))";
    private static final String SIGN = "([+\\u2212-]?)";
    private static final String NUMBER =
            "([0-9]{1,18}(?:[,.'\\u2019\\u00a0\\u2009\\u202f][0-9]{1,12}){0,6})(?:[,.]-{1,2})?";
    private static final String SPACED =
            "([0-9]{1,18}(?:[,.'\\u2019\\u00a0\\u2009\\u202f ][0-9]{1,12}){0,6})(?:[,.]-{1,2})?";
    /** With plain spaces only where cents say that it is one number. */
    private static final String GROUPED = "([0-9]{1,3}(?: [0-9]{3}){1,4}[.,][0-9]{2}(?![0-9]))";

    private static final String BEFORE = "(?<![\\p{L}\\p{N}_.,/@#+\\u2212-])(?<![0-9]:)"
            + "(?<![\\^%\\\\])(?<![\\p{L}\\p{N}_)\\]][\\[(*])(?<![0-9]\\*\\*)";
    private static final String AFTER =
            "(?![\\p{L}\\p{N}_%*]|[ \\u00a0]%|[.,:/'\\u2019-]?[0-9]|[-/][\\p{L}]|\\.\\p{Ll})";
    private static final String AFTER_AMOUNT = "(?![\\p{L}\\p{N}_%*]|[ \\u00a0]%|[.,:/'\\u2019-]?[0-9]|[-][\\p{L}])";
    private static final Pattern LEADING = Pattern.compile(BEFORE + SIGN + CURRENCY + "[ \\u00a0\\u202f]?" + SIGN
            + "(?:" + GROUPED + "|" + NUMBER + ")" + AFTER_AMOUNT);
    private static final Pattern TRAILING =
            Pattern.compile(BEFORE + SIGN + SPACED + "[ \\u00a0\\u202f-]?" + CURRENCY + "(?![\\p{L}\\p{N}_])");
    private static final Pattern BARE = Pattern.compile(BEFORE + SIGN + NUMBER + AFTER);

    private static final int LONGEST = 64;

    private Amounts() {}

    static List<Entity> in(String text) {
        List<Entity> found = new ArrayList<>();
        Matcher leading = on(LEADING, text);
        Matcher trailing = on(TRAILING, text);
        Matcher bare = on(BARE, text);
        int[] done = {0};
        Anchors.starts(text, start -> {
            int before = found.size();
            int end = Math.min(text.length(), start + LONGEST);
            if (start < done[0]) {
                return false;
            }
            if (leading.region(start, end).lookingAt()) {
                add(
                        leading,
                        leading.group(2),
                        leading.group(1) + leading.group(3),
                        leading.group(4) != null ? leading.group(4) : leading.group(5),
                        found);
            }
            if (found.size() == before && trailing.region(start, end).lookingAt()) {
                add(trailing, trailing.group(3), trailing.group(1), trailing.group(2), found);
            }
            if (found.size() == before && bare.region(start, end).lookingAt()) {
                add(bare, found);
            }
            done[0] = found.size() == before ? done[0] : found.get(before).to();
            return found.size() > before;
        });
        return found;
    }

    private static Matcher on(Pattern pattern, String text) {
        return pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
    }

    private static void add(Matcher bare, List<Entity> found) {
        BigDecimal number = number(bare.group(1), bare.group(2));
        if (number != null) {
            found.add(new Entity(Entity.Kind.NUMBER, bare.start(), bare.end(), "n:" + plain(number)));
        }
    }

    private static void add(Matcher match, String currency, String sign, String digits, List<Entity> found) {
        BigDecimal number = number(sign, digits);
        if (number != null) {
            String form = "c:" + name(currency) + ":" + plain(number);
            found.add(new Entity(Entity.Kind.AMOUNT, match.start(), match.end(), form));
        }
    }

    /** The whole text as an amount with its currency. */
    static @Nullable String whole(String text) {
        if (text.length() > LONGEST || text.chars().noneMatch(each -> each >= '0' && each <= '9')) {
            return null;
        }
        return in(text).stream()
                .filter(each -> each.kind() == Entity.Kind.AMOUNT && each.from() == 0 && each.to() == text.length())
                .map(Entity::form)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable BigDecimal number(String sign, String digits) {
        BigDecimal number = Numbers.written(digits);
        if (number == null || sign.length() > 1) {
            return null;
        }
        return sign.isEmpty() || sign.equals("+") ? number : number.negate();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String name(String currency) {
        String lower = currency.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "\u20ac", "euro", "euros" -> "EUR";
            case "$", "dollar", "dollars" -> "$";
            case "us$", "ca$", "au$", "nz$", "hk$" ->
                lower.toUpperCase(Locale.ROOT).replace('$', 'D');
            case "\u00a3", "pound", "pounds" -> "GBP";
            case "\u20b9", "rs", "rs.", "rupee", "rupees" -> "INR";
            default -> lower.toUpperCase(Locale.ROOT);
        };
    }
}
