/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Environments are slow to build: those of the same variables are built once, and only so many are kept. */
class EnvironmentCacheTest {
    private static final ConditionEnvironment SOME =
            ConditionEnvironment.builder().variable("x", ValueType.STRING).build();

    private final List<Map<String, ValueType>> built = new ArrayList<>();
    private final EnvironmentCache cache = new EnvironmentCache(variables -> {
        built.add(variables);
        return SOME;
    });

    private static Map<String, ValueType> variables(String name) {
        Map<String, ValueType> variables = new HashMap<>();
        variables.put("args", ValueType.record(Map.of(name, ValueType.STRING)));
        return variables;
    }

    @Test
    void whatIsTheSameIsBuiltOnceAndWhatDiffersInATypeIsAnother() {
        cache.get(variables("a"));
        cache.get(variables("a"));
        assertThat(built).hasSize(1);
        cache.get(variables("b"));
        cache.get(Map.of("args", ValueType.record(Map.of("a", ValueType.NUMBER))));
        assertThat(built).hasSize(3);
    }

    @Test
    void aChangeOfTheGivenMapChangesNothing() {
        Map<String, ValueType> variables = variables("a");
        cache.get(variables);
        variables.put("more", ValueType.STRING);
        cache.get(variables("a"));
        assertThat(built).hasSize(1);
    }

    @Test
    void thoseUsedLastAreKept() {
        for (int i = 0; i <= EnvironmentCache.MOST; i++) {
            cache.get(variables("n" + i));
        }
        cache.get(variables("n" + EnvironmentCache.MOST));
        assertThat(built).hasSize(EnvironmentCache.MOST + 1);
        cache.get(variables("n0"));
        assertThat(built).as("the first one was dropped").hasSize(EnvironmentCache.MOST + 2);
    }

    @Test
    void sameVariablesGiveTheSameEnvironment() {
        assertThat(ConditionEnvironment.builder()
                        .variable("x", ValueType.STRING)
                        .build())
                .isSameAs(SOME);
    }
}
