/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Action;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private final Policy policy = SupportDesk.policy();

    @Test
    void knowsItsNameAndRevision() {
        assertThat(policy.name()).isEqualTo("support-desk");
        assertThat(policy.revision()).isEqualTo(7);
        assertThat(policy.version()).startsWith("sha-256:");
        assertThat(policy).hasToString("Policy[support-desk revision 7 " + policy.version() + "]");
    }

    /** The guide shows what the tests run. */
    @Test
    void isTheExampleOfTheGuide() throws IOException {
        assertThat(Files.readString(Path.of("../docs/policy.md"))).contains("```yaml\n" + SupportDesk.YAML + "```");
    }

    @Test
    void bindsTools() {
        assertThat(policy.tool("refund_payment"))
                .contains(new ToolProfile(
                        "refund_payment",
                        Action.WRITE,
                        "payments",
                        Map.of(),
                        List.of("iban", "amount"),
                        false,
                        Set.of(),
                        "Refund {amount} to {iban}"));
        assertThat(policy.tool("lookup_order")).hasValueSatisfying(tool -> {
            assertThat(tool.trustedResult()).isTrue();
            assertThat(tool.labels()).containsExactly("pii");
            assertThat(tool.describeTemplate()).isEmpty();
        });
        assertThat(policy.tool("drop_tables")).isEmpty();
    }

    @Test
    void bindsDestinationsWithDefaults() {
        Destination mail = policy.destinations().get("mail");

        assertThat(mail.hosts()).containsExactly("mail.example.com");
        assertThat(mail.ttl()).isEqualTo(Duration.ofSeconds(60));
        assertThat(mail.trace()).isEqualTo(Destination.Trace.NONE);
        assertThat(mail.privateAddresses()).isFalse();
        assertThat(mail.scope(Action.WRITE)).contains("mail.send");
        assertThat(mail.scope(Action.ADMIN)).isEmpty();
    }

    @Test
    void bindsSources() {
        SourceConfig corporate = policy.sources().get("corporate");
        Destination orders = policy.destinations().get("orders");

        assertThat(corporate.type()).isEqualTo(SourceConfig.Type.TOKEN_EXCHANGE);
        assertThat(corporate.issuer()).isEqualTo(URI.create("https://idp.example.com"));
        assertThat(corporate.ignores()).containsExactly("actor_token");
        assertThat(corporate.identity(Action.WRITE, "", "support-assistant", orders))
                .hasValueSatisfying(identity -> assertThat(identity.client()).isEqualTo("agent-writer"));
        assertThat(corporate.identity(Action.ADMIN, "", "support-assistant", orders))
                .isEmpty();
    }

    @Test
    void bindsIntents() {
        assertThat(policy.intent("refund-order"))
                .contains(new Intent(
                        "refund-order",
                        "support-lead",
                        Map.of("order_id", ParameterType.STRING, "max_refund", ParameterType.NUMBER),
                        new IntentLimits(25, 3, 10, 3, Duration.ofMinutes(10))));
        assertThat(policy.intents()).containsOnlyKeys("refund-order");
        assertThat(policy.intent("rob-bank")).isEmpty();
    }

    @Test
    void observesToTheEndOfTheDayOnly() {
        Policy observing = SupportDesk.with("agents:", "mode: { observe: { until: 2026-12-31 } }\nagents:");

        assertThat(observing.observes(Instant.parse("2026-12-31T23:59:59Z"))).isTrue();
        assertThat(observing.observes(Instant.parse("2027-01-01T00:00:00Z"))).isFalse();
        assertThat(policy.observes(Instant.EPOCH)).isFalse();
    }

    @Test
    void whatIsNotTrustedCannotBeAnOrigin() {
        String old = "control: [iban, amount]";
        assertThatThrownBy(() -> SupportDesk.with(old, "control: { iban: { from: [read_ticket.iban] } }"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(
                        "tools.refund_payment: control.iban.from: found \"read_ticket.iban\", which is not"
                                + " trusted");
        assertThatThrownBy(() -> Policy.parse(
                        "p.yaml",
                        SupportDesk.YAML
                                .replace(old, "control: { iban: { from: [lookup_order.iban] } }")
                                .replace("trust: trusted", "trust: { fields: [\"orders[*].iban\", id] }")))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("; trusted are lookup_order.orders.iban, lookup_order.id");
        assertThat(SupportDesk.with(old, "control: { iban: { from: [lookup_order.iban] } }")
                        .tool("refund_payment")
                        .orElseThrow()
                        .control())
                .containsExactly("iban");
    }

    @Test
    void aTrustedToolThatReadsWhatAnIntentWritesIsAWarning() {
        assertThat(policy.warnings()).isEmpty();
        String written =
                SupportDesk.YAML.replace("action: write, destination: payments", "action: write, destination: orders");
        assertThat(Policy.parse("p.yaml", written).warnings())
                .singleElement()
                .asString()
                .startsWith("tools.lookup_order.result.trust: read orders, where these write: refund_payment in intent"
                        + " refund-order. What one task writes there,")
                .contains("trust: { fields: [...] }", "risk: { decision: accept, review_by: DATE }");
        String reader = "  lookup_order:   { action: read,";
        assertThat(written).contains(reader);
        assertThat(Policy.parse(
                                "p.yaml",
                                written.replace(reader, reader + " risk: { decision: accept, review_by: 2099-01-31 },"))
                        .warnings())
                .as("somebody accepted it")
                .isEmpty();
        assertThat(Policy.parse(
                                "p.yaml",
                                written.replace(
                                        reader, reader + " risk: { decision: mitigate, review_by: 2099-01-31 },"))
                        .warnings())
                .hasSize(1);
    }

    // One that is misspelt at one of several tools would hold nothing back.
    @Test
    void aLabelThatNoRuleAsksForIsAWarning() {
        String asked = SupportDesk.YAML.replace(
                "  read_ticket:    { action: read,  destination: orders }",
                "  read_ticket:    { action: read,  destination: orders, result: { labels: [pii, outside] } }");
        assertThat(Policy.parse("p.yaml", asked.replace("labels: [pii, outside]", "labels: [pii]"))
                        .warnings())
                .isEmpty();
        assertThat(Policy.parse("p.yaml", asked).warnings())
                .containsExactly("tools.read_ticket.result.labels: no rule asks for \"outside\"");
        assertThat(Policy.parse("p.yaml", asked.replace("when: args.amount > 100", "when: \"label('outside')\""))
                        .warnings())
                .isEmpty();
        assertThat(Policy.parse("p.yaml", asked.replace("labels: [pii, outside]", "labels: [pi1]"))
                        .warnings())
                .containsExactly("tools.read_ticket.result.labels: no rule asks for \"pi1\"; did you mean \"pii\"?");
    }

    @Test
    void anAnswerThatIsRememberedThoughWhatAskedForItCanChangeIsAWarning() {
        String remembered = "by: support-lead, wait: 5m, remember: task }";
        Policy bound = SupportDesk.with("by: support-lead, wait: 5m }", remembered);
        assertThat(bound.warnings()).as("amount is a control argument").isEmpty();
        assertThat(Policy.parse(
                                "loose.yaml",
                                SupportDesk.YAML
                                        .replace("by: support-lead, wait: 5m }", remembered)
                                        .replace("control: [iban, amount]", "control: [iban]"))
                        .warnings())
                .singleElement()
                .asString()
                .endsWith("approval: a remembered answer holds for the same iban, whatever amount is then: add it to"
                        + " tools.refund_payment.control, or leave remember out");
    }
}
