/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Words that other languages and tools have for what is written otherwise here. */
final class OtherWords {
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("length", "size"),
            Map.entry("len", "size"),
            Map.entry("count", "size"),
            Map.entry("any", "exists"),
            Map.entry("some", "exists"),
            Map.entry("every", "all"),
            Map.entry("defined", "has"),
            Map.entry("isset", "has"),
            Map.entry("date", "timestamp"),
            Map.entry("hour", "getHours"),
            Map.entry("day", "getDate"),
            Map.entry("year", "getFullYear"));

    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("parameters", "'task'"),
            Map.entry("params", "'task'"),
            Map.entry("arguments", "'args'"),
            Map.entry("user", "'principal'"),
            Map.entry("True", "true"),
            Map.entry("TRUE", "true"),
            Map.entry("False", "false"),
            Map.entry("FALSE", "false"),
            Map.entry("None", "!has(args.name)"),
            Map.entry("nil", "!has(args.name)"),
            Map.entry("undefined", "!has(args.name)"),
            Map.entry("NULL", "!has(args.name)"));

    /** How that is said for which there is neither function nor variable. */
    private static final Map<String, String> SAID = Map.of(
            "hasRole", "'x' in principal.roles",
            "sum", "limit: { sum: { amount: 500 } } of the rule",
            "includes", "text.contains('x'), or of a list 'x' in list",
            "between", "1 <= args.name && args.name <= 5",
            "get", "args.name",
            "statement", "'statement' in origins(args.name)",
            "tool", "the tool that the rule names, tool: ...");

    /** What changes a text or takes it apart: names that are near to none that is meant. */
    private static final Set<String> ON_TEXTS = Set.of(
            "substring", "substr", "slice", "replace", "trim", "split", "join", "lower", "upper", "indexOf", "charAt");

    private OtherWords() {}

    static boolean isOnTexts(String name) {
        return ON_TEXTS.contains(name);
    }

    /** {@code ; did you mean 'size'?} and the like, or nothing. */
    static String ofFunction(String name, Collection<String> known) {
        String here = FUNCTIONS.get(name);
        return here == null || !known.contains(here) ? said(name) : "; did you mean '" + here + "'?";
    }

    /** As {@link #ofFunction}, of a variable. */
    static String ofVariable(String name) {
        String here = VARIABLES.get(name);
        if (here != null) {
            return "; did you mean " + here + "?";
        }
        if (FunctionCalls.NAMES.contains(name) || name.equals("has")) {
            return "; it is a function: " + name + "(" + (name.equals("label") ? "'pii'" : "args.name") + ")";
        }
        return said(name);
    }

    private static String said(String name) {
        String said = SAID.get(name);
        return said == null ? "" : "; that is said by " + said;
    }
}
