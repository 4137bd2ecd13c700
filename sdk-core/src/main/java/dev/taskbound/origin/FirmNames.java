/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Names of firms and places as they are written: a run of capitalised words that has "&amp;", "of" or "and" in it, an
 * apostrophe, or an abbreviation at its end. Only the whole run, and the runs that "and" stands between; where one opens a
 * sentence, also without its first word.
 */
final class FirmNames {
    private static final Set<String> AND = Set.of("and", "und", "et", "y");
    private static final Set<String> INNER = Set.of("&", "+", "of", "the");
    private static final Pattern ABBREVIATION = Pattern.compile("\\p{Lu}\\p{L}{0,4}\\.");
    private static final String BEFORE = "([{<\"'*\u201c\u201e\u2018";
    private static final String BEHIND = ",;:!?)]}>\"'*\u201c\u201d\u2019\u2026";
    private static final int LONGEST = 8;

    private final Consumer<Held> held;
    private final List<String> run = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private boolean runOpens;

    private FirmNames(Consumer<Held> held) {
        this.held = held;
    }

    static void in(List<String> words, boolean opens, Consumer<Held> held) {
        new FirmNames(held).read(words, opens);
    }

    private void read(List<String> words, boolean opensText) {
        boolean opens = opensText;
        for (String each : words) {
            int begin = 0;
            while (begin < each.length() && BEFORE.indexOf(each.charAt(begin)) >= 0) {
                begin++;
            }
            int end = each.length();
            while (end > begin && BEHIND.indexOf(each.charAt(end - 1)) >= 0) {
                end--;
            }
            String word = each.substring(begin, end);
            if (begin > 0) {
                end();
            }
            boolean isAbbreviated =
                    word.endsWith(".") && ABBREVIATION.matcher(word).matches();
            String plain = isAbbreviated ? word : withoutDots(word);
            if (isAbbreviated || isCapitalised(plain)) {
                runOpens = run.isEmpty() ? opens : runOpens;
                run.addAll(links);
                run.add(plain);
                links.clear();
            } else if (end == each.length() && isLink(word) && !run.isEmpty() && links.size() < 2) {
                links.add(word);
            } else {
                end();
            }
            boolean ends = end < each.length() || plain.length() < word.length();
            if (ends) {
                end();
            }
            opens = ends && ".!?:".indexOf(each.charAt(each.length() - 1)) >= 0;
        }
        end();
    }

    private static String withoutDots(String word) {
        int end = word.length();
        while (end > 0 && word.charAt(end - 1) == '.') {
            end--;
        }
        return word.substring(0, end);
    }

    private static boolean isCapitalised(String word) {
        return !word.isEmpty()
                && word.length() <= 60
                && Character.isUpperCase(word.codePointAt(0))
                && PersonNames.isWord(word);
    }

    private static boolean isLink(String word) {
        return INNER.contains(word) || AND.contains(word) || PersonNames.PARTICLES.contains(word);
    }

    private void end() {
        links.clear();
        if (!run.isEmpty()) {
            add(run);
            if (runOpens && run.size() > 1) {
                add(withoutFirst(run));
            }
            run.clear();
        }
    }

    private static List<String> withoutFirst(List<String> words) {
        int from = 1;
        while (isLink(words.get(from))) {
            from++;
        }
        return words.subList(from, words.size());
    }

    private void add(List<String> words) {
        addOne(words);
        int from = 0;
        for (int i = 1; i < words.size(); i++) {
            if (AND.contains(words.get(i))) {
                addOne(words.subList(from, i));
                from = i + 1;
            }
        }
        if (from > 0) {
            addOne(words.subList(from, words.size()));
        }
    }

    private void addOne(List<String> words) {
        boolean isPlain = words.stream()
                .allMatch(word -> isCapitalised(word) && word.indexOf('\'') < 0 && word.indexOf('\u2019') < 0);
        if (isPlain || words.size() > LONGEST) {
            return;
        }
        String name = String.join(" ", words);
        hold(name);
        if (name.endsWith(".")) {
            hold(name.substring(0, name.length() - 1));
        }
    }

    private void hold(String name) {
        Forms.ofText(name).stream()
                .filter(form -> form.startsWith("t:") || form.startsWith("w:"))
                .forEach(form -> held.accept(new Held(form, name)));
    }
}
