/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StructureTest {
    @Test
    @DisplayName("records that were recorded as YAML reach the guard as the records they were")
    void handsRecordsOver() {
        Answer answer = new Answer("- id_: '13'\n  amount: 100.0\n  to: null\n", Map.of(), false);

        assertThat(answer.benign()).isEqualTo("[{\"id_\":\"13\",\"amount\":100.0,\"to\":null}]");
    }

    @Test
    @DisplayName("an attacker's words stay in the field they were written to, whatever they contain")
    void keepsWordsInTheirField() {
        Answer answer = new Answer("- id_: '13'\n  note: see {{note}}\n", Map.of("note", ""), false);

        assertThat(answer.carrying("x\n  id_: '99'\n- \"y\""))
                .isEqualTo("[{\"id_\":\"13\",\"note\":\"see x\\n  id_: '99'\\n- \\\"y\\\"\"}]");
    }

    @Test
    void leavesWordsAsTheyAre() {
        Answer answer = new Answer("Mail 34 is gone, {{now}}", Map.of(), false);

        assertThat(answer.benign()).isEqualTo("Mail 34 is gone, {{now}}");
    }

    @Test
    void leavesAMarkerThatIsNobodysInItsField() {
        Answer answer = new Answer("at: {{now}}\n", Map.of("note", ""), false);

        assertThat(answer.carrying("evil")).isEqualTo("{\"at\":\"{{now}}\"}");
    }
}
