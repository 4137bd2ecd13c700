/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that stand once hold for every intent, as if each had them behind its own. */
class EveryIntentTest {
    private static final String POLICY = """
            version: 1
            name: desk
            revision: 1
            agents:
              assistant: { owner: desk }
            destinations:
              mail: { hosts: [mail.example.com] }
            tools:
              find: { action: read, args: { id: string }, result: { labels: [pii] } }
              look: { action: read }
              send: { action: write, destination: mail, args: { to: string } }
            every_intent:
              allow:
                - { tool: find }
                - { tool: look }
              deny:
                - { from: pii, to: mail }
            intents:
              read-only:
                open: { agents: [assistant] }
              answer:
                open: { agents: [assistant] }
                allow:
                  - { tool: send, when: args.to == 'a@b.example' }
                deny:
                  - { tool: look }
            """;

    private static final String WRITTEN_OUT = """
            version: 1
            name: desk
            revision: 1
            agents:
              assistant: { owner: desk }
            destinations:
              mail: { hosts: [mail.example.com] }
            tools:
              find: { action: read, args: { id: string }, result: { labels: [pii] } }
              look: { action: read }
              send: { action: write, destination: mail, args: { to: string } }
            intents:
              read-only:
                open: { agents: [assistant] }
                allow: [ { tool: find }, { tool: look } ]
                deny: [ { from: pii, to: mail } ]
              answer:
                open: { agents: [assistant] }
                allow:
                  - { tool: send, when: args.to == 'a@b.example' }
                  - { tool: find }
                  - { tool: look }
                deny:
                  - { tool: look }
                  - { from: pii, to: mail }
            """;

    private final Policy policy = Policy.parse("desk.yaml", POLICY);
    private final Policy writtenOut = Policy.parse("desk.yaml", WRITTEN_OUT);

    @Test
    void decidesAsIfEachIntentHadThem() {
        assertThat(policy.couldAllow("read-only", "find")).isTrue();
        assertThat(policy.couldAllow("read-only", "look")).isTrue();
        assertThat(policy.couldAllow("read-only", "send")).isFalse();
        assertThat(policy.couldAllow("answer", "send")).isTrue();
        assertThat(policy.couldAllow("answer", "look"))
                .as("its own rule denies it")
                .isFalse();
        assertThat(policy.widenings(writtenOut)).isEmpty();
        assertThat(writtenOut.widenings(policy)).isEmpty();
    }

    @Test
    void aReviewOfAnIntentPinsThemToo() {
        assertThat(policy.intentDigest("read-only")).isEqualTo(writtenOut.intentDigest("read-only"));
        assertThat(policy.intentDigest("answer")).isEqualTo(writtenOut.intentDigest("answer"));
        Policy other =
                Policy.parse("desk.yaml", POLICY.replace("- { tool: find }", "- { tool: find, when: args.id == '1' }"));
        assertThat(other.intentDigest("read-only")).isNotEqualTo(policy.intentDigest("read-only"));
        assertThat(other.version()).isNotEqualTo(policy.version());
    }

    @Test
    void theDocumentOfAnIntentHasAllThatHoldsForIt() {
        Map<?, ?> intents = (Map<?, ?>) policy.document().get("intents");
        assertThat(intents).isEqualTo(writtenOut.document().get("intents"));
    }

    /** The place where a rule really stands, not where it was written out to. */
    @Test
    void decisionsNameTheRuleWhereItStands() {
        assertThat(policy.rules("answer").allow())
                .extracting(AllowRule::rule)
                .containsExactly(
                        "desk.yaml:24 intents.answer.allow[0]",
                        "desk.yaml:14 every_intent.allow[0]",
                        "desk.yaml:15 every_intent.allow[1]");
        assertThat(policy.rules("read-only").flows())
                .extracting(FlowRule::rule)
                .containsExactly("desk.yaml:17 every_intent.deny[0]");
    }

    @Test
    void whatARuleOpensForEveryIntentIsAnnouncedForEach() {
        Policy without = Policy.parse("desk.yaml", POLICY.replaceFirst("    - \\{ tool: look }\n  deny", "  deny"));
        assertThat(without.widenings(policy)).isNotEmpty().allMatch(opened -> opened.startsWith("intents."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            - { tool: find } | - { tool: fidn } | desk.yaml:14:15: every_intent.allow[0].tool: found the text "fidn", expected the name of a tool in tools; did you mean "find"?
            every_intent: | every_intents: | desk.yaml:12:1: every_intents: found the unknown key "every_intents"
            - { from: pii, to: mail } | - { from: pi, to: mail } | desk.yaml:17:15: every_intent.deny[0].from: found the text "pi", expected a label that some tool's result carries
            every_intent: | `every_intent:
              limits: { calls: 3 }` | desk.yaml:13:3: every_intent.limits: found the unknown key "limits", expected one of allow, deny; it belongs to an intent
            """)
    void aMistakeIsSaidOnceWhereItStands(String right, String wrong, String message) {
        PolicyException found = catchThrowableOfType(
                PolicyException.class, () -> Policy.parse("desk.yaml", POLICY.replace(right, wrong)));
        assertThat(found.getMessage()).contains(message);
        assertThat(found.getMessage().lines().filter(line -> line.contains(message)))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"every_intent: 3", "every_intent: [look]"})
    void somethingElseInItsPlaceIsAMistake(String wrong) {
        int from = POLICY.indexOf("every_intent:");
        String broken =
                POLICY.substring(0, from) + wrong + "\n" + POLICY.substring(POLICY.indexOf("intents:\n", from + 14));
        assertThat(catchThrowableOfType(PolicyException.class, () -> Policy.parse("desk.yaml", broken)))
                .hasMessageContaining("every_intent: found")
                .hasMessageContaining("expected a map such as { allow: [ { tool: lookup_order } ] }");
    }
}
