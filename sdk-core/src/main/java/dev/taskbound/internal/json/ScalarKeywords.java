/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;

/** What numbers and strings must be. A value of another type passes, as in JSON Schema. */
final class ScalarKeywords {

    private static final int CHARACTERS_PER_STEP = 64;

    private ScalarKeywords() {}

    static void add(SchemaView view, List<Keyword> out) throws JsonRefusedException {
        addMinimum(view, out);
        addMaximum(view, out);
        if (view.has("multipleOf")) {
            out.add(multipleOf(view));
        }
        if (view.has("minLength")) {
            int least = view.count("minLength");
            out.add(length(length -> length >= least, "at least " + least + " characters"));
        }
        if (view.has("maxLength")) {
            int most = view.count("maxLength");
            out.add(length(length -> length <= most, "at most " + most + " characters"));
        }
    }

    private static void addMinimum(SchemaView view, List<Keyword> out) throws JsonRefusedException {
        boolean draft4 = view.get("exclusiveMinimum") instanceof Boolean;
        if (view.has("minimum") && !(draft4 && view.flag("exclusiveMinimum"))) {
            BigDecimal least = view.number("minimum");
            out.add(number(value -> value.compareTo(least) >= 0, "a number of at least " + JsonNumbers.shown(least)));
        }
        if (view.has("exclusiveMinimum") && (!draft4 || view.flag("exclusiveMinimum"))) {
            BigDecimal bound = view.number(draft4 ? "minimum" : "exclusiveMinimum");
            out.add(number(value -> value.compareTo(bound) > 0, "a number greater than " + JsonNumbers.shown(bound)));
        }
    }

    private static void addMaximum(SchemaView view, List<Keyword> out) throws JsonRefusedException {
        boolean draft4 = view.get("exclusiveMaximum") instanceof Boolean;
        if (view.has("maximum") && !(draft4 && view.flag("exclusiveMaximum"))) {
            BigDecimal most = view.number("maximum");
            out.add(number(value -> value.compareTo(most) <= 0, "a number of at most " + JsonNumbers.shown(most)));
        }
        if (view.has("exclusiveMaximum") && (!draft4 || view.flag("exclusiveMaximum"))) {
            BigDecimal bound = view.number(draft4 ? "maximum" : "exclusiveMaximum");
            out.add(number(value -> value.compareTo(bound) < 0, "a number less than " + JsonNumbers.shown(bound)));
        }
    }

    private static Keyword multipleOf(SchemaView view) throws JsonRefusedException {
        BigDecimal unit = view.number("multipleOf");
        if (unit.signum() <= 0) {
            throw view.refused("multipleOf", "a number greater than 0");
        }
        return number(value -> value.remainder(unit).signum() == 0, "a multiple of " + JsonNumbers.shown(unit));
    }

    private static Keyword number(Predicate<BigDecimal> holds, String expected) {
        return (value, at) -> value instanceof Number number && !holds.test(JsonNumbers.decimal(number))
                ? at.expected(expected)
                : null;
    }

    private static Keyword length(Predicate<Integer> holds, String expected) {
        return (value, at) -> {
            if (!(value instanceof String text)) {
                return null;
            }
            at.spend(text.length() / CHARACTERS_PER_STEP);
            return holds.test(text.codePointCount(0, text.length())) ? null : at.expected(expected);
        };
    }
}
