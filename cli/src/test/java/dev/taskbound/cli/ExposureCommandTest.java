/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 5, exposure: reachable writes, largest sums, flows from label to destination; what a change opens. */
class ExposureCommandTest {
    private static final String REFUND = "when: args.iban != \"\" && args.amount <= task.max_refund";

    @TempDir
    private Path directory;

    private Cli cli;
    private String policy;

    @BeforeEach
    void cli() throws IOException {
        cli = new Cli(directory);
        policy = cli.write("taskbound.yaml", Shop.POLICY);
    }

    @Test
    void saysWhatHoldsEachArgumentAndWhatNothingHolds() {
        assertThat(cli.run("exposure", policy)).isZero();

        assertThat(cli.out())
                .contains("write  refund_payment to payments, 2 a task, asks lead when args.amount > 100")
                .contains("sum of amount at most 500 a task")
                .contains("iban: != \"\"; a known value, else denied")
                .contains("amount: <= task.max_refund")
                .contains("to: == task.customer; a known value, else denied")
                .contains("FREE: body")
                .contains("at worst      refund_payment 2 a task (no argument free); send_mail 10 a task (free: body)")
                .contains("pii -> mail: closed for values that carry it or are not known", "pii -> payments: open")
                .contains(
                        "pii -> lookup_order, read_ticket (no destination): open, because a flow rule names a destination");
    }

    @Test
    void namesSystemsThatAreReachedWithAStaticSecret() throws IOException {
        String other = cli.write("static.yaml", Shop.STATIC_POLICY);
        cli.run("exposure", other);

        assertThat(cli.out()).contains("mail (mail.example.com); payments (pay.example.com) with a static secret");
        cli.run("check", other);
        assertThat(cli.out() + cli.err()).contains("sources.key.type: a static secret, which lives on after each call");
    }

    @Test
    void anAlternativeThatHoldsNothingMakesAnArgumentFree() throws IOException {
        exposureWith("when: args.to == task.customer }", "when: args.to == task.customer || args.body == \"x\" }");

        assertThat(cli.out()).contains("           to: a known value, else denied");
    }

    @Test
    void aSecondRuleWithoutAConditionMakesAnArgumentFree() throws IOException {
        exposureWith("    deny:\n", "      - { tool: refund_payment }\n    deny:\n");

        assertThat(cli.out())
                .contains("FREE: amount")
                .contains("asks under some rules only: lead when args.amount > 100")
                .contains("refund_payment to payments, 10 a task")
                .doesNotContain("sum of amount");
    }

    @Test
    void theLargestSumFollowsFromCallsWhereNoLimitSaysIt() throws IOException {
        exposureWith("limit: { count: 2, sum: { amount: 500 } }", "limit: { count: 2 }");
        assertThat(cli.out()).contains("sum of amount at most 2 times task.max_refund a task");

        exposureWith("args.amount <= task.max_refund", "args.amount <= 75.5");
        assertThat(cli.out()).contains("sum of amount at most 500 a task");
    }

    @Test
    void aHumanWhoSeesEveryCallHoldsWhatNothingElseHolds() throws IOException {
        exposureWith("when: args.to == task.customer }", "approval: { by: lead } }");

        assertThat(cli.out()).contains("asks lead always", "body: a human who looks at each call");
    }

    @Test
    void whoeverIsAskedAboutASumDoesNotSeeEachCall() throws IOException {
        exposureWith("approval: { when: args.amount > 100,", "approval: { above: { amount: 90 },");
        assertThat(cli.out())
                .contains("asks lead once a task comes to more than 90 in amount")
                .doesNotContain("a human who looks at each call");

        exposureWith(
                "approval: { when: args.amount > 100,", "approval: { when: args.amount > 100, above: { amount: 150 },");
        assertThat(cli.out())
                .contains("asks lead when args.amount > 100 and once a task comes to more than 150 in amount");
    }

    @Test
    void howManySystemsOneTaskReachesIsSaidWhereItIsLimited() throws IOException {
        exposureWith("    deny:\n", "    limits: { destinations: 1 }\n    deny:\n");
        assertThat(cli.out())
                .contains(
                        "reaches       mail (mail.example.com); payments (pay.example.com); at most 1 of them a task");

        exposureWith("    deny:\n", "    limits: { destinations: 2 }\n    deny:\n");
        assertThat(cli.out()).doesNotContain("of them a task");
    }

    @Test
    void aToolThatIsAlwaysRefusedIsNotReached() throws IOException {
        exposureWith("    deny:\n", "    deny:\n      - { action: write }\n");

        assertThat(cli.out()).contains("at worst      reads only").doesNotContain("refund_payment", "send_mail");
    }

    @Test
    void aFlowIsOpenUntilARuleClosesIt() throws IOException {
        exposureWith("match: value }", "match: task }");
        assertThat(cli.out()).contains("pii -> mail: closed\n");

        exposureWith("match: value }", "when: args.body == \"x\" }");
        assertThat(cli.out()).contains("pii -> mail: open unless args.body == \"x\"");
    }

    @Test
    void aChangeIsSaidFirstAndCanFailABuild() throws IOException {
        String newer = cli.write(
                "next.yaml",
                Shop.POLICY
                        .replace("revision: 3", "revision: 4")
                        .replace("count: 2, sum: { amount: 500 }", "count: 4"));

        assertThat(cli.run("exposure", newer, "--since", policy, "--fail-on-widening"))
                .isOne();
        assertThat(cli.out())
                .startsWith("The change opens:\n")
                .contains("~ refund-order / refund_payment / at most: 4 a task   (was: 2 a task)");
        assertThat(cli.run("exposure", policy, "--since", policy, "--fail-on-widening"))
                .isZero();
        assertThat(cli.out()).startsWith("The change opens nothing.\nThe exposure is the same.");
    }

    @Test
    void aPullRequestGetsMarkdownAndAProgramGetsJson() {
        cli.run("exposure", policy, "--markdown");
        assertThat(cli.out()).contains("| refund\\_payment → payments | write | 2 a task |", "**body: free**");

        cli.run("exposure", policy, "--json");
        assertThat(cli.out()).contains("{\"by\":[],\"hold\":\"free\",\"name\":\"body\"}");
    }

    @Test
    void whatAConditionHoldsThatIsNotUnderstoodIsNamed() throws IOException {
        exposureWith(
                "when: args.to == task.customer }",
                "when: 'args.to == task.customer && entities(args.body).all(e, known(e))' }");

        assertThat(cli.out())
                .contains("FREE: body")
                .contains("           not counted as narrowing: entities(args.body).all(e, known(e))");
        cli.run("exposure", cli.file("changed.yaml"), "--markdown");
        assertThat(cli.out()).contains("<br>not counted as narrowing: entities(args.body).all(e, known(e)) |");
        cli.run("exposure", cli.file("changed.yaml"), "--json");
        assertThat(cli.out()).contains("\"uncounted\":[\"entities(args.body).all(e, known(e))\"]");
    }

    @Test
    void aConditionThatIsUnderstoodIsNotNamedAgain() {
        cli.run("exposure", policy);

        assertThat(cli.out()).doesNotContain("not counted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "args.amount <= 100 || args.iban == 'x'",
                "args.amount <= 100 || true",
                "(args.amount <= 100) == false",
                "!(args.amount <= 100)",
                "[args.amount].exists(a, a <= 100)",
                "has(args.iban) ? args.amount <= 100 : true",
                "args.amount <= 100 ? true : args.iban != ''",
                "task.max_refund <= 100",
                "has(args.amount)",
            })
    void aConditionIsNeverTakenForNarrowerThanItIs(String condition) throws IOException {
        exposureWith(REFUND, "when: \"" + condition + '"');

        assertThat(cli.out()).contains("FREE: amount").doesNotContain("amount: <=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"100 >= args.amount", "args.amount <= 100 && true", "args.amount <= 100 || args.amount <= 50"})
    void aBoundIsFoundHoweverItIsWritten(String condition) throws IOException {
        exposureWith(REFUND, "when: \"" + condition + '"');

        assertThat(cli.out()).contains("amount: <= 100");
    }

    private void exposureWith(String old, String replacement) throws IOException {
        assertThat(Shop.POLICY).contains(old);
        assertThat(cli.run("exposure", cli.write("changed.yaml", Shop.POLICY.replace(old, replacement))))
                .as(cli.err())
                .isZero();
    }
}
