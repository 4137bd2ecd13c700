/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** What a task and its descendants have sent, taken apart, and whether a value of a result is something that came back. */
final class SentArguments {
    private static final int SHORTEST_CUT = 5;
    private static final int LONGEST_END = 256;
    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_PAIRED = 12;
    private static final int MOST_TRIPLED = 6;

    private final SentValues values = new SentValues();
    private final Fingerprints fingerprints;

    SentArguments(Fingerprints fingerprints) {
        this.fingerprints = fingerprints;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    boolean hold(long fingerprint) {
        return values.holds(fingerprint);
    }

    void add(Map<String, @Nullable Object> arguments) {
        StringBuilder all = new StringBuilder();
        StringBuilder names = new StringBuilder();
        Trees.leavesAndNames(arguments, leaf -> addLeaf(leaf, names));
        Trees.objects(
                arguments, "", (path, object) -> Forms.of(object).forEach(form -> values.add(fingerprints.of(form))));
        // One after the other, also over several calls: a value that was cut in pieces is sent as well.
        Map<String, StringBuilder> each = new LinkedHashMap<>();
        Trees.fields(arguments, "", (path, leaf) -> {
            if (leaf != null && !Forms.isNothing(leaf)) {
                String text = Labelled.shown(leaf);
                appendEnds(text, all);
                appendEnds(text, each.computeIfAbsent(path, none -> new StringBuilder()));
            }
        });
        each.forEach((path, texts) -> addPieces(values.goesOn(path, texts.toString())));
        addPieces(names.toString());
        addPieces(all.toString());
        addReordered(arguments);
    }

    /** A value that was cut may have left in any order of its pieces. */
    private void addReordered(Map<String, @Nullable Object> arguments) {
        List<String> wholes = new ArrayList<>();
        Trees.fields(arguments, "", (path, leaf) -> {
            if (leaf != null && !Forms.isNothing(leaf) && wholes.size() < MOST_PAIRED) {
                List<String> skeletons = Skeletons.whole(Labelled.shown(leaf));
                if (skeletons.size() == 1) {
                    wholes.add(skeletons.get(0));
                }
            }
        });
        addOrders(wholes, "", wholes.size() <= MOST_TRIPLED ? 3 : 2);
    }

    /** Up to so many of the pieces, one after the other, each at most once. */
    private void addOrders(List<String> pieces, String row, int most) {
        for (int i = 0; i < pieces.size(); i++) {
            String longer = row + pieces.get(i);
            if (!row.isEmpty()) {
                addCut(longer);
            }
            if (most > 1) {
                List<String> others = new ArrayList<>(pieces);
                others.remove(i);
                addOrders(others, longer, most - 1);
            }
        }
    }

    private void addCut(CharSequence row) {
        if (row.length() >= SHORTEST_CUT) {
            values.add(fingerprints.of('k', row));
        }
    }

    private void addLeaf(@Nullable Object leaf, StringBuilder texts) {
        if (leaf == null || Forms.isNothing(leaf)) {
            return;
        }
        Forms.of(leaf).forEach(form -> values.add(fingerprints.of(form)));
        String exponent = leaf instanceof String text ? Numbers.withExponent(text) : null;
        if (exponent != null) {
            values.add(fingerprints.of("n:" + exponent));
        }
        String whole = Labelled.shown(leaf);
        for (String text : Decoded.of(whole)) {
            Skeletons.rows(Skeletons.words(text), row -> values.add(fingerprints.of('k', row)));
            Entities.of(text).found().forEach(entity -> values.add(fingerprints.of(entity.form())));
        }
        appendEnds(whole, texts);
    }

    /** A piece of a value that was cut is at the beginning or at the end. */
    private static void appendEnds(String text, StringBuilder texts) {
        if (text.length() > 2 * LONGEST_END) {
            texts.append(text, 0, LONGEST_END).append('\n').append(text, text.length() - LONGEST_END, text.length());
        } else {
            texts.append(text);
        }
        texts.append('\n');
    }

    /** Two short numbers side by side are not the number that they would be as one. */
    private void addPieces(String texts) {
        for (String text : Decoded.of(texts)) {
            Skeletons.rows(Skeletons.words(text), this::addCut);
        }
    }

    /**
     * Whether all of a text was sent in one form or another, or a part of it that the task does not know otherwise.
     *
     * @param knows whether the task knows what has this fingerprint
     */
    boolean hold(String text, LongPredicate knows) {
        if (mayHold(text) && holdsPart(text, knows)) {
            return true;
        }
        if (nationalParts(text).stream().anyMatch(part -> values.holds(fingerprints.of('k', part)))) {
            return true;
        }
        String plain = Urls.withoutScheme(text);
        return isSent(plain)
                || plain.indexOf('%') >= 0 && Decoded.of(plain).stream().skip(1).anyMatch(this::isSent);
    }

    private boolean isSent(String text) {
        List<String> skeletons = Skeletons.whole(text);
        return !skeletons.isEmpty()
                && skeletons.stream().allMatch(skeleton -> values.holds(fingerprints.of('k', skeleton)));
    }

    /** Whether there may be an address or a number to pay or to dial in it, and more than that. */
    private static boolean mayHold(String text) {
        return text.indexOf('@') >= 0
                || text.indexOf("://") >= 0
                || text.chars()
                                .filter(each -> each >= '0' && each <= '9')
                                .limit(FEWEST_DIGITS)
                                .count()
                        == FEWEST_DIGITS;
    }

    /** What was sent in one field does not come back as part of another: with a name before it, or in a list. */
    private boolean holdsPart(String text, LongPredicate knows) {
        return Entities.of(text).found().stream()
                .filter(entity -> entity.kind().compareTo(Entity.Kind.PHONE) <= 0)
                .mapToLong(entity -> fingerprints.of(entity.form()))
                .anyMatch(fingerprint -> values.holds(fingerprint) && !knows.test(fingerprint));
    }

    /** What a tool may have made an international number of: of an IBAN the account, of a telephone number the rest. */
    private static List<String> nationalParts(String text) {
        String account = Accounts.whole(text);
        if (account != null) {
            return List.of(account.substring("i:LT80".length()).toLowerCase(Locale.ROOT));
        }
        String phone = Phones.whole(text);
        if (phone == null || !phone.startsWith("p:+")) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        String digits = phone.substring("p:+".length());
        for (int code = 1; code <= 3; code++) {
            parts.add(digits.substring(code));
            parts.add("0" + digits.substring(code));
        }
        return parts;
    }
}
