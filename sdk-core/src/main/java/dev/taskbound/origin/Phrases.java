/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Values of several words in what a person said: account numbers in groups of four, telephone numbers, and names. A name
 * is the whole run of capitalised words between others or punctuation, never a part of it; the first word of a sentence
 * may belong to it or not.
 */
final class Phrases {
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern CAPITALISED = Pattern.compile("\\p{Lu}[\\p{L}\\p{M}'’-]*");
    private static final Pattern PHONE =
            Pattern.compile("(?<![\\p{L}\\p{N}+])\\+[1-9](?:[ .()-]{0,2}[0-9]){7,14}(?![ .()-]{0,2}[\\p{N}]|\\p{L})");
    private static final Pattern NUMBERED = Pattern.compile("(?<![^\\s(])#([0-9]{3,18})(?![\\p{L}\\p{N}_-])");
    private static final Pattern END_OF_WORD = Pattern.compile("[.,;:!?)\\]}>]+$");
    private static final int LONGEST_NAME = 6;
    private static final int GROUP = 4;
    private static final int LONGEST_IBAN = 34;

    private Phrases() {}

    static List<String> in(String words) {
        List<String> found = new ArrayList<>();
        PHONE.matcher(words).results().forEach(match -> found.add(match.group()));
        NUMBERED.matcher(words).results().forEach(match -> found.add(match.group(1)));
        String[] split = SPACE.split(words.strip());
        for (int i = 0; i < split.length; i++) {
            addIban(split, i, found);
        }
        addNames(split, found);
        return found;
    }

    private static void addIban(String[] words, int from, List<String> found) {
        StringBuilder joined = new StringBuilder();
        for (int i = from; i < words.length && joined.length() < LONGEST_IBAN; i++) {
            String word = END_OF_WORD.matcher(words[i]).replaceFirst("");
            joined.append(word.toUpperCase(Locale.ROOT));
            if (i > from
                    && Spellings.of(joined.toString()).equals(joined.toString())
                    && joined.toString().matches("[A-Z]{2}[0-9]{2}[A-Z0-9]+")
                    && Spellings.isIban(joined.toString())) {
                found.add(joined.toString());
                return;
            }
            if (word.length() != GROUP || !word.equals(words[i])) {
                return;
            }
        }
    }

    private static void addNames(String[] words, List<String> found) {
        List<String> run = new ArrayList<>();
        boolean opensSentence = true;
        boolean runOpens = true;
        for (String each : words) {
            String word = END_OF_WORD.matcher(each).replaceFirst("");
            if (CAPITALISED.matcher(word).matches()) {
                runOpens = run.isEmpty() ? opensSentence : runOpens;
                run.add(word);
            } else {
                addRun(run, runOpens, found);
            }
            if (!word.equals(each)) {
                addRun(run, runOpens, found);
            }
            opensSentence = !word.equals(each) && ".!?:".indexOf(each.charAt(each.length() - 1)) >= 0;
        }
        addRun(run, runOpens, found);
    }

    private static void addRun(List<String> run, boolean opensSentence, List<String> found) {
        if (run.size() <= LONGEST_NAME) {
            add(run, found);
            if (opensSentence && !run.isEmpty()) {
                add(run.subList(1, run.size()), found);
            }
        }
        run.clear();
    }

    private static void add(List<String> run, List<String> found) {
        if (run.size() > 1) {
            found.add(String.join(" ", run));
        }
    }
}
