/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Telephone numbers with or without separators: international ones (E.164, up to 15 digits after + or 00), and national
 * ones as they are, without guessing a country. Nothing that dials on counts as part of one.
 */
final class Phones {
    private static final String GAP =
            "(?:[ .\\u00a0\\u202f\\u2011/-]|[ \\u00a0]?[()][ \\u00a0-]?|[ \\u00a0][/\\u2013-][ \\u00a0])?";
    private static final String INTERNATIONAL = "(?:\\+|00)" + GAP
            + "[1-9](?:(?:[ \\u00a0-]?\\(0\\)(?:[ \\u00a0]?[/-])?[ \\u00a0]?|" + GAP + ")[0-9]){7,14}";
    private static final String NATIONAL =
            "(?:\\(0?[1-9][0-9]{1,4}\\)|0[1-9][0-9]{1,4}(?=[ /.-]))(?:(?:[ \\u00a0][/\\u2013-][ \\u00a0]|[ /.\\u00a0-])?[0-9]){5,10}"
                    + "|0[1-9][0-9]{6,11}|[2-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{4}";
    private static final Pattern FORM = Pattern.compile("(?<![\\p{L}\\p{N}_+./#-])(?:(" + INTERNATIONAL + ")|("
            + NATIONAL + "))(?![\\p{L}\\p{N}_*#%]|[ ]?(?:;\\S|,,|[.-]?[(]?[0-9])|[ ]?(?:ext|x|w|p)\\.?[ ]?[0-9])");
    /** What is dialled behind a number: with it, it is another one. */
    private static final String EXTENSION =
            "(?:;[a-z-]{2,20}=[^\\s,;]{1,20}|[ ]?,{2,}[0-9#*,]{1,20}|,?[ ]?[(]?(?:ext|extension|x|w|p)[.:]?[ ]?[0-9#*]{1,12}[)]?"
                    + "|[*#][0-9#*]{0,12})";

    private static final Pattern EXTENDED = Pattern.compile(
            "(?<![\\p{L}\\p{N}_+./#-])(?:" + INTERNATIONAL + "|" + NATIONAL + ")" + EXTENSION + "(?![\\p{L}\\p{N}])");
    private static final Pattern SIGNED_DECIMAL = Pattern.compile("\\+[0-9]+[.,][0-9]+");
    private static final Pattern TRUNK = Pattern.compile("\\(0\\)");
    private static final Pattern NO_DIGIT = Pattern.compile("[^0-9]");

    private Phones() {}

    static List<Entity> in(String text) {
        List<Entity> found = new ArrayList<>();
        Anchors.each(text, EXTENDED, match -> {
            found.add(new Entity(Entity.Kind.PHONE, match.start(), match.end(), "t:" + PlainText.of(match.group())));
            return true;
        });
        Anchors.each(Entities.without(text, found), FORM, match -> {
            String form = form(match);
            if (form != null) {
                found.add(new Entity(Entity.Kind.PHONE, match.start(), match.end(), form));
            }
            return form != null;
        });
        return found;
    }

    static @Nullable String whole(String text) {
        String number = text.startsWith("tel:") ? text.substring(4) : text;
        boolean mayBe = number.length() > 6 && number.length() <= 40 && "+0(23456789".indexOf(number.charAt(0)) >= 0;
        if (!mayBe) {
            return null;
        }
        Matcher match = FORM.matcher(number);
        return match.matches() ? form(match) : null;
    }

    private static @Nullable String form(Matcher match) {
        String number = match.group();
        if (match.group(1) == null) {
            return "p:" + NO_DIGIT.matcher(number).replaceAll("");
        }
        // A signed amount is no number to dial.
        if (SIGNED_DECIMAL.matcher(number).matches()) {
            return null;
        }
        String digits = NO_DIGIT.matcher(TRUNK.matcher(number).replaceAll("")).replaceAll("");
        return "p:+" + (number.startsWith("+") ? digits : digits.substring(2));
    }
}
