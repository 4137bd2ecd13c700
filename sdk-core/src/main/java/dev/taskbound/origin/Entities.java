/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The values that stand out of a text by their shape. What is part of one is not looked at again. */
final class Entities {
    /** Stands where an entity stood: space to every pattern, but none that joins words. */
    static final char TAKEN = '\f';

    private static final List<Function<String, List<Entity>>> WITHOUT_DIGITS = List.of(Urls::in, Emails::in);
    private static final List<Function<String, List<Entity>>> WITH_DIGITS =
            List.of(Accounts::in, Cards::in, Moments::in, Phones::in);
    private static final Pattern LIST_NUMBER = Pattern.compile("(?m)^[ \\t]*[0-9]{1,4}[.)](?=\\s)");
    private static final Pattern GROUPED = Pattern.compile("[0-9][\\s\\p{Z}][0-9]");

    private final List<Entity> found = new ArrayList<>();
    private String rest;

    private Entities(String text) {
        this.rest = text;
        WITHOUT_DIGITS.forEach(this::take);
        if (hasDigit(rest)) {
            WITH_DIGITS.forEach(this::take);
            takeNumbers();
        }
    }

    private static boolean hasDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Anchors.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private void takeNumbers() {
        rest = blank(LIST_NUMBER, rest);
        if (rest.indexOf('%') >= 0) {
            found.addAll(Percents.in(rest));
            rest = blank(Percents.FORM, rest);
        }
        if (Magnitudes.mayBeIn(rest)) {
            found.addAll(Magnitudes.in(rest));
            rest = Magnitudes.without(rest);
        }
        found.addAll(PostalAddresses.in(rest));
        List<Entity> amounts = Amounts.in(rest);
        found.addAll(amounts);
        String numbers = rest;
        rest = without(
                rest,
                amounts.stream()
                        .filter(each -> GROUPED.matcher(each.in(numbers)).find())
                        .toList());
    }

    static String blank(Pattern pattern, String text) {
        return pattern.matcher(text).replaceAll(match -> String.valueOf(TAKEN).repeat(match.end() - match.start()));
    }

    static Entities of(String text) {
        return new Entities(text);
    }

    private void take(Function<String, List<Entity>> kind) {
        List<Entity> more = kind.apply(rest);
        found.addAll(more);
        rest = without(rest, more);
    }

    static String without(String text, Collection<Entity> entities) {
        if (entities.isEmpty()) {
            return text;
        }
        char[] left = text.toCharArray();
        for (Entity each : entities) {
            Arrays.fill(left, each.from(), each.to(), TAKEN);
        }
        return new String(left);
    }

    List<Entity> found() {
        return found;
    }

    /** The text without them, except for numbers of one word; as long as it was. */
    String rest() {
        return rest;
    }
}
