/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Postal addresses by their shape: segments with commas or line breaks between them, each a run of capitalised words with
 * a house number or postal code before or behind it, or beside such a one. A segment is taken whole, never a part of it.
 * Nothing is taken out of the order in which it stands.
 */
final class PostalAddresses {
    private static final Pattern NUMBER = Pattern.compile(
            "#?[0-9]{1,6}[A-Za-z]{0,3}(?:[-/\\u2013][0-9]{1,5}[A-Za-z]?)?|\\p{Lu}{1,2}-?[0-9]{1,5}\\p{Lu}?"
                    + "|\\p{Lu}[0-9]\\p{Lu}|[0-9]\\p{Lu}[0-9]|\\p{Lu}(?=\\p{Lu}*[0-9])[\\p{Lu}0-9]{3}");
    /** Of what comes in lower case, what may stand in the name of a street. */
    private static final Set<String> STREETS = Set.of(
            "rue",
            "avenue",
            "boulevard",
            "place",
            "chemin",
            "quai",
            "impasse",
            "route",
            "via",
            "viale",
            "piazza",
            "corso",
            "calle",
            "plaza",
            "avenida",
            "paseo",
            "rua",
            "ul",
            "ulica");

    private static final Set<String> SMALL = Set.of("of", "the", "des", "delle", "dei", "las", "los");
    private static final Pattern ABBREVIATED =
            Pattern.compile("(?:St|Ave|Rd|Dr|Ln|Blvd|Pl|Sq|Ct|Apt|Ste|No|Nr|Mt|Ft|ul|Av|\\p{L}*[Ss]tr|\\p{Lu})");
    private static final Pattern BREAK = Pattern.compile("[,;]?[ \\u00a0]*[\\r\\n]+[ \\u00a0]*|[,;](?=[ \\u00a0])");
    private static final Pattern ANY_DIGIT = Pattern.compile("[0-9]");
    private static final Pattern ANY_WORD = Pattern.compile("(?<![\\p{L}\\p{N}])\\p{L}{2}");
    private static final String OPEN = "([{<\"'\u201c\u201e\u2018";
    private static final String CLOSE = ".!?:)]}>\"'\u201c\u201d\u2019\u2026";
    private static final int LONGEST_STREET = 10;
    private static final int MOST_WORDS = 8;
    private static final int MOST_SEGMENTS = 5;
    private static final int LONGEST = 200;

    private final String text;
    private final List<Entity> found = new ArrayList<>();
    private final List<Segment> chain = new ArrayList<>();

    private @Nullable Segment segment;
    private boolean opens = true;

    private PostalAddresses(String text) {
        this.text = text;
    }

    /** Each run of segments of which one has a number. */
    static List<Entity> in(String text) {
        PostalAddresses addresses = new PostalAddresses(text);
        addresses.read();
        return addresses.found;
    }

    /** The whole text as an address. */
    static @Nullable String whole(String text) {
        if (text.length() > LONGEST || text.indexOf(' ') < 0 || text.chars().noneMatch(Character::isDigit)) {
            return null;
        }
        return in(text).stream()
                .filter(each -> each.from() == 0 && each.to() == text.length())
                .map(Entity::form)
                .findFirst()
                .orElse(null);
    }

    private void read() {
        int at = 0;
        while (at < text.length()) {
            int from = at;
            while (at < text.length() && !isSpace(text.charAt(at))) {
                at++;
            }
            if (at > from) {
                token(from, at);
            } else {
                space(text.charAt(at++));
            }
        }
        endChain();
    }

    private void space(char each) {
        if (each == '\n') {
            endSegment();
        } else if (each != ' ' && each != '\u00a0' && each != '\r') {
            endChain();
        }
    }

    private void token(int from, int to) {
        // Most words of a text are none of an address, and are told by their first letter.
        if (segment == null && isNoBeginning(from, to)) {
            endChain();
            opens = ".!?:".indexOf(text.charAt(to - 1)) >= 0;
            return;
        }
        int begin = from;
        while (begin < to && OPEN.indexOf(text.charAt(begin)) >= 0) {
            begin++;
        }
        char last = text.charAt(to - 1);
        boolean isComma = last == ',' || last == ';';
        int end = isComma ? to - 1 : to;
        while (end > begin && CLOSE.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        String token = text.substring(begin, end);
        boolean isAbbreviated = end < to
                && text.charAt(end) == '.'
                && ABBREVIATED.matcher(token).matches();
        int closed = isAbbreviated ? end + 1 : end;
        if (begin > from) {
            endChain();
        }
        add(begin, end, isAbbreviated);
        if (isComma && closed == to - 1) {
            endSegment();
        } else if (closed < to) {
            endChain();
        }
        opens = end < to && ".!?:".indexOf(last) >= 0;
    }

    private void add(int from, int to, boolean isAbbreviated) {
        String token = text.substring(from, to);
        boolean isNumber = isNumber(token);
        boolean isSmall = SMALL.contains(token) || PersonNames.PARTICLES.contains(token);
        boolean isPart = isNumber || isWord(token) || STREETS.contains(token);
        if (!isPart && (segment == null || !isSmall)) {
            endChain();
            return;
        }
        if (segment == null) {
            segment = new Segment(from, opens && chain.isEmpty());
        }
        segment.add(from, to, isNumber, isPart, isAbbreviated);
        if (segment.words > MOST_WORDS) {
            segment = null;
            chain.clear();
        }
    }

    private static boolean hasDigit(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (Anchors.isDigit(token.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isNoBeginning(int from, int to) {
        char first = text.charAt(from);
        return first >= 'a' && first <= 'z' && (to - from > LONGEST_STREET || "abcipqruv".indexOf(first) < 0);
    }

    private static boolean isNumber(String token) {
        return !token.isEmpty()
                && token.length() <= 16
                && hasDigit(token)
                && NUMBER.matcher(token).matches();
    }

    private static boolean isWord(String token) {
        return !token.isEmpty() && Character.isUpperCase(token.codePointAt(0)) && PersonNames.isWord(token);
    }

    private static boolean isSpace(char each) {
        return each == Entities.TAKEN || each == '\u00a0' || Character.isWhitespace(each);
    }

    private void endSegment() {
        if (segment == null) {
            return;
        }
        chain.add(segment);
        segment = null;
        if (chain.size() == MOST_SEGMENTS) {
            endChain();
        }
    }

    private void endChain() {
        if (segment != null) {
            chain.add(segment);
            segment = null;
        }
        for (int from = 0; from < chain.size(); from++) {
            boolean hasNumber = false;
            boolean hasWord = false;
            for (int to = from; to < chain.size(); to++) {
                hasNumber |= chain.get(to).hasNumber;
                hasWord |= chain.get(to).hasWord;
                if (hasNumber && hasWord) {
                    add(chain.get(from), chain.get(to));
                }
            }
        }
        chain.clear();
    }

    private void add(Segment first, Segment last) {
        for (int from : first.begins) {
            for (int to : last.ends) {
                if (from < to && to - from <= LONGEST && isBoth(text.substring(from, to))) {
                    found.add(new Entity(Entity.Kind.ADDRESS, from, to, form(text.substring(from, to))));
                }
            }
        }
    }

    /** A number by itself is no address, however it came about. */
    private static boolean isBoth(String spelt) {
        return ANY_DIGIT.matcher(spelt).find() && ANY_WORD.matcher(spelt).find();
    }

    /** Commas and line breaks do not tell one address from another. */
    private static String form(String spelt) {
        boolean isOne = spelt.indexOf(',') < 0 && spelt.indexOf(';') < 0 && spelt.indexOf('\n') < 0;
        return "s:" + PlainText.of(isOne ? spelt : BREAK.matcher(spelt).replaceAll(" "));
    }

    /** What stands between two commas. Where a number is in the middle, one side of it may be something else. */
    private static final class Segment {
        final List<Integer> begins = new ArrayList<>(1);
        final List<Integer> ends = new ArrayList<>(1);
        final boolean opens;
        int words;
        boolean hasNumber;
        boolean hasWord;

        private int end;
        private boolean mayEnd;

        Segment(int from, boolean opens) {
            this.opens = opens;
            begins.add(from);
        }

        void add(int from, int to, boolean isNumber, boolean isPart, boolean isAbbreviated) {
            words++;
            if (isNumber && !hasNumber && hasWord || opens && words == 2 && hasWord) {
                begins.add(from);
            }
            if (!isPart) {
                return;
            }
            if (!mayEnd) {
                ends.removeIf(each -> each == end);
            }
            mayEnd = isAbbreviated || isNumber && hasWord;
            end = to;
            ends.add(to);
            if (isAbbreviated) {
                ends.add(to + 1);
            }
            hasNumber |= isNumber;
            hasWord |= !isNumber;
        }
    }
}
