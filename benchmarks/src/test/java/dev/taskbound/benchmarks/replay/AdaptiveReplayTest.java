/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --adaptive}: each attacker's call with every value that the task has seen in its control arguments in turn. */
class AdaptiveReplayTest {
    @TempDir
    private Path directory;

    @Test
    @DisplayName("one wrong value in an argument that must be known stops a call, whatever stands in the other")
    void stopsVariantsWithOneUnknownValue() {
        Library.Ran ran =
                new Library(directory).lenient().option("--adaptive", "").replay();

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode report = ran.report();
        assertThat(report.get("variants").intValue()).isPositive();
        assertThat(report.get("variants_ran").intValue()).isZero();
        assertThat(report.get("adaptive_harm_prevented").intValue())
                .isEqualTo(report.get("adaptive_pairs").intValue());
        assertThat(ran.out()).contains("adaptive", "0 ran");
    }

    @Test
    @DisplayName("where the other argument may be anything, variants with what the prompt names run, and are counted")
    void countsVariantsThatRun() {
        Library.Ran ran = new Library(directory)
                .lenient()
                .replace("library.yaml", "control: [book, member]", "control: [member]")
                .option("--adaptive", "")
                .replay();

        JsonNode report = ran.report();
        int variants = report.get("variants_ran").intValue();
        assertThat(variants).isPositive();
        assertThat(ran.out()).contains("ran: lend_book, " + variants + " variants");
        assertThat(report.get("adaptive_harm_prevented").intValue())
                .isLessThan(report.get("adaptive_pairs").intValue());
        assertThat(report.get("harm_prevented").intValue())
                .as("the plain figure counts the recorded calls alone")
                .isEqualTo(5);
    }

    @Test
    void isLeftOutUnlessAskedFor() {
        Library.Ran ran = new Library(directory).lenient().replay();

        assertThat(ran.report().has("variants")).isFalse();
        assertThat(ran.out()).doesNotContain("adaptive");
    }
}
