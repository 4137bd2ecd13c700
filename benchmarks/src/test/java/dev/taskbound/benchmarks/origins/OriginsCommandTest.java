/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.origins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 5, "Judged by" 3: each case is answered, and what was expected is counted. */
class OriginsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void eachCaseIsAnsweredKnownOrUnknown() throws IOException {
        Path answers = directory.resolve("answers.json");

        int exit = run(
                "{\"cases\":["
                        + aCase(
                                "a",
                                "{\"origin\":\"statement\",\"text\":\"Pay invoice-7 now\"}",
                                "{\"value\":\"invoice-7\"}",
                                "known")
                        + ","
                        + aCase(
                                "b",
                                "{\"origin\":\"statement\",\"text\":\"Pay invoice-7 now\"}",
                                "{\"raw\":\"1e400\"}",
                                "unknown")
                        + "]}",
                answers);

        assertThat(exit).isZero();
        assertThat(answers).hasContent("{\"a\":\"known\",\"b\":\"unknown\"}");
        assertThat(out.toString()).contains("2 cases, 2 of 2 as expected");
    }

    @Test
    void everyCaseOfOurOwnIsAnsweredAsExpected() throws Exception {
        Path cases = Path.of(
                OriginsCommandTest.class.getResource("origin-cases.json").toURI());

        OriginsCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), "--cases", cases.toString());

        assertThat(out.toString()).doesNotContain("wrong").contains("307 cases, 307 of 307 as expected");
    }

    @Test
    void aWrongAnswerIsNamed() throws IOException {
        run(
                "{\"cases\":[" + aCase("a", "{\"origin\":\"parameter\",\"json\":7}", "{\"value\":8}", "known") + "]}",
                directory.resolve("answers.json"));

        assertThat(out.toString()).contains("wrong: a is unknown").contains("0 of 1");
    }

    @Test
    void aFileThatIsNoJsonIsRefused() throws IOException {
        assertThat(run("{", directory.resolve("answers.json"))).isEqualTo(2);
        assertThat(err.toString()).contains("cannot be read");
    }

    private static String aCase(String id, String trusted, String argument, String expected) {
        return "{\"id\":\"" + id + "\",\"trusted\":[" + trusted + "],\"untrusted\":[],\"argument\":" + argument
                + ",\"expect\":\"" + expected + "\"}";
    }

    private int run(String cases, Path answers) throws IOException {
        Path file = Files.writeString(directory.resolve("cases.json"), cases);
        return OriginsCommand.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "--cases",
                file.toString(),
                "--json",
                answers.toString());
    }
}
