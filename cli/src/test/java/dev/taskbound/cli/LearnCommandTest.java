/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 5, judged by 5: learn, check, replay with zero denials, and narrower than what it was recorded under. */
class LearnCommandTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private String policy;
    private String log;
    private RecordedWork work;

    @BeforeEach
    void record() throws IOException {
        cli = new Cli(directory);
        policy = cli.write("taskbound.yaml", Shop.POLICY);
        log = cli.file("audit.jsonl");
        work = RecordedWork.in(Path.of(log), Shop.POLICY, true);
    }

    @Test
    void aDraftDoesNotLoadAsItIsAndSaysWhatToDo() {
        String draft = learn();

        assertThat(cli.run("check", draft)).isOne();
        assertThat(cli.out())
                .contains("draft: found a draft, expected a reviewed policy: delete this line once somebody has read");
    }

    @Test
    void theReviewedDraftLoadsAndPermitsWhatItWasLearntFrom() throws IOException {
        String learnt = reviewed(learn());

        assertThat(cli.run("check", learnt)).as(cli.out()).isZero();
        cli.run("diff", policy, learnt, "--audit", log);
        // What was permitted is; the calls that were refused are, if under another reason.
        assertThat(cli.out())
                .startsWith("The newer version opens nothing.\n8 recorded calls")
                .doesNotContain("before: permit", "now:    permit");
    }

    @Test
    void theDraftIsNarrowerThanThePolicyItWasRecordedUnder() throws IOException {
        String learnt = reviewed(learn());
        Policy before = Policy.load(Path.of(policy));
        Policy after = Policy.load(Path.of(learnt));

        assertThat(before.widenings(after)).isEmpty();
        assertThat(after.widenings(before)).isNotEmpty();
        cli.run("exposure", learnt, "--since", policy);
        assertThat(cli.out())
                .startsWith("The change opens nothing.")
                .contains("- refund-order / send_mail: write to mail")
                .contains("~ refund-order / refund_payment / at most: 1 a task   (was: 2 a task)")
                .contains("iban: != \"\"; == \"GB29NWBK60161331926819\"");
    }

    /** They stand in the intents that used them, as narrow as they were used. */
    @Test
    void rulesOfEveryIntentAreLearntWhereTheyWereUsed() throws IOException {
        String reads =
                "      - { tool: read_ticket }\n      - { tool: lookup_order, when: args.order_id == task.order_id }\n";
        assertThat(Shop.POLICY).contains(reads);
        String shared = Shop.POLICY
                .replace(reads, "")
                .replace("intents:\n", "every_intent:\n    allow:\n" + reads + "intents:\n");
        policy = cli.write("shared.yaml", shared);
        log = cli.file("shared.jsonl");
        work = RecordedWork.in(Path.of(log), shared, true);
        String learnt = reviewed(learn());

        assertThat(cli.read("learnt.yaml"))
                .doesNotContain("every_intent")
                .contains("tool: read_ticket", "args.order_id == task.order_id");
        assertThat(cli.run("check", learnt)).as(cli.out()).isZero();
        cli.run("diff", policy, learnt, "--audit", log);
        assertThat(cli.out())
                .startsWith("The newer version opens nothing.\n8 recorded calls")
                .doesNotContain("before: permit", "now:    permit");
    }

    @Test
    void whatOnlyUntrustedTextHeldIsNowhereInTheDraft() throws IOException {
        learn();

        assertThat(cli.read("learnt.yaml"))
                .doesNotContain("DE89", "instead")
                .contains("args.order_id == task.order_id")
                .contains("# seen 2 times in 2 tasks")
                .contains("# amount: seen 2 times, of no trusted origin; NOT BOUND")
                .contains("not learnt: calls of refund_payment that were refused with UNKNOWN_ORIGIN");
    }

    @Test
    void nullThatMayPassIsLearntAsNotGiven() throws IOException {
        String typed = Shop.POLICY.replace(
                "read_ticket: { action: read }",
                "read_ticket: { action: read, args: { id: integer, lang: string or null } }");
        String before = cli.write("typed.yaml", typed);
        RecordedWork.in(directory.resolve("typed.jsonl"), typed, true);

        assertThat(cli.run("learn", cli.file("typed.jsonl"), "--policy", before, "--all", "--out", cli.file("n.yaml")))
                .as(cli.err())
                .isZero();
        assertThat(cli.err()).contains("decided anew under the draft: 0 denied");
        assertThat(cli.read("n.yaml")).contains("!has(args.lang)", "string or null");
    }

    @Test
    void budgetsOfToolsAreKeptForToolsThatWereUsed() throws IOException {
        String limited = Shop.POLICY + """
                    limits:
                      destinations: 2
                      tools: { refund_payment: { count: 4, sum: { amount: 400 } }, send_mail: { count: 3 } }
                      actions: { write: { count: 5 } }
                """;
        RecordedWork.in(directory.resolve("limited.jsonl"), limited, true);
        String before = cli.write("limited.yaml", limited);

        assertThat(cli.run(
                        "learn", cli.file("limited.jsonl"), "--policy", before, "--all", "--out", cli.file("l.yaml")))
                .as(cli.err())
                .isZero();
        assertThat(cli.err()).contains("decided anew under the draft: 0 denied");
        String learnt = cli.write("l2.yaml", cli.read("l.yaml").replace("draft: true\n", ""));
        assertThat(cli.run("check", learnt)).as(cli.out()).isZero();
        Policy after = Policy.load(Path.of(learnt));
        assertThat(after.intent("refund-order").orElseThrow().limits()).satisfies(limits -> {
            assertThat(limits.tools()).containsOnlyKeys("refund_payment");
            assertThat(limits.tools().get("refund_payment").count()).isEqualTo(1);
            assertThat(limits.tools().get("refund_payment").sums().get("amount"))
                    .isEqualByComparingTo("400");
            assertThat(limits.destinations()).isEqualTo(1);
            assertThat(limits.writes()).isEqualTo(1);
        });
        assertThat(Policy.load(Path.of(before)).widenings(after)).isEmpty();
        assertThat(cli.run("diff", before, learnt, "--audit", cli.file("limited.jsonl")))
                .isOne();
        assertThat(cli.out()).doesNotContain("before: permit", "now:    permit");
    }

    @Test
    void oneTaskAloneCanBeLearntFrom() throws IOException {
        assertThat(cli.run(
                        "learn", log, "--policy", policy, "--task", work.tasks().get(0)))
                .isZero();
        assertThat(cli.out()).contains("# seen 1 times in 1 tasks");
        assertThat(cli.err()).contains("learnt from 3 calls; decided anew under the draft: 0 denied");
    }

    @Test
    void anAdminToolIsNeverLearnt() throws IOException {
        String admin = Shop.POLICY.replace("read_ticket: { action: read }", "read_ticket: { action: admin }");
        RecordedWork.in(directory.resolve("admin.jsonl"), admin, true);

        assertThat(cli.run("learn", cli.file("admin.jsonl"), "--policy", cli.write("admin.yaml", admin), "--all"))
                .isZero();
        assertThat(cli.out())
                .doesNotContain("      - tool: read_ticket", "      - { tool: read_ticket")
                .contains("# not learnt: read_ticket, seen 2 times in 2 tasks, because its action is admin;")
                .contains("- { tool: read_ticket, approval: { by: GROUP } }");
        assertThat(cli.err()).contains("0 denied; 2 admin calls are left out on purpose");
    }

    @Test
    void whereNothingIsLeftOutNothingIsSaidOfIt() {
        assertThat(cli.run("learn", log, "--policy", policy, "--all")).isZero();
        assertThat(cli.err()).contains(": 0 denied").doesNotContain("left out");
    }

    @Test
    void aLogWithoutArgumentsIsNotLearntFromAndSaysHowToRecordThem() throws IOException {
        RecordedWork.in(directory.resolve("bare.jsonl"), Shop.POLICY, false);

        assertThat(cli.run("learn", cli.file("bare.jsonl"), "--policy", policy, "--all"))
                .isEqualTo(2);
        assertThat(cli.err()).contains("the log holds no arguments", ".recordArguments(ArgumentRecording.upTo(200))");
    }

    @Test
    void whichTasksHasToBeSaidAndAFileThatIsThereIsKept() {
        assertThat(cli.run("learn", log, "--policy", policy)).isEqualTo(2);
        assertThat(cli.err()).contains("--task ID, or say --all");
        assertThat(cli.run("learn", log, "--policy", policy, "--task", "t-0")).isEqualTo(2);
        assertThat(cli.err()).contains("found no such task", work.tasks().get(0));
        assertThat(cli.run("learn", log, "--policy", policy, "--all", "--out", policy))
                .isEqualTo(2);
    }

    private String learn() {
        String draft = cli.file("learnt.yaml");
        assertThat(cli.run("learn", log, "--policy", policy, "--all", "--out", draft))
                .as(cli.err())
                .isZero();
        assertThat(cli.err()).contains("learnt from 6 calls; decided anew under the draft: 0 denied");
        return draft;
    }

    private String reviewed(String draft) throws IOException {
        return cli.write("reviewed.yaml", cli.read("learnt.yaml").replace("draft: true\n", ""));
    }
}
