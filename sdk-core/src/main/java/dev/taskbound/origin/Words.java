/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of somebody's text, each without the punctuation around it, what stands in quotes, and names. Short words match
 * by accident and are left out by {@link Held}: "1." in a list would make file id 1 known.
 */
final class Words {
    private static final int FEWEST_CHARACTERS = 3;
    private static final Pattern LINE = Pattern.compile("[\\n\\r]+");
    private static final Pattern PIECE = Pattern.compile("[" + Entities.TAKEN + "\u2014]+");
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern QUOTED =
            Pattern.compile("[\"\\u201c\\u201d\\u201e\\u00ab\\u00bb]([^\"\\u201c\\u201d\\u201e\\u00ab\\u00bb\\n"
                    + "]{1,200})[\"\\u201c\\u201d\\u201e\\u00ab\\u00bb]|(?<![\\p{L}\\p{N}])['\\u2018\\u201a]([^'\\u2018\\u2019\\n"
                    + "]{1,200})['\\u2019](?![\\p{L}\\p{N}])|`([^`\\n"
                    + "]{1,200})`");
    private static final Pattern FILE = Pattern.compile(file("\"\u201c\u201d\u201e\u00ab\u00bb") + "|"
            + "(?<![\\p{L}\\p{N}])" + file("'\u2018\u2019\u201a") + "|" + file("`"));
    private static final String QUOTES = "\"'`\u201c\u201d\u201e\u2018\u201a\u00ab\u00bb";
    private static final Pattern MARKED = Pattern.compile(
            "(?:#|\\u2116|\\p{L}{2,20}+#|(?:No|Nr|ID|Id|id|\\p{Lu}{2,6})[.:#]{1,2}#?)([0-9]++)|#([\\p{L}0-9_-]++)|@([A-Za-z][A-Za-z0-9_]++)");
    private static final Pattern KEYED = Pattern.compile("\\p{L}++[=:]([^=:]++)");
    private static final Pattern LISTED = Pattern.compile("[,;]");
    private static final Pattern LONG_NUMBERS = Pattern.compile("[0-9]{4,18}+(?:[,;][0-9]{4,18}+)++");
    private static final Pattern POSSESSIVE = Pattern.compile("(.+)['\\u2019]s?");

    private Words() {}

    private static String file(String quotes) {
        String other = "[^\\n@" + quotes + "]";
        return "[" + quotes + "](?=" + other + "{1,100} )" + other + "{1,100}+(?<=[^\\s.]\\.[A-Za-z][A-Za-z0-9]{1,3})["
                + quotes + "](?![\\p{L}\\p{N}])";
    }

    static void in(String text, Consumer<Held> held) {
        Set<String> alone = new HashSet<>();
        for (String line : LINE.split(text)) {
            boolean opens = true;
            for (String piece : PIECE.split(line)) {
                if (!piece.isBlank()) {
                    List<String> words = List.of(SPACE.split(piece.strip()));
                    alone.addAll(PersonNames.in(words, opens, held));
                    FirmNames.in(words, opens, held);
                }
                opens = false;
            }
        }
        for (String word : alone) {
            add(Bare.of(word), held);
        }
    }

    /** The text without the quoted names of files that have a space in them: no word of one is a value. */
    static String withoutFiles(String text) {
        if (QUOTES.chars().noneMatch(each -> text.indexOf(each) >= 0)) {
            return text;
        }
        return Entities.blank(FILE, text);
    }

    static void quotedIn(String text, Consumer<Held> held) {
        Matcher match = QUOTED.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (int at = 0; at < text.length(); at++) {
            char each = text.charAt(at);
            if (QUOTES.indexOf(each) < 0 || !match.region(at, text.length()).lookingAt()) {
                continue;
            }
            at = match.end() - 1;
            String quoted =
                    match.group(1) != null ? match.group(1) : match.group(2) != null ? match.group(2) : match.group(3);
            Forms.ofText(quoted).stream()
                    .filter(form -> !form.startsWith("n:") && !form.startsWith("a:"))
                    .forEach(form -> held.accept(new Held(form, quoted)));
        }
    }

    private static void add(String word, Consumer<Held> held) {
        addWord(word, held);
        boolean isPlain = word.chars().allMatch(Character::isLetterOrDigit);
        if (isPlain || word.length() > Forms.LONGEST) {
            return;
        }
        Matcher marked = MARKED.matcher(word);
        if (marked.matches()) {
            String meant = marked.group(1) != null ? marked.group(1) : marked.group(2);
            addWord(meant != null ? meant : marked.group(3), held);
        }
        Matcher keyed = KEYED.matcher(word);
        if (keyed.matches()) {
            addWord(Bare.of(keyed.group(1)), held);
        }
        Matcher possessive = POSSESSIVE.matcher(word);
        if (possessive.matches()) {
            addWord(possessive.group(1), held);
        }
        if (isList(word)) {
            LISTED.splitAsStream(word).forEach(part -> addWord(Bare.of(part), held));
        }
    }

    /** Groups of a number have fewer digits. */
    private static boolean isList(String word) {
        return LISTED.matcher(word).find()
                && (word.chars().anyMatch(Character::isLetter)
                        || LONG_NUMBERS.matcher(word).matches());
    }

    private static void addWord(String word, Consumer<Held> held) {
        if (word.isEmpty() || word.length() > Forms.LONGEST || !isLongEnough(word)) {
            return;
        }
        held.accept(new Held("t:" + PlainText.of(word), word));
        String inEitherCase = Forms.word(word);
        if (inEitherCase != null) {
            held.accept(new Held(inEitherCase, word));
        }
        String uuid = Forms.uuid(word);
        if (uuid != null) {
            held.accept(new Held(uuid, word));
        }
        BigDecimal number = Numbers.plain(word);
        if (number != null && number.scale() == 0) {
            Held.addNumber(number.toPlainString(), false, word, held);
        }
    }

    static boolean isLongEnough(String value) {
        int counted = 0;
        for (int i = 0; i < value.length() && counted < FEWEST_CHARACTERS; i++) {
            counted += Character.isLetterOrDigit(value.codePointAt(i)) ? 1 : 0;
        }
        return counted == FEWEST_CHARACTERS;
    }
}
