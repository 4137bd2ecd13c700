/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 5, judged by 2: every mistake is answered by a message that tells how to mend it. */
class CheckCommandTest {
    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void cli() {
        cli = new Cli(directory);
    }

    @Test
    void whatLoadsIsSummedUp() throws IOException {
        assertThat(cli.run("check", cli.write("taskbound.yaml", Shop.POLICY))).isZero();
        assertThat(cli.out()).contains("policy shop, revision 3: 1 intent, 4 tools, 2 destinations; no mistakes");
    }

    @Test
    void everyMistakeIsShownWithItsPlaceAndItsLine() throws IOException {
        String file = cli.write(
                "taskbound.yaml",
                Shop.POLICY.replace("when: args.iban", "wehn: args.iban").replace("action: read }", "action: reed }"));

        assertThat(cli.run("check", file)).isOne();
        assertThat(cli.out())
                .contains("taskbound.yaml:10:26: tools.read_ticket.action: found the text \"reed\"")
                .contains("    10 |   read_ticket: { action: reed }\n       |                          ^")
                .contains("found the unknown key \"wehn\"", "did you mean \"when\"?")
                .endsWith("taskbound.yaml: 2 mistakes\n");
    }

    @Test
    void warningsAreMistakesOnlyWhereThatIsAskedFor() throws IOException {
        String file = cli.write("taskbound.yaml", Shop.POLICY + "  idle: {}\n");

        assertThat(cli.run("check", file)).isZero();
        assertThat(cli.out())
                .contains("warning: intents.idle: nobody may open it", "warning: intents.idle: it allows no tool");
        assertThat(cli.run("check", "--strict", file)).isOne();
    }

    @Test
    void programsGetOneObject() throws IOException {
        cli.run("check", "--json", cli.write("taskbound.yaml", Shop.POLICY.replace("revision: 3", "revision: x")));

        assertThat(cli.out())
                .startsWith("{\"ok\":false,\"policies\":[{")
                .contains("\"line\":3", "\"path\":\"revision\"");
    }

    @Test
    void rulesThatDecideNothingBesideOthersAreWarnedOf() throws IOException {
        String mail = "- { tool: send_mail, when: args.to == task.customer }";
        String twice = cli.write("twice.yaml", Shop.POLICY.replace(mail, mail + "\n      " + mail));
        assertThat(cli.run("check", "--strict", twice)).isOne();
        assertThat(cli.out()).contains("intents.refund-order.allow[4]: says again what an earlier rule says");

        String moot = cli.write("moot.yaml", Shop.POLICY.replace(mail, mail + "\n      - { tool: send_mail }"));
        cli.run("check", moot);
        assertThat(cli.out())
                .contains(
                        "allow[3]: its condition decides nothing, because moot.yaml:28 intents.refund-order.allow[4]");

        String never =
                cli.write("never.yaml", Shop.POLICY.replace("    deny:\n", "    deny:\n      - { tool: send_mail }\n"));
        cli.run("check", never);
        assertThat(cli.out())
                .contains("allow[3]: never allows send_mail, because never.yaml:29 intents.refund-order.deny[0]");

        cli.run("check", cli.write("fine.yaml", Shop.POLICY));
        assertThat(cli.out()).doesNotContain("warning");
    }

    @Test
    void whatIsNoPolicyIsSaidInWords() throws IOException {
        assertThat(cli.run("check", cli.file("nothing.yaml"))).isEqualTo(2);
        assertThat(cli.err()).contains("nothing.yaml: found no such file, expected a policy");

        assertThat(cli.run("check", cli.write("json.yaml", "version: 2\nname: x\nrevision: 1\n")))
                .isOne();
        assertThat(cli.out()).contains("json.yaml:1:10: version: found 2", "expected the number 1");

        assertThat(cli.run("check", cli.write("broken.yaml", "version: [1\n"))).isOne();
        assertThat(cli.run("chekc")).isEqualTo(2);
        assertThat(cli.err()).contains("Did you mean", "check");
    }
}
