/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.text;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What the parser makes of text that is no YAML, in words that say how to mend it. */
public final class YamlMistake {
    private static final String QUOTED =
            "; a condition with quotes, brackets or \": \" is quoted as a whole: when: \"...\","
                    + " with single quotes inside";

    private YamlMistake() {}

    public static String of(@Nullable Throwable e) {
        if (!(e instanceof MarkedYAMLException marked) || marked.getProblem() == null) {
            return "found text that is not YAML";
        }
        String problem = marked.getProblem();
        String context = marked.getContext() == null ? "" : marked.getContext().strip();
        if (problem.contains("TAB")) {
            return "found a tab, expected spaces: YAML does not take tabs for indentation";
        }
        return "not YAML: " + mended(problem, context, marked);
    }

    private static String mended(String problem, String context, MarkedYAMLException marked) {
        if (problem.contains("mapping values are not allowed")) {
            return "found a second \": \", expected one in each entry: the line before may lack its own, or the space after"
                    + " it" + QUOTED;
        }
        if (problem.contains("could not find expected ':'")) {
            return "found a line without \": \", expected key: value";
        }
        if (context.contains("scanning an alias")) {
            return "found a * outside quotes, expected quotes around a path such as \"hits[*].email\"";
        }
        if (context.contains("scanning a block scalar")) {
            return "found a | or > that begins a block of text, expected the whole condition in quotes: one that begins"
                    + " with ! is taken for something else";
        }
        if (problem.contains("cannot start any token")) {
            String character = problem.replaceAll("(?s).*?'(.{1,2})'.*", "$1");
            return "found " + Shown.plain(character)
                    + " where a value begins, expected quotes around the whole: a condition"
                    + " that begins with ! is taken for something else";
        }
        if (problem.contains("escape character")) {
            return "found a backslash in double quotes that stands for nothing there, expected single quotes or none around"
                    + " the whole; a text with backslashes in a condition: r'\\d+'";
        }
        if (problem.startsWith("expected the node content")) {
            return "found no value where one is due, expected one in quotes if it begins with #, @, % or another sign";
        }
        String found = found(problem);
        if (context.contains("flow mapping") || context.contains("flow sequence")) {
            boolean isMap = context.contains("flow mapping");
            return "found " + found + ", expected a comma or the " + (isMap ? "}" : "]") + " of the "
                    + (isMap ? "{" : "[") + begun(marked.getContextMark())
                    + (found.equals("?") ? "; a type that null passes is written string or null" : QUOTED);
        }
        if (problem.startsWith("expected <block end>") && context.contains("block collection")) {
            return "found a line at the height of the - of a list" + begun(marked.getContextMark())
                    + ", expected another - there; a key of the entry has two more spaces, what follows the list as few as"
                    + " the list's own key, and entries with names are NAME: { ... } without -";
        }
        if (problem.startsWith("expected <block end>")) {
            return found.equals("a value")
                    ? "found more after a value that was complete" + QUOTED
                    : "found a line that is indented otherwise than its neighbours, expected as many spaces as before the"
                            + " entries that it belongs to" + column(marked.getContextMark())
                            + "; behind a colon stands a space";
        }
        return Shown.plain(problem + (context.isEmpty() ? "" : " (" + context + ")"))
                + (problem.startsWith("expected") ? QUOTED : "");
    }

    /** What the parser got, which it says last. */
    private static String found(String problem) {
        String got = problem.substring(problem.lastIndexOf(' ') + 1).replace("'", "");
        return switch (got) {
            case "<scalar>" -> "a value";
            case "end>" -> "the end";
            default -> got;
        };
    }

    private static String begun(@Nullable Mark mark) {
        return mark == null ? "" : " in line " + (mark.getLine() + 1);
    }

    private static String column(@Nullable Mark mark) {
        return mark == null ? "" : "; those that began in line " + (mark.getLine() + 1) + " have " + mark.getColumn();
    }
}
