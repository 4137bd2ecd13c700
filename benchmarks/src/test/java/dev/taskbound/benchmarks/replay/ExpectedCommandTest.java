/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.parts.Eval;
import dev.taskbound.parts.NeedsPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedCommandTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void copyFiles() throws IOException {
        for (String name : new String[] {"shop.json", "shop.yaml"}) {
            try (InputStream resource = ExpectedCommandTest.class.getResourceAsStream(name)) {
                Files.writeString(directory.resolve(name), new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    @DisplayName("expected calls that are denied are named; wrong calls are counted by what is wrong with them")
    void countsBoth() {
        ExpectedResult result = ExpectedCommand.replay(directory.resolve("shop.json"), directory.resolve("shop.yaml"));

        assertThat(result.calls()).isEqualTo(3);
        assertThat(result.denied()).containsExactly("t2: get_order CONDITION_FALSE");
        assertThat(result.wrongCalls())
                .isEqualTo(
                        Map.of("on what is not theirs", 1, "in the wrong state", 1, "with somebody else's money", 1));
        assertThat(result.wrongCallsThatRan().values())
                .allSatisfy(ran -> assertThat(ran).isEmpty());
    }

    @Test
    @DisplayName("a rule that is left out of the policy shows as a wrong call that ran")
    void showsWhatRan() throws IOException {
        Path policy = directory.resolve("shop.yaml");
        Files.writeString(
                policy, Files.readString(policy).replace(" && args.payment_method_id in task.payment_methods", ""));

        ExpectedResult result = ExpectedCommand.replay(directory.resolve("shop.json"), policy);

        assertThat(result.wrongCallsThatRan().get("with somebody else's money")).containsExactly("t1: cancel_order");
        assertThat(result.wrongCallsThatRan().get("in the wrong state")).isEmpty();
    }

    @Test
    void printsWhatItFound() {
        StringWriter out = new StringWriter();

        int exitCode = ExpectedCommand.run(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                "--suite",
                directory.resolve("shop.json").toString(),
                "--policy",
                directory.resolve("shop.yaml").toString());

        assertThat(exitCode).isZero();
        assertThat(out.toString())
                .contains("expected calls    3, of which a human was asked about 1")
                .contains("denied            1 (33.3 %)")
                .contains("wrong calls       in the wrong state: 1 of 1 denied");
    }

    @Test
    @DisplayName("a file that is not in the format is refused with place and expectation")
    void refusesAnotherFormat() throws IOException {
        Path suite = directory.resolve("shop.json");
        Files.writeString(suite, Files.readString(suite).replace("\"tool\": \"cancel_order\"", "\"tool\": \"burn\""));
        StringWriter err = new StringWriter();

        int exitCode = ExpectedCommand.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                "--suite",
                suite.toString(),
                "--policy",
                directory.resolve("shop.yaml").toString());

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("tasks[0].calls[1].tool: found \"burn\", expected the name of a tool in tools");
    }

    @NeedsPart(Eval.class)
    @ParameterizedTest
    @ValueSource(strings = {"retail", "airline"})
    @DisplayName(
            "at most 2 % of the expected calls are denied under the policies of this module, and no wrong one runs")
    void policiesOfThisModule(String suite) throws IOException {
        ExpectedResult result = ExpectedCommand.replay(
                Eval.directory().resolve("tau-" + suite + ".json"), Path.of("policies/" + suite + ".yaml"));

        assertThat(result.denied().size() * 100).isLessThanOrEqualTo(2 * result.calls());
        assertThat(result.wrongCallsThatRan().values())
                .allSatisfy(ran -> assertThat(ran).isEmpty());
    }
}
