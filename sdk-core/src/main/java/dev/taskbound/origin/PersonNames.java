/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of several words: the whole run of capitalised words, never a part of it. The first word of a sentence may belong
 * to the name or not, and a title before it may be left out.
 */
final class PersonNames {
    private static final Pattern CAPITALISED = Pattern.compile("\\p{Lu}[\\p{L}\\p{M}'\\u2019-]*");
    private static final Pattern INITIAL = Pattern.compile("\\p{Lu}\\p{L}{0,2}\\.");
    private static final String AFTER_WORD = ".,;:!?)]}>\"'*\u201c\u201d\u2019\u2026";
    private static final String BEFORE_WORD = "([{<\"'*\u201c\u201e\u2018";
    private static final Pattern POSSESSIVE = Pattern.compile("['\\u2019]s?$");
    static final Set<String> PARTICLES = Set.of(
            "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "al", "bin", "ibn",
            "ter", "ten", "zu");
    private static final Pattern ELIDED =
            Pattern.compile("(?:(?:[dlo]|dell)['\\u2019]|(?:al|el|ar|ad)-)\\p{Lu}[\\p{L}\\p{M}'\\u2019-]*");
    private static final Set<String> TITLES = Set.of(
            "Dr",
            "Dr.",
            "Miss",
            "Sir",
            "Doctor",
            "Professor",
            "Madame",
            "Monsieur",
            "Signora",
            "Signor",
            "Sra.",
            "Sr.",
            "Mr",
            "Mr.",
            "Mrs",
            "Mrs.",
            "Ms",
            "Ms.",
            "Prof",
            "Prof.",
            "Herr",
            "Herrn",
            "Frau",
            "Mme");
    private static final Set<String> DAYS =
            Set.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Today", "Tomorrow");
    private static final Set<String> SPEAKERS = Set.of("I", "I'm", "I'd", "I've", "I'll");
    /** Behind a name they say that it was the subject: then it had no verb in front of it. */
    private static final Set<String> OF_SUBJECTS = Set.of(
            "is", "was", "has", "had", "will", "would", "should", "needs", "wants", "asks", "asked", "owes", "gets",
            "got", "sent", "sends", "says", "said", "told", "moved", "lives", "works", "paid", "pays", "called",
            "calls", "wrote");

    private static final int LONGEST = 6;

    private final List<String> words;
    private final Consumer<Held> held;
    private final List<String> alone = new ArrayList<>();
    private final List<String> run = new ArrayList<>();
    private boolean runOpens;

    private PersonNames(List<String> words, Consumer<Held> held) {
        this.words = words;
        this.held = held;
    }

    /** What a name is without the titles before it; null if it has none. */
    static @Nullable String untitled(String name) {
        String rest = name;
        while (rest.indexOf(' ') > 0 && TITLES.contains(rest.substring(0, rest.indexOf(' ')))) {
            rest = rest.substring(rest.indexOf(' ') + 1);
        }
        return rest.length() < name.length() && rest.indexOf(' ') > 0 ? rest : null;
    }

    /** The words that are no part of a longer name. */
    static List<String> in(List<String> words, boolean opens, Consumer<Held> held) {
        PersonNames names = new PersonNames(words, held);
        names.read(opens);
        return names.alone;
    }

    private void read(boolean opensText) {
        boolean opens = opensText;
        for (int i = 0; i < words.size(); i++) {
            String each = words.get(i);
            String begun = each.substring(begin(each));
            boolean isInitial = begun.endsWith(".")
                    && begun.length() < 5
                    && INITIAL.matcher(begun).matches()
                    && i + 1 < words.size();
            String word = isInitial ? begun : begun.substring(0, end(begun));
            String name = isSimple(word) ? word : POSSESSIVE.matcher(word).replaceFirst("");
            if (!begun.equals(each)) {
                end();
            }
            if (run.isEmpty() && SPEAKERS.contains(word.replace('\u2019', '\''))) {
                alone.add(each);
            } else if (isInitial || isName(name)) {
                runOpens = run.isEmpty() ? opens : runOpens;
                run.add(name);
            } else if (!run.isEmpty()
                    && (PARTICLES.contains(word) && isCapitalised(i + 1)
                            || ELIDED.matcher(word).matches())) {
                run.add(word);
            } else {
                runOpens &= !OF_SUBJECTS.contains(word);
                end();
                alone.add(each);
            }
            boolean ends = !isInitial && (!word.equals(begun) || !name.equals(word));
            if (ends) {
                end();
            }
            opens = ends && ".!?:".indexOf(each.charAt(each.length() - 1)) >= 0;
        }
        end();
    }

    private boolean isCapitalised(int at) {
        int last = Math.min(words.size(), at + 3);
        for (int i = at; i < last; i++) {
            if (!PARTICLES.contains(words.get(i))) {
                return !words.get(i).isEmpty()
                        && Character.isUpperCase(words.get(i).codePointAt(0));
            }
        }
        return false;
    }

    private static boolean isName(String word) {
        return !word.isEmpty() && word.length() <= 60 && Character.isUpperCase(word.codePointAt(0)) && isWord(word);
    }

    /** Letters and marks, with hyphens and apostrophes between them. */
    static boolean isWord(String word) {
        for (int i = 0; i < word.length(); i++) {
            char each = word.charAt(i);
            if (each >= 0x80) {
                return CAPITALISED.matcher(word).matches();
            }
            if (!Character.isLetter(each) && each != '\'' && each != '-') {
                return false;
            }
        }
        return true;
    }

    private static int begin(String word) {
        int begin = 0;
        while (begin < word.length() && BEFORE_WORD.indexOf(word.charAt(begin)) >= 0) {
            begin++;
        }
        return begin;
    }

    private static int end(String word) {
        int end = word.length();
        while (end > 0 && AFTER_WORD.indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static boolean isSimple(String word) {
        return word.indexOf('\'') < 0 && word.indexOf('\u2019') < 0;
    }

    private void end() {
        if (run.size() == 1 || run.size() > LONGEST) {
            alone.addAll(run);
        } else if (!run.isEmpty()) {
            add(run);
            if (runOpens) {
                alone.add(run.get(0));
                add(run.subList(1, run.size()));
            }
        }
        run.clear();
    }

    private void add(List<String> name) {
        if (name.size() == 1) {
            alone.add(name.get(0));
            return;
        }
        String joined = String.join(" ", name);
        Forms.ofText(joined).forEach(form -> held.accept(new Held(form, joined)));
        if (DAYS.contains(name.get(name.size() - 1))) {
            add(name.subList(0, name.size() - 1));
        }
        if (TITLES.contains(name.get(0))) {
            add(name.subList(1, name.size()));
        }
    }
}
