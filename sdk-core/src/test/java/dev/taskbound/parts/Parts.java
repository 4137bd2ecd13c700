/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.parts;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.ReflectionSupport;

/** The parts of one test run: each is started once, and the run ends with a line on each. */
final class Parts implements AutoCloseable {
    private static final String ALL = "all";

    private final Set<String> required;
    private final PrintStream out;
    private final Map<Class<? extends Part>, Probe> probes = new HashMap<>();

    Parts(String required, PrintStream out) {
        this.required = Stream.of(required.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        this.out = out;
    }

    /** @throws JUnitException if one that is required is missing: the test then fails */
    synchronized ConditionEvaluationResult ask(Class<? extends Part>[] types, String test) {
        for (Class<? extends Part> type : types) {
            Probe probe = probes.computeIfAbsent(type, Probe::of);
            if (!probe.works()) {
                probe.skipped.add(test);
                return missing(probe);
            }
        }
        return ConditionEvaluationResult.enabled("all its parts work");
    }

    private ConditionEvaluationResult missing(Probe probe) {
        if (required.contains(ALL) || required.contains(probe.part.name())) {
            throw new JUnitException("required by -D" + PartCondition.REQUIRE + ": " + probe.problem());
        }
        return ConditionEvaluationResult.disabled(probe.problem());
    }

    @Override
    public synchronized void close() {
        Map<String, String> lines = new TreeMap<>();
        probes.values().forEach(probe -> lines.put(probe.part.name(), probe.summary()));
        required.stream()
                .filter(name -> !name.equals(ALL))
                .forEach(name -> lines.putIfAbsent(name, "required, but no test of this run needs it"));
        out.println("Real parts of this test run:");
        lines.forEach((name, line) -> out.printf("  %-12s %s%n", name, line));
    }

    /** @param failure empty if the part works */
    private record Probe(Part part, String failure, Set<String> skipped) {
        static Probe of(Class<? extends Part> type) {
            Part part = ReflectionSupport.newInstance(type);
            try {
                part.probe();
                return new Probe(part, "", new TreeSet<>());
            } catch (Exception e) {
                return new Probe(part, e.toString().lines().findFirst().orElse("failed"), new TreeSet<>());
            }
        }

        boolean works() {
            return failure.isEmpty();
        }

        String problem() {
            return part.name() + " is missing: " + part.install() + " (" + failure + ")";
        }

        String summary() {
            return works() ? "works" : "MISSING, not run: " + String.join(", ", skipped) + ": " + part.install();
        }
    }
}
