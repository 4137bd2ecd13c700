/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DESIGN, "Policy file": a reload that widens anything is announced as such. */
class WideningTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "expires: 2030-01-31      | expires: 2031-01-31 | agents.helper.expires: later, now 2031-01-31",
                "{ owner: team, expires: 2030-01-31 } | {} | agents.helper.expires: removed",
                "client: reader           | client: admin | sources.idp.identities: changed",
                "[actor_token]            | [actor_token, resource] | sources.idp.ignores: added resource",
                "ignores: [actor_token]   | `revoke: stopped\\n    ignores: [actor_token]` | sources.idp.revoke: raised from TASK to STOPPED",
                "[shop.example.com]       | [shop.example.com, evil.example] | destinations.shop.hosts: added"
                        + " evil.example",
                "read: shop.read          | read: shop.all | destinations.shop.scopes.read: changed",
                "read: shop.read          | read: shop.read, write: shop.write | destinations.shop.scopes.write:"
                        + " changed",
                "ttl: 30s                 | ttl: 31s | destinations.shop.ttl: raised from PT30S to PT31S",
                "ttl: 30s                 | private: true | destinations.shop.private: raised from false to true",
                "ttl: 30s                 | reuse: task | destinations.shop.reuse: raised from NONE to TASK",
                "audience: shop           | audience: bank | destinations.shop.audience: changed",
                "action: write            | action: admin | tools.pay.action: changed",
                "control: [iban]          | control: [] | tools.pay.control: removed iban",
                "describe: Pay {amount}   | describe: Pay | tools.pay.describe: changed",
                "{ labels: [pii] }        | { labels: [pii], trust: { fields: [a.b] } } |"
                        + " tools.look.result.trust.fields: added a.b",
                "{ labels: [pii] }        | { labels: [pii], trust: trusted } | tools.look.result.trust: raised from"
                        + " false to true",
                "agents: [helper], when: \"'buyer' in principal.roles\" | agents: [helper] | intents.buy.open.when:"
                        + " removed",
                "'buyer' in               | 'seller' in | intents.buy.open.when: changed",
                "args.amount <= task.budget | args.amount <= 1000 | intents.buy.allow: added or changed a rule for pay",
                "calls: 9                 | calls: 10 | intents.buy.limits.calls: raised from 9 to 10",
                "calls: 9,                | writes: 10, | intents.buy.limits.calls: raised from 9 to 50",
                "sum: { amount: 900 }, rate | rate       | intents.buy.limits.sum.amount: removed",
                "amount: 900              | amount: 901  | intents.buy.limits.sum.amount: raised from 900 to 901",
                "per: 1m                  | per: 30s     | intents.buy.limits.rate: changed",
                "rate: { calls: 5,        | rate: { calls: 6, | intents.buy.limits.rate: changed",
                "repeats: 1,              | repeats: 2,  | intents.buy.limits.repeats: raised from 1 to 2",
                "repeats: 1,              | depth: 3,    | intents.buy.limits.repeats: removed",
                "destinations: 2,         | destinations: 3, | intents.buy.limits.destinations: raised from 2 to 3",
                "destinations: 2,         | depth: 3,    | intents.buy.limits.destinations: removed",
                "pay: { count: 4 }        | pay: { count: 5 } | intents.buy.limits.tools.pay.count: raised from 4 to 5",
                "tools: { pay: { count: 4 } } | tools: {} | intents.buy.limits.tools.pay: removed",
                "write: { sum: { amount: 800 } } | write: { count: 1 } | intents.buy.limits.actions.write.sum.amount:"
                        + " removed",
                "unknown_origin: deny     | unknown_origin: { approve: lead } | intents.buy.unknown_origin: asks lead"
                        + " instead of denying",
                "agents:                  | `mode: { observe: { until: 2031-01-01 } }\\n"
                        + "agents:` | mode.observe.until: later, now 2031-01-01"
            })
    void announcesWhatOpens(String old, String replacement, String line) {
        assertThat(widenings(PolicyFiles.replace(PolicyFiles.BASE, old, replacement.replace("\\n", "\n"))))
                .contains(line);
    }

    @Test
    void announcesOriginsThatAnArgumentMayComeFromBesides() {
        String one = PolicyFiles.replace(PolicyFiles.BASE, "revision: 3", "revision: 2")
                .replace("control: [iban]", "control: { iban: { from: [statement] } }");
        String two = PolicyFiles.replace(
                PolicyFiles.BASE, "control: [iban]", "control: { iban: { from: [statement, parameter] } }");

        assertThat(Policy.parse("p.yaml", one).widenings(Policy.parse("p.yaml", two)))
                .contains("tools.pay.control.iban.from: added parameter");
        assertThat(Policy.parse("p.yaml", one).widenings(Policy.parse("p.yaml", PolicyFiles.BASE)))
                .contains("tools.pay.control.iban.from: removed");
        assertThat(Policy.parse("p.yaml", PolicyFiles.BASE).widenings(Policy.parse("p.yaml", two)))
                .noneMatch(line -> line.contains("control"));
    }

    @Test
    void announcesThatAPolicyIsNoLongerForProduction() {
        String production =
                PolicyFiles.replace(PolicyFiles.BASE, "revision: 3", "revision: 2\nenvironment: production");
        Policy older = Policy.parse("p.yaml", production);
        Policy newer = Policy.parse("p.yaml", PolicyFiles.BASE);

        assertThat(older.widenings(newer)).singleElement().asString().startsWith("environment: no longer production");
        assertThat(newer.widenings(older)).isEmpty();
    }

    @Test
    void announcesARemovedDenial() {
        List<String> lines =
                widenings(PolicyFiles.replace(PolicyFiles.BASE, "    deny:\n      - { from: pii, to: shop }\n", ""));

        assertThat(lines).singleElement().asString().startsWith("intents.buy.deny: removed {\"from\":\"pii\"");
    }

    @Test
    void announcesNewTools() {
        assertThat(widenings(PolicyFiles.replace(PolicyFiles.BASE, "tools:\n", "tools:\n  more: { action: read }\n")))
                .containsExactly("tools.more: new");
    }

    @Test
    void announcesARuleWhoseObligationIsGoneWhileAnotherStillAllowsTheTool() {
        String rule = "      - { tool: look, limit: { count: 1 } }\n";
        Policy older = Policy.parse("p", PolicyFiles.replace(PolicyFiles.BASE, "    deny:\n", rule + "    deny:\n"));

        assertThat(older.widenings(Policy.parse("p", PolicyFiles.BASE)))
                .containsExactly("intents.buy.allow: removed or changed an approval or limit for look");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "owner: team              | owner: others",
                "expires: 2030-01-31      | expires: 2029-01-31",
                "ttl: 30s                 | ttl: 29s",
                "revision: 3              | revision: 4",
                "control: [iban]          | control: [iban, amount]",
                "calls: 9                 | calls: 8",
                "{ from: pii, to: shop }  | { from: pii, to: shop, reason: because }",
                "- tool: look\\n      - tool: pay | - tool: pay"
            })
    void isSilentAboutWhatNarrows(String old, String replacement) {
        String yaml = PolicyFiles.replace(PolicyFiles.BASE, old.replace("\\n", "\n"), replacement);

        assertThat(widenings(yaml))
                .filteredOn(line -> !line.contains("deny: removed"))
                .isEmpty();
    }

    private static List<String> widenings(String newer) {
        return Policy.parse("p", PolicyFiles.BASE).widenings(Policy.parse("p", newer));
    }
}
