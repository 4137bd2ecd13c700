/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds, reading it ends soon, and ends with a policy or with a {@link PolicyException}. */
class PolicyBoundsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String HEAD = "version: 1\nname: x\nrevision: 1\n";

    static Stream<String> bombs() {
        String laughs = IntStream.range(1, 40)
                .mapToObj(i ->
                        "a" + i + ": &a" + i + " [" + "*a".concat(i - 1 + ",").repeat(9) + "]\n")
                .collect(Collectors.joining());
        return Stream.of(
                "a0: &a0 [x]\n" + laughs,
                "a: &a [*a]",
                "a: &a\n  <<: *a",
                "[".repeat(10_000),
                "{".repeat(10_000),
                "[".repeat(10_000) + "]".repeat(10_000),
                "a: ".repeat(10_000),
                "- ".repeat(10_000),
                "? ".repeat(10_000),
                "{a: ".repeat(10_000),
                "[" + "a,".repeat(120_000) + "]",
                "[" + "[],".repeat(80_000) + "]",
                "name: " + "x".repeat(10 * 1024 * 1024),
                "name: " + "x".repeat(200_000),
                "name: \"" + "\\n".repeat(100_000) + "\"",
                "name: |\n" + "  x\n".repeat(50_000),
                "name: " + "x ".repeat(100_000) + ": y",
                "x".repeat(200_000) + ": y",
                "name: 1" + "_".repeat(90_000),
                "name: 1" + ":1".repeat(90_000),
                "\n".repeat(250_000),
                "#".repeat(250_000),
                "name: \"" + "\u00e9".repeat(120_000),
                "&a ".repeat(50_000),
                "!a ".repeat(50_000),
                IntStream.range(0, 20_000).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining()),
                HEAD + "intents: { i: { open: { agents: [" + "helpr,".repeat(30_000) + "] } } }",
                HEAD + "intents: { i: { open: { agents: [x], when: \"" + "(".repeat(100_000) + "\" } } }",
                HEAD + "intents: { i: { open: { agents: [x], when: \"" + "true && ".repeat(20_000) + "true\" } } }");
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void refusesBombs(String yaml) {
        assertTimeoutPreemptively(
                SOON,
                () -> assertThatThrownBy(() -> Policy.parse("p.yaml", yaml)).isInstanceOf(PolicyException.class));
    }

    @Test
    void loadsAFileFullOfConditions() {
        String tools = IntStream.range(0, 600)
                .mapToObj(i -> "  t" + i + ": { action: read, args: { a" + i + ": number } }\n")
                .collect(Collectors.joining());
        String rules = IntStream.range(0, 600)
                .mapToObj(i -> "      - { tool: t" + i + ", when: args.a" + i + " < task.p }\n")
                .collect(Collectors.joining());
        String yaml = HEAD + "tools:\n" + tools + "intents:\n  i:\n    parameters: { p: number }\n    allow:\n" + rules;

        Policy policy = assertTimeoutPreemptively(SOON, () -> Policy.parse("p.yaml", yaml));

        assertThat(policy.tool("t599")).isPresent();
    }

    @RepeatedTest(200)
    void neverThrowsAnythingElse(RepetitionInfo repetition) {
        long seed = 20_260_701L + repetition.getCurrentRepetition();
        String mutated = mutated(PolicyFiles.BASE, new SplittableRandom(seed));

        assertTimeoutPreemptively(SOON, () -> {
            try {
                assertThat(Policy.parse("p.yaml", mutated).version()).startsWith("sha-256:");
            } catch (PolicyException e) {
                assertThat(e.problems()).as("seed " + seed).isNotEmpty().allSatisfy(problem -> {
                    assertThat(problem.line()).isBetween(1, mutated.split("\r\n|\r|\n", -1).length + 1);
                    assertThat(problem.column()).isPositive();
                });
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ":\n" + mutated, e);
            }
        });
    }

    private static String mutated(String text, SplittableRandom random) {
        List<String> pieces = List.of(
                "\t",
                " ",
                "\n",
                "\"",
                "'",
                "{",
                "}",
                "[",
                "]",
                ":",
                "- ",
                "&a ",
                "*a",
                "!!str ",
                "|",
                ">",
                "#",
                "%",
                "@",
                "\\",
                "\u0000",
                "\ud800",
                "\u2028",
                "~",
                "0777",
                "no",
                "<<: ",
                "---\n",
                "...",
                ",",
                "\r",
                "\uFEFF",
                "é",
                "\"\\U7fffffff\"",
                "? ",
                "&&",
                "(",
                "null",
                "\ud83d\ude00");
        StringBuilder out = new StringBuilder(text);
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int from = random.nextInt(out.length());
            int to = random.nextBoolean() ? from : Math.min(out.length(), from + random.nextInt(1, 12));
            out.replace(from, to, random.nextInt(4) == 0 ? "" : pieces.get(random.nextInt(pieces.size())));
        }
        return out.toString();
    }
}
