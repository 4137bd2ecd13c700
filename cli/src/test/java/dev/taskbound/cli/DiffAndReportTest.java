/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 5: what two versions decide differently on a recorded audit; what mode: observe would have denied. */
class DiffAndReportTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private String policy;
    private String log;

    @BeforeEach
    void record() throws IOException {
        cli = new Cli(directory);
        policy = cli.write("taskbound.yaml", Shop.POLICY);
        log = cli.file("audit.jsonl");
        RecordedWork.in(Path.of(log), Shop.POLICY, true);
    }

    @Test
    void callsThatAreDecidedDifferentlyAreNamedWithBothOutcomes() throws IOException {
        String newer = cli.write("next.yaml", Shop.POLICY.replace("control: [iban]", "control: []"));

        assertThat(cli.run("diff", policy, newer, "--audit", log)).isOne();
        assertThat(cli.out())
                .contains("tools.refund_payment.control: removed iban")
                .contains("8 recorded calls, 2 decided differently")
                .contains("before: deny UNKNOWN_ORIGIN", "now:    permit, by next.yaml:")
                .doesNotContain("DE89");
    }

    @Test
    void budgetsAreCountedAnew() throws IOException {
        String newer = cli.write("next.yaml", Shop.POLICY.replace("sum: { amount: 500 }", "sum: { amount: 100 }"));

        cli.run("diff", policy, newer, "--audit", log);

        assertThat(cli.out())
                .contains("before: permit, asking lead")
                .contains("now:    deny BUDGET_EXCEEDED, by sum of amount of refund_payment would exceed 100");
    }

    @Test
    void budgetsOfTheTaskAreCountedAnewToo() throws IOException {
        String newer = cli.write(
                "next.yaml", Shop.POLICY + "    limits: { tools: { refund_payment: { sum: { amount: 100 } } } }\n");

        cli.run("diff", policy, newer, "--audit", log);

        assertThat(cli.out())
                .contains("now:    deny BUDGET_EXCEEDED, by budget for amount of refund_payment would exceed 100");
    }

    @Test
    void differentDestinationsAreCountedAnew() throws IOException {
        String none = cli.write("next.yaml", Shop.POLICY + "    limits: { destinations: 0 }\n");
        cli.run("diff", policy, none, "--audit", log);
        assertThat(cli.out()).contains("now:    deny BUDGET_EXCEEDED, by destinations would exceed 0");

        String one = cli.write("next.yaml", Shop.POLICY + "    limits: { destinations: 1 }\n");
        assertThat(cli.run("diff", policy, one, "--audit", log)).isZero();
    }

    @Test
    void sumsThatAskSomebodyAreCountedAnew() throws IOException {
        String asks = "approval: { above: { amount: 30 }, by: lead }";
        String newer =
                cli.write("next.yaml", Shop.POLICY.replace("approval: { when: args.amount > 100, by: lead }", asks));

        cli.run("diff", policy, newer, "--audit", log);

        assertThat(cli.out())
                .contains("8 recorded calls, 1 decided differently")
                .contains("before: permit, by taskbound.yaml", "now:    permit, asking lead");
    }

    @Test
    void aTaskThatWouldNotBeOpenedIsOneDifference() throws IOException {
        String newer = cli.write(
                "next.yaml",
                Shop.POLICY.replace(
                        "open: { agents: [assistant] }",
                        "open: { agents: [assistant], when: \"'x' in principal.roles\" }"));

        cli.run("diff", policy, newer, "--audit", log);

        assertThat(cli.out()).contains("now:    deny INTENT_NOT_ALLOWED");
    }

    @Test
    void versionsThatDecideAlikeAreSaidToDoSo() {
        assertThat(cli.run("diff", policy, policy, "--audit", log)).isZero();
        assertThat(cli.out()).contains("8 recorded calls, 0 decided differently");
    }

    @Test
    void aReportCountsRefusalsByReasonRuleAndTool() {
        assertThat(cli.run("report", log)).isOne();
        assertThat(cli.out())
                .contains("2 tasks, 8 calls")
                .contains("Would have been denied (mode: observe let it pass): 0 calls")
                .contains(
                        "Denied: 2 calls\n  2 x  refund_payment under refund-order: UNKNOWN_ORIGIN (of unknown origin: iban)")
                .contains("by taskbound.yaml:17 intents.refund-order");
    }

    @Test
    void aReportCountsUsesOfStaticSecrets() throws IOException {
        RecordedWork.in(directory.resolve("static.jsonl"), Shop.STATIC_POLICY, true);

        cli.run("report", cli.file("static.jsonl"));
        assertThat(cli.out())
                .contains("Static secret of source key: used 2 times, lives on")
                .doesNotContain(RecordedWork.KEY);
        cli.run("report", "--json", cli.file("static.jsonl"));
        assertThat(cli.out()).contains("\"static_secrets\":{\"key\":2}");
        cli.run("report", log);
        assertThat(cli.out()).doesNotContain("Static secret");
    }

    @Test
    void underObserveAReportSaysWhatWouldHaveBeenDenied() throws IOException {
        String observing = Shop.POLICY.replace("revision: 3", "revision: 3\nmode: { observe: { until: 2099-01-01 } }");
        RecordedWork.in(directory.resolve("observed.jsonl"), observing, false);

        assertThat(cli.run("report", cli.file("observed.jsonl"))).isOne();
        assertThat(cli.out())
                .contains("Would have been denied (mode: observe let it pass): 2 calls\n  2 x  refund_payment")
                .contains("by taskbound.yaml:18 intents.refund-order", "Denied: 0 calls");
    }

    @Test
    void aReportSaysWhichReviewsOfThePolicyAreDue() throws IOException {
        String overdue = cli.write(
                "overdue.yaml",
                Shop.POLICY.replace(
                        "{ owner: desk }", "{ owner: desk, risk: { decision: accept, review_by: 2020-01-31 } }"));
        RecordedWork.in(directory.resolve("clean.jsonl"), Shop.POLICY.replace("control: [iban]", "control: []"), true);

        assertThat(cli.run("report", cli.file("clean.jsonl"), "--policy", policy))
                .isZero();
        assertThat(cli.out()).contains("Reviews due: 0");
        assertThat(cli.run("report", cli.file("clean.jsonl"), "--policy", overdue))
                .isOne();
        assertThat(cli.out()).contains("Reviews due: 1\n  agents.assistant: ", "2020-01-31 (owner desk)");
        assertThat(cli.run("report", cli.file("clean.jsonl"), "--lock", "x.lock"))
                .isEqualTo(2);
        assertThat(cli.err()).contains("--lock belongs to --policy");
    }

    @Test
    void aLogThatWasTouchedIsUsedUpToThereWhichIsSaid() throws IOException {
        String text = Files.readString(Path.of(log));
        int from = text.indexOf("task_closed");
        cli.write("touched.jsonl", text.substring(0, from) + "x" + text.substring(from + 1));

        cli.run("report", cli.file("touched.jsonl"));

        assertThat(cli.err()).contains("touched.jsonl: does not verify from line ");
        assertThat(cli.run("report", cli.write("empty.jsonl", ""))).isEqualTo(2);
        assertThat(cli.err()).contains("found no task that was opened");
    }

    @Test
    void aRecordedCallIsExplainedByItsId() throws IOException {
        cli.run("report", "--json", log);
        String id = cli.out().replaceAll("(?s).*\"calls\":\\[\"([^\"]+)\".*", "$1");

        assertThat(cli.run("explain", log, "--id", id, "--policy", policy))
                .as(cli.err())
                .isZero();
        assertThat(cli.out())
                .contains("Recorded: call " + id)
                .contains("DENIED with UNKNOWN_ORIGIN: of unknown origin: iban")
                .contains("true      args.amount <= task.max_refund")
                .contains("origin of iban         NOT KNOWN")
                .contains("Decided anew under the policy given: deny UNKNOWN_ORIGIN")
                .doesNotContain("DE89");

        assertThat(cli.run("explain", log, "--id", id)).isZero();
        assertThat(cli.out()).contains("DENIED with UNKNOWN_ORIGIN", "Give --policy to see what was looked at.");
        assertThat(cli.run("explain", log, "--id", "nothing")).isEqualTo(2);
        assertThat(cli.err()).contains("found no call and no approval nothing");
    }

    @Test
    void aRecordedCallIsFoundByItsApprovalToo() throws IOException {
        String text = Files.readString(Path.of(log));
        String approval = text.replaceAll("(?s).*\"approval\":\"([^\"]+)\".*", "$1");

        assertThat(cli.run("explain", log, "--id", approval, "--policy", policy))
                .isZero();
        assertThat(cli.out()).contains("PERMITTED, after asking lead", "approval               is needed");
    }

    @Test
    void aCallThatWasRecordedWithoutArgumentsIsNotDecidedAnew() throws IOException {
        RecordedWork.in(directory.resolve("bare.jsonl"), Shop.POLICY, false);
        cli.run("report", "--json", cli.file("bare.jsonl"));
        String id = cli.out().replaceAll("(?s).*\"calls\":\\[\"([^\"]+)\".*", "$1");

        cli.run("explain", cli.file("bare.jsonl"), "--id", id, "--policy", policy);

        assertThat(cli.out()).contains("It cannot be decided anew: the log holds no arguments");
    }
}
