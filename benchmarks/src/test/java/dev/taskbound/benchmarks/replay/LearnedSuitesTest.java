/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskbound.Action;
import dev.taskbound.cli.Main;
import dev.taskbound.parts.Eval;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 5, judged by 5: learn, check, replay of the recorded calls without a denial but of admin tools,
 * which are never learnt; narrower than what it was recorded under. */
@NeedsPart(Eval.class)
class LearnedSuitesTest {
    private static final Pattern CALL = Pattern.compile("task (\\S+): call \\S+ of (\\S+)");

    @TempDir
    private Path directory;

    private final StringWriter said = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"banking", "workspace"})
    void whatIsLearntPermitsWhatItWasLearntFromAndNoMore(String suite) throws IOException {
        String policy = "policies/" + suite + ".yaml";
        Path log = directory.resolve("audit.jsonl");
        assertThat(replay(suite, policy, "--audit", log.toString()))
                .as(said.toString())
                .isZero();

        Path draft = directory.resolve("draft.yaml");
        assertThat(cli("learn", log.toString(), "--policy", policy, "--all", "--out", draft.toString()))
                .as(said.toString())
                .isZero();
        assertThat(said.toString()).contains("decided anew under the draft: 0 denied");
        Path learnt = Files.writeString(
                directory.resolve(suite + ".yaml"), Files.readString(draft).replace("draft: true\n", ""));
        assertThat(cli("check", learnt.toString())).as(said.toString()).isZero();

        Policy before = Policy.load(Path.of(policy));
        Policy after = Policy.load(learnt);
        assertThat(before.widenings(after)).as("opens nothing").isEmpty();
        assertThat(after.widenings(before)).as("narrower").isNotEmpty();
        said.getBuffer().setLength(0);
        cli("diff", policy, learnt.toString(), "--audit", log.toString());
        assertThat(said.toString())
                .startsWith("The newer version opens nothing.")
                .doesNotContain("now:    permit");
        List<MatchResult> differing = CALL.matcher(said.toString()).results().toList();
        assertThat(differing)
                .as("all that is denied now: tools that are never learnt")
                .allMatch(call -> before.tool(call.group(2)).orElseThrow().action() == Action.ADMIN);

        Path again = directory.resolve("again.jsonl");
        assertThat(replay(suite, learnt.toString(), "--audit", again.toString()))
                .as(said.toString())
                .isZero();
        said.getBuffer().setLength(0);
        cli("report", again.toString(), "--json");
        JsonNode report = new ObjectMapper().readTree(said.toString());
        int denied = 0;
        for (JsonNode line : report.get("denied")) {
            denied += line.get("calls").size();
        }
        assertThat(denied).as("calls that are denied in the replay").isEqualTo(differing.size());
    }

    private int replay(String suite, String policy, String... more) throws IOException {
        Path recorded = Eval.directory();
        String[] all = new String[8 + more.length];
        System.arraycopy(
                new String[] {
                    "--suite",
                    recorded.resolve("agentdojo-" + suite + ".json").toString(),
                    "--results",
                    recorded.resolve("agentdojo-" + suite + "-results.json").toString(),
                    "--policy",
                    policy,
                    "--intents",
                    "policies/" + suite + ".intents.json"
                },
                0,
                all,
                0,
                8);
        System.arraycopy(more, 0, all, 8, more.length);
        return ReplayCommand.run(new PrintWriter(said, true), new PrintWriter(said, true), all);
    }

    private int cli(String... arguments) {
        return Main.run(new PrintWriter(said, true), new PrintWriter(said, true), arguments);
    }
}
