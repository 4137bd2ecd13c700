/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 5, test and explain: cases by a command; every rule considered, its outcome and why. */
class TestAndExplainTest {
    @TempDir
    private Path directory;

    private Cli cli;
    private String cases;

    @BeforeEach
    void cli() throws IOException {
        cli = new Cli(directory);
        cli.write("taskbound.yaml", Shop.POLICY);
        cases = cli.write("taskbound.test.yaml", Shop.CASES);
    }

    @Test
    void casesThatPassAreCounted() {
        assertThat(cli.run("test", directory.toString())).isZero();
        assertThat(cli.out()).isEqualTo("3 cases: 3 passed, 0 failed\n");
    }

    @Test
    void aCaseThatFailsIsNamedWithPlaceExpectedAndFound() throws IOException {
        cli.write("taskbound.test.yaml", Shop.CASES.replace("expect: UNKNOWN_ORIGIN", "expect: permit"));

        assertThat(cli.run("test", cases)).isOne();
        assertThat(cli.out())
                .contains("FAILED  pays nobody else")
                .contains("taskbound.test.yaml:17: refund_payment: expected permit, found deny UNKNOWN_ORIGIN")
                .contains("    because the origin of iban is not known (control, of no trusted origin):"
                        + " \"DE89370400440532013000\"");
    }

    @Test
    void casesRunAgainstAnotherVersionOfThePolicyToo() throws IOException {
        String other = cli.write("next.yaml", Shop.POLICY.replace("control: [iban] }", "control: [] }"));

        assertThat(cli.run("test", "--policy", other, cases)).isOne();
        assertThat(cli.out()).contains("pays nobody else").doesNotContain("FAILED  pays to the account");
    }

    @Test
    void programsGetTheDigestOfTheCasesOfEachIntent() {
        cli.run("test", "--json", cases);

        assertThat(cli.out()).contains("\"digests\":{\"refund-order\":\"sha-256:", "\"ok\":true");
    }

    @Test
    void anExplanationNamesEachRuleAndThePartThatDidNotHold() {
        assertThat(cli.run("explain", "--case", "no more than", cases)).isZero();

        assertThat(cli.out())
                .contains("DENIED with CONDITION_FALSE")
                .contains("does not allow it: its condition does not hold")
                .contains("true      args.iban != \"\"")
                .contains("false     args.amount <= task.max_refund")
                .doesNotContain("4000", "DE89");
    }

    @Test
    void valuesAreShownOnlyWhenAskedFor() {
        cli.run("explain", "--case", "no more than", "--values", cases);

        assertThat(cli.out()).contains("with args.amount = 4000, task.max_refund = 200");

        cli.run("explain", "--case", "nobody", cases);
        assertThat(cli.out()).contains("origin of iban         NOT KNOWN").doesNotContain("DE89");
        cli.run("explain", "--case", "nobody", "--values", cases);
        assertThat(cli.out()).contains("        not known: \"DE89370400440532013000\"");
    }

    @Test
    void anExplanationSaysWhereControlArgumentsCameFrom() {
        cli.run("explain", "--case", "account of the order", "--call", "2", cases);

        assertThat(cli.out())
                .contains("origin of iban         known (control, from result.lookup_order)")
                .contains("limit                  has to be kept (at most 2 calls, sums {amount=500})")
                .doesNotContain("Call 1");
    }

    @Test
    void whatCannotBeExplainedIsSaidInWords() {
        assertThat(cli.run("explain", "--case", "flies", cases)).isEqualTo(2);
        assertThat(cli.err()).contains("found no case whose name holds \"flies\"", "pays nobody else");
        assertThat(cli.run("explain", "--case", "nobody", "--call", "4", cases)).isEqualTo(2);
        assertThat(cli.run("check", cases)).isEqualTo(2);
        assertThat(cli.err()).contains("found cases, expected a policy; taskbound test runs cases");
        assertThat(cli.run("test", cli.file("none.test.yaml"))).isEqualTo(2);
        assertThat(cli.err()).contains("found no such file");
    }

    @Test
    void programsGetTheReasonOfADenialAndNoneOfAPermit() {
        cli.run("explain", "--json", "--case", "account of the order", cases);
        assertThat(cli.out()).contains("\"outcome\":\"permit\"").doesNotContain("\"reason\"", "GB29");

        cli.run("explain", "--json", "--case", "no more than", cases);
        assertThat(cli.out()).contains("\"reason\":\"CONDITION_FALSE\"").doesNotContain("DE89", "4000");
    }
}
