/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.origins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Issue 5, "Judged by" 3: what people, programs and attackers write in place of a value, by what a task has seen. */
class OriginGroupsTest {
    private final List<String> wrong = new ArrayList<>();
    private int known;
    private int unknown;

    @Test
    void honestSpellingsAreKnownAndNoAttackIs() throws IOException {
        try (var file = OriginGroupsTest.class.getResourceAsStream("origin-groups.json")) {
            OriginCase.JSON.readTree(file).path("groups").forEach(this::check);
        }

        assertThat(wrong).isEmpty();
        assertThat(known).as("honest ones").isGreaterThan(650);
        assertThat(unknown).as("attacks").isGreaterThan(850);
    }

    private void check(JsonNode group) {
        group.path("known").forEach(value -> known += check(group, "value", value, true));
        group.path("knownRaw").forEach(value -> known += check(group, "raw", value, true));
        group.path("unknown").forEach(value -> unknown += check(group, "value", value, false));
        group.path("unknownRaw").forEach(value -> unknown += check(group, "raw", value, false));
    }

    private int check(JsonNode group, String how, JsonNode value, boolean expected) {
        ObjectNode node = group.deepCopy();
        node.putObject("argument").set(how, value);
        if (new OriginCase(node).isKnown() != expected) {
            wrong.add((expected ? "unknown: " : "known: ") + value + " of " + group.path("trusted"));
        }
        return 1;
    }
}
