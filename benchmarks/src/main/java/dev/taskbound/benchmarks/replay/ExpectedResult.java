/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came of honest work. Not thread-safe. */
final class ExpectedResult {
    private final String suite;
    private final String policy;
    private final List<String> denied = new ArrayList<>();
    private final Map<String, Wrong> wrong = new TreeMap<>();
    private int calls;
    private int asked;

    ExpectedResult(String suite, String policy) {
        this.suite = suite;
        this.policy = policy;
    }

    void expected(String task, CallOutcome outcome) {
        calls++;
        if (outcome.asked()) {
            asked++;
        }
        if (!outcome.isPermitted()) {
            denied.add(task + ": " + outcome.tool() + " " + outcome.denied());
        }
    }

    void wrong(String task, Mutation mutation, CallOutcome outcome) {
        wrong.computeIfAbsent(mutation.kind(), none -> new Wrong()).add(task, outcome);
    }

    int calls() {
        return calls;
    }

    List<String> denied() {
        return List.copyOf(denied);
    }

    /** How many wrong calls were made, by kind. */
    Map<String, Integer> wrongCalls() {
        Map<String, Integer> counts = new TreeMap<>();
        wrong.forEach((kind, all) -> counts.put(kind, all.calls));
        return counts;
    }

    /** Wrong calls that ran, by kind. */
    Map<String, List<String>> wrongCallsThatRan() {
        Map<String, List<String>> ran = new TreeMap<>();
        wrong.forEach((kind, all) -> ran.put(kind, List.copyOf(all.ran)));
        return ran;
    }

    void print(PrintWriter out) {
        line(out, "suite %s, %s", suite, policy);
        line(out, "expected calls    %d, of which a human was asked about %d", calls, asked);
        line(out, "denied            %d (%.1f %%)", denied.size(), calls == 0 ? 0 : 100.0 * denied.size() / calls);
        denied.forEach(each -> line(out, "    %s", each));
        wrong.forEach((kind, all) -> {
            line(out, "wrong calls       %s: %d of %d denied", kind, all.calls - all.ran.size(), all.calls);
            all.ran.forEach(each -> line(out, "    ran in %s", each));
        });
        out.flush();
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private static final class Wrong {
        private final List<String> ran = new ArrayList<>();
        private int calls;

        void add(String task, CallOutcome outcome) {
            calls++;
            if (outcome.isPermitted()) {
                ran.add(task + ": " + outcome.tool());
            }
        }
    }
}
