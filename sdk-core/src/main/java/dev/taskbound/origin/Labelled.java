/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How values that carry a label are remembered, and looked for in other values. Whole values ({@code k}) are found whole;
 * within text ({@code v}) only what is not a word of everybody's: several words, digits, or a capital letter.
 */
final class Labelled {
    private static final int SHORTEST_IN_TEXT = 4;
    /** Of a longer text no word is a value, but a passage copied out of it is. */
    private static final int LONGEST_VALUE = Skeletons.LONGEST;

    private Labelled() {}

    /** What to remember of everything in a result. */
    static Set<String> in(@Nullable Object tree) {
        Set<String> forms = new LinkedHashSet<>();
        Trees.leavesAndNames(tree, leaf -> addLeaf(leaf, forms));
        return forms;
    }

    private static void addLeaf(@Nullable Object leaf, Set<String> forms) {
        if (leaf == null || Forms.isNothing(leaf)) {
            return;
        }
        String text = shown(leaf);
        Skeletons.whole(text).forEach(skeleton -> forms.add("k:" + skeleton));
        if (leaf instanceof Boolean) {
            return;
        }
        Forms.of(leaf).stream().filter(Labelled::isTyped).forEach(forms::add);
        List<String> words = Skeletons.words(text);
        if (words.size() <= LONGEST_VALUE) {
            addShort(text, words, forms);
        } else {
            addLong(text, words, forms);
        }
    }

    private static void addShort(String text, List<String> words, Set<String> forms) {
        String joined = String.join("", words);
        boolean isTelling = words.size() > 1
                || joined.chars().anyMatch(Character::isDigit)
                || !Character.isLowerCase(text.strip().codePointAt(0));
        if (isTelling && joined.length() >= SHORTEST_IN_TEXT) {
            forms.add("v:" + joined);
        }
        Entities.of(text).found().stream()
                .filter(entity -> entity.kind().compareTo(Entity.Kind.DAY) <= 0)
                .forEach(entity -> forms.add(entity.form()));
    }

    private static void addLong(String text, List<String> words, Set<String> forms) {
        Entities.of(text).found().stream()
                .filter(entity -> entity.kind().compareTo(Entity.Kind.DAY) <= 0)
                .forEach(entity -> {
                    forms.add(entity.form());
                    Skeletons.whole(entity.in(text)).forEach(skeleton -> forms.add("v:" + skeleton));
                });
        for (String word : words) {
            if (word.length() >= SHORTEST_IN_TEXT && word.chars().anyMatch(Character::isDigit)) {
                forms.add("v:" + word);
            }
        }
        for (int from = 0; from + LONGEST_VALUE <= words.size(); from += LONGEST_VALUE) {
            forms.add("v:" + String.join("", words.subList(from, from + LONGEST_VALUE)));
        }
    }

    /** What to look for in one leaf of an argument. */
    static List<CharSequence> asked(Object leaf) {
        String text = shown(leaf);
        List<CharSequence> asked = new ArrayList<>();
        for (String each : Decoded.of(text)) {
            Skeletons.whole(each).forEach(skeleton -> asked.add("k:" + skeleton));
            Skeletons.rows(Skeletons.words(each), row -> {
                if (row.length() >= SHORTEST_IN_TEXT) {
                    asked.add("v:" + row);
                }
            });
            if (leaf instanceof String) {
                Entities.of(each).found().forEach(entity -> asked.add(entity.form()));
            }
        }
        Forms.of(leaf).stream().filter(Labelled::isTyped).forEach(asked::add);
        return asked;
    }

    private static boolean isTyped(String form) {
        return "tnaw".indexOf(form.charAt(0)) < 0;
    }

    static String shown(Object leaf) {
        return leaf instanceof Number number ? Numbers.normal(number).orElse("") : leaf.toString();
    }
}
