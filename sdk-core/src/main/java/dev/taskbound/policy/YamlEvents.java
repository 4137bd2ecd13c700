/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.YamlMistake;
import java.io.Reader;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.Event;

/** The parser's events, its failures reported as problems of the file. */
final class YamlEvents {
    private final Iterator<Event> events;
    private final Problems problems;
    private int line;
    private int column;

    YamlEvents(Reader text, Problems problems) {
        this.events = new Yaml(new LoaderOptions()).parse(text).iterator();
        this.problems = problems;
    }

    boolean hasNext() {
        try {
            return events.hasNext();
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    /** @throws PolicyException if the text is no YAML from here on */
    Event next() {
        try {
            Event event = events.next();
            moveTo(event.getEndMark());
            return event;
        } catch (RuntimeException e) {
            // The parser throws more than its own exceptions (an escape outside Unicode is one case).
            throw broken(e);
        }
    }

    private void moveTo(Mark mark) {
        line = mark.getLine();
        column = mark.getColumn();
    }

    private PolicyException broken(RuntimeException e) {
        Mark mark = e instanceof MarkedYAMLException marked ? mark(marked) : null;
        if (mark != null) {
            moveTo(mark);
        }
        // What is no YAML after a tag in the same line follows from it.
        if (!problems.hasAny(line + 1)) {
            problems.add(line + 1, column + 1, YamlPath.ROOT, YamlMistake.of(e));
        }
        return problems.exception();
    }

    /** A quote that nobody closed is missed at the end of the file; what helps is where it was opened. */
    private static @Nullable Mark mark(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "" : e.getProblem();
        boolean isMissedLater = problem.contains("end of stream") || problem.contains("could not find expected ':'");
        return isMissedLater && e.getContextMark() != null ? e.getContextMark() : e.getProblemMark();
    }
}
