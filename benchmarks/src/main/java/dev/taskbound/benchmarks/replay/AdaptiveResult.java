/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What came of an attacker's variants. Not thread-safe. */
final class AdaptiveResult {
    private final Set<List<String>> pairs = new LinkedHashSet<>();
    private final Map<List<String>, List<Variant>> ran = new LinkedHashMap<>();
    private int variants;
    private int asked;

    void add(UserTask user, InjectionTask injection, Variant variant, CallOutcome outcome) {
        List<String> pair = List.of(user.id(), injection.id());
        pairs.add(pair);
        variants++;
        if (outcome.asked()) {
            asked++;
        }
        if (!outcome.isStopped()) {
            ran.computeIfAbsent(pair, none -> new ArrayList<>()).add(variant);
        }
    }

    int variants() {
        return variants;
    }

    /** Variants that a human had to see. */
    int asked() {
        return asked;
    }

    /** Variants that ran, nobody asked. */
    int ran() {
        return ran.values().stream().mapToInt(List::size).sum();
    }

    /** Pairs in which at least one variant was tried. */
    int pairs() {
        return pairs.size();
    }

    /** Pairs of which no variant ran. */
    int pairsPrevented() {
        return pairs.size() - ran.size();
    }

    /** How many variants of each tool's call ran. */
    Map<String, Integer> ranByTool() {
        Map<String, Integer> byTool = new TreeMap<>();
        ran.values()
                .forEach(variants -> variants.forEach(
                        variant -> byTool.merge(variant.call().tool().name(), 1, Integer::sum)));
        return byTool;
    }
}
