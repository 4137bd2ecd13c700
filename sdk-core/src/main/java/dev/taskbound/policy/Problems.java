/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file. Keeps the first hundred mistakes; nobody reads more, and a file may hold many. */
final class Problems {
    private static final int MOST = 100;

    private final String file;
    private final List<PolicyProblem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Place place, String message) {
        add(place.line(), place.column(), place.path(), message);
    }

    void add(int line, int column, YamlPath path, String message) {
        PolicyProblem problem = new PolicyProblem(file, line, column, path.toString(), message);
        // A rule of every intent is bound with each of them.
        if (found.size() < MOST && !found.contains(problem)) {
            found.add(problem);
        }
    }

    /** A name that stands for nothing, with the one that was probably meant. */
    void unknown(Place place, String found, String expected, Collection<String> names, String name) {
        if (!isFull()) {
            add(place, "found " + found + ", expected " + expected + Suggestion.of(name, names));
        }
    }

    String file() {
        return file;
    }

    int count() {
        return found.size();
    }

    boolean hasAny(int line) {
        return found.stream().anyMatch(problem -> problem.line() == line);
    }

    boolean isFull() {
        return found.size() >= MOST;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Everything found so far, in the order of the file. */
    PolicyException exception() {
        found.sort(Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column));
        return new PolicyException(found);
    }
}
