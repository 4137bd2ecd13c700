/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forms under which one value is asked for. Each says all of the value: two values with a form in common mean the same
 * to whoever receives them. A form begins with what it is a form of, so that a day is never taken for a number.
 */
final class Forms {
    /** Of a longer text there is no form but itself. */
    static final int LONGEST = 512;
    /** A longer text is not remembered, so it stays unknown. */
    static final int LONGEST_TEXT = 8 * 1024;

    private static final Pattern NAME =
            Pattern.compile("[\\p{L}][\\p{L}\\p{M}'.-]*(?: [\\p{L}][\\p{L}\\p{M}'.-]*){1,5}");
    private static final Pattern INVERTED = Pattern.compile(
            "(\\p{Lu}[\\p{L}'-]+(?: \\p{Lu}[\\p{L}'-]+)?), (\\p{Lu}[\\p{L}'-]+(?: \\p{Lu}[\\p{L}'.-]*){0,2})");
    private static final Pattern WORD = Pattern.compile("[A-Za-z][a-z]+");
    private static final Pattern UUID =
            Pattern.compile("[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}");
    private static final Pattern NUMBERED = Pattern.compile("#[A-Za-z]{0,8}[-_]?[0-9]{3,18}");
    private static final int SHORTEST_NAME = 5;

    private Forms() {}

    /** Empty for what cannot be compared: nothing, lists, what is too long. */
    static List<String> of(@Nullable Object value) {
        if (value instanceof Number number) {
            return Numbers.normal(number)
                    .map(normal -> List.of("n:" + normal, "a:" + normal))
                    .orElse(List.of());
        }
        if (value instanceof Boolean) {
            return List.of("t:" + value);
        }
        if (value instanceof Map<?, ?> object) {
            String form = ObjectForms.of(object);
            return form == null ? List.of() : List.of(form);
        }
        return value instanceof String text ? ofText(text) : List.of();
    }

    /** Whether there is no value at all: nothing to know, and nothing that could carry a label. */
    static boolean isNothing(@Nullable Object value) {
        return value == null || value instanceof String text && text.isBlank();
    }

    /** The text itself, the first of its forms; null if it has none. */
    static @Nullable String text(String text) {
        String plain = text.length() > LONGEST ? "" : PlainText.of(text);
        return plain.isEmpty() || plain.length() > LONGEST ? null : "t:" + plain;
    }

    static List<String> ofText(String text) {
        if (text.length() > LONGEST_TEXT) {
            return List.of();
        }
        String plain = PlainText.of(text);
        if (plain.isEmpty() || plain.length() > LONGEST) {
            return plain.isEmpty() || plain.length() > LONGEST_TEXT ? List.of() : List.of("t:" + plain);
        }
        List<String> forms = new ArrayList<>(4);
        forms.add("t:" + plain);
        BigDecimal number = Numbers.plain(plain);
        if (number != null) {
            addNumber(number, plain, forms);
        } else {
            add(plain, forms);
            addNumbered(plain, forms);
        }
        return forms;
    }

    /** Whether the form is of a kind that has no other value in it. */
    static boolean isAllOfIt(String form) {
        return "eixp".indexOf(form.charAt(0)) >= 0;
    }

    private static void addNumber(BigDecimal number, String plain, List<String> forms) {
        String normal = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        forms.add("n:" + normal);
        String card = Cards.whole(plain);
        if (card != null) {
            forms.add(card);
        }
        if (plain.indexOf('.') >= 0) {
            forms.add("a:" + normal);
        }
    }

    /** The mark in front of the number of an order or a ticket may be left out. */
    private static void addNumbered(String text, List<String> forms) {
        if (text.charAt(0) != '#' || !NUMBERED.matcher(text).matches()) {
            return;
        }
        String rest = text.substring(1);
        forms.add("t:" + rest);
        BigDecimal number = Numbers.plain(rest);
        if (number != null) {
            forms.add("n:" + number.toPlainString());
        }
    }

    private static void add(String text, List<String> forms) {
        for (Function<String, @Nullable String> kind : Kinds.WHOLE) {
            String form = kind.apply(text);
            if (form != null) {
                forms.add(form);
                return;
            }
        }
    }

    /** Telling a name by its letters: whoever has it need not write it in capitals. */
    private static @Nullable String name(String text) {
        boolean isName = text.length() >= SHORTEST_NAME
                && NAME.matcher(text).matches()
                && Normalizer.isNormalized(text, Normalizer.Form.NFC);
        return isName ? "w:" + text.toLowerCase(Locale.ROOT) : null;
    }

    /** The family name first, and a comma behind it. */
    private static @Nullable String inverted(String text) {
        Matcher name = text.indexOf(',') < 0 ? null : INVERTED.matcher(text);
        return name != null && name.matches() ? name(name.group(2) + " " + name.group(1)) : null;
    }

    /** At the beginning of a sentence a word has a capital that it has not elsewhere. */
    static @Nullable String word(String text) {
        return text.length() >= SHORTEST_NAME && WORD.matcher(text).matches()
                ? "w:" + text.toLowerCase(Locale.ROOT)
                : null;
    }

    static @Nullable String uuid(String text) {
        String bare = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        return bare.length() == 36 && UUID.matcher(bare).matches() ? "x:" + bare.toLowerCase(Locale.ROOT) : null;
    }

    /** A number with separators of thousands, or a decimal comma. */
    private static @Nullable String written(String text) {
        boolean isNegative = text.startsWith("-");
        BigDecimal number = text.length() > 40
                        || !Anchors.isDigit(text.charAt(isNegative && text.length() > 1 ? 1 : 0))
                        || text.matches("[1-9][0-9]{0,2},[0-9]{3}")
                ? null
                : Numbers.written(isNegative ? text.substring(1) : text);
        return number == null
                ? null
                : "n:" + (isNegative ? "-" : "") + number.stripTrailingZeros().toPlainString();
    }

    private static @Nullable String moment(String text) {
        return text.length() > 60 || text.chars().noneMatch(each -> each >= '0' && each <= '9')
                ? null
                : Moments.in(text).stream()
                        .filter(each -> each.from() == 0 && each.to() == text.length())
                        .map(Entity::form)
                        .findFirst()
                        .orElse(null);
    }

    private static final class Kinds {
        static final List<Function<String, @Nullable String>> WHOLE = List.of(
                Emails::whole,
                Urls::whole,
                Accounts::whole,
                Forms::uuid,
                Forms::moment,
                Phones::whole,
                Forms::written,
                Percents::whole,
                Amounts::whole,
                Forms::name,
                Forms::inverted,
                Forms::word,
                Cards::whole,
                PostalAddresses::whole);
    }
}
