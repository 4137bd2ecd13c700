/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a trusted origin holds: a form in which a value may be asked for, and the text that it was taken from.
 *
 * @param text as it stands in the origin
 */
record Held(String form, String text) {

    /** What a value of a tree holds: itself, and what stands out of it by its shape. */
    static List<Held> inLeaf(@Nullable Object leaf) {
        if (!(leaf instanceof String text)) {
            return leaf == null || Forms.isNothing(leaf) ? List.of() : all(Forms.of(leaf), shown(leaf));
        }
        List<Held> held = new ArrayList<>(all(Forms.ofText(text), text));
        String untitled = PersonNames.untitled(text);
        if (untitled != null) {
            held.addAll(all(Forms.ofText(untitled), untitled));
        }
        for (int i = 0; i < held.size(); i++) {
            String form = held.get(i).form;
            if (form.startsWith("n:")) {
                held.add(new Held("a:" + form.substring(2), text));
                break;
            }
            if (Forms.isAllOfIt(form)) {
                return held;
            }
        }
        for (Entity entity : Entities.of(text).found()) {
            boolean isWhole = entity.from() == 0 && entity.to() == text.length();
            if (entity.kind() != Entity.Kind.NUMBER && (isWhole || entity.kind() != Entity.Kind.AMOUNT)) {
                add(entity, text, held::add);
            }
        }
        return held;
    }

    /** What somebody's words hold: words, names, quotations, and what stands out by its shape. */
    static List<Held> inWords(String text) {
        List<Held> held = new ArrayList<>(all(Forms.ofText(text), text));
        held.removeIf(each -> each.form.startsWith("n:") || each.form.startsWith("a:"));
        String free = Words.withoutFiles(text);
        Entities entities = Entities.of(free);
        entities.found().forEach(entity -> add(entity, text, held::add));
        Urls.bareIn(entities.rest()).forEach(entity -> add(entity, text, held::add));
        Words.in(FormLines.withoutTags(entities.rest()), held::add);
        Words.quotedIn(text, held::add);
        FormLines.in(text, held::add);
        held.removeIf(each -> each.form.startsWith("t:") && !Words.isLongEnough(each.text));
        return held;
    }

    private static void add(Entity entity, String text, Consumer<Held> held) {
        String spelt = entity.in(text);
        switch (entity.kind()) {
            case AMOUNT -> {
                held.accept(new Held(entity.form(), spelt));
                addNumber(entity.form().substring(entity.form().lastIndexOf(':') + 1), true, spelt, held);
            }
            case NUMBER -> addNumber(entity.form().substring(2), spelt.matches(".*[.,].*"), spelt, held);
            default -> {
                held.accept(new Held(entity.form(), spelt));
                held.accept(new Held("t:" + PlainText.of(spelt), spelt));
            }
        }
    }

    /** Short numbers match by accident: they are amounts if they look like one, and never ids. */
    static void addNumber(String normal, boolean isAmount, String text, Consumer<Held> held) {
        boolean isLong = Numbers.isLong(normal);
        String card = Cards.whole(text);
        if (card != null) {
            held.accept(new Held(card, text));
        }
        if (isLong) {
            held.accept(new Held("n:" + normal, text));
        }
        if (isLong || isAmount) {
            held.accept(new Held("a:" + normal, text));
        }
    }

    static List<Held> all(List<String> forms, String text) {
        return forms.stream().map(form -> new Held(form, text)).toList();
    }

    private static String shown(Object leaf) {
        return leaf instanceof BigDecimal number ? Numbers.normal(number).orElse("") : leaf.toString();
    }
}
