/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.ToolDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Issue 5: what loads and would decide otherwise than its author means is said, in words that tell how to mend it. */
class PolicyWarningsTest {
    private static final String POLICY = """
            version: 1
            name: travel-desk
            revision: 1
            agents:
              travel-assistant: { owner: travel-team }
            tools:
              search: { action: read, args: { city: string, stars: integer or null } }
              book: { action: write, args: { hotel: string, price: number } }
              send: { action: write, args: { to: list, note: string or null } }
              anything: { action: read }
            intents:
              book-trip:
                open: { agents: [travel-assistant] }
                allow:
                  - { tool: search, when: args.city != '' }
                  - { tool: book, approval: { when: args.price > 5, by: travel-lead } }
                  - { tool: send, approval: { by: travel-lead } }
                  - { tool: anything, when: args.what != '' }
                deny:
                  - { tool: book, when: args.price > 9 }
                unknown_origin: { approve: travel-lead }
            """;

    @Test
    void aPolicyThatSaysWhatItMeansHasNone() {
        assertThat(warnings("", "")).isEmpty();
    }

    // What may be null counts as not given, and a condition on it has no answer.
    @Test
    void aConditionOnWhatMayBeNullIsToAskForItFirst() {
        assertThat(warnings("args.city != ''", "args.stars > 3"))
                .containsExactly(
                        "p.yaml:15 intents.book-trip.allow[0]: reads args.stars, which may be null and counts as not"
                                + " given then: each such call is refused with CONDITION_ERROR, unless the condition asks"
                                + " has(args.stars) first");
        assertThat(warnings("args.city != ''", "'!has(args.stars) || args.stars > 3'"))
                .isEmpty();
        assertThat(warnings("approval: { by", "approval: { when: known(args.note), by"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:17 intents.book-trip.allow[2].approval: reads args.note");
        assertThat(warnings("tool: book, when: args.price > 9", "tool: send, when: args.note == ''"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:20 intents.book-trip.deny[0]: reads args.note");
    }

    @Test
    void aConditionOnWhatThePinnedToolDoesNotRequireIsToAskForItFirst() {
        Policy policy = Policy.parse("p.yaml", POLICY);
        String schema = "{\"type\":\"object\",\"properties\":{\"hotel\":{\"type\":\"string\"},"
                + "\"price\":{\"type\":\"number\"}}%s,\"additionalProperties\":false}";

        assertThat(locked(policy, schema.formatted(",\"required\":[\"price\"]")).warnings())
                .isEmpty();
        assertThat(locked(policy, schema.formatted("")).warnings())
                .hasSize(2)
                .allMatch(warning -> warning.contains(
                        ": reads args.price, which the tool's own schema does not require: each such call is refused with"
                                + " CONDITION_ERROR, unless the condition asks has(args.price) first"));
    }

    private static Policy locked(Policy policy, String schema) {
        ToolDescriptor book = ToolDescriptor.named("book").withSchema(schema);
        return policy.locked(PolicyLock.of(policy).withTools(List.of(ToolPin.of(book))));
    }

    // A deny rule without a tool meets every tool's arguments.
    @Test
    void aRuleForSeveralToolsIsToAskForAnArgumentThatSomeDoNotHave() {
        assertThat(warnings("tool: book, when: args.price > 9", "action: write, when: args.price > 9"))
                .containsExactly(
                        "p.yaml:20 intents.book-trip.deny[0]: reads args.price, which these do not have: send. Each"
                                + " call of them is refused with CONDITION_ERROR: name the tool that is meant, or write"
                                + " has(args.price) && ... first");
        assertThat(warnings("tool: book, when: args.price > 9", "when: has(args.price) && args.price > 9"))
                .isEmpty();
        assertThat(warnings("tool: book, when: args.price > 9", "when: args.price > 9"))
                .singleElement()
                .asString()
                .contains("do not have: search, send. Each");
    }

    @Test
    void aGroupThatIsAskedOnceUnderNearlyTheNameOfAnotherIsProbablyMisspelt() {
        assertThat(warnings("approve: travel-lead", "approve: travel-leed"))
                .containsExactly(
                        "p.yaml:21 intents.book-trip.unknown_origin: asks \"travel-leed\", which nothing else asks;"
                                + " did you mean \"travel-lead\"?");
        assertThat(warnings("approve: travel-lead", "approve: finance")).isEmpty();
        assertThat(warnings("approve: travel-lead", "approve: principal")).isEmpty();
    }

    @Test
    void aDollarBeforeAPlaceOfADescriptionStays() {
        String described = "price: number }, describe: \"Book {hotel}\" }";
        assertThat(warnings("price: number } }", described)).isEmpty();
        assertThat(warnings("price: number } }", described.replace("{hotel}", "${hotel}")))
                .containsExactly(
                        "tools.book.describe: the $ before { stays in the text that people read; an argument is"
                                + " {amount}");
    }

    @Test
    void whatIsFetchedFromAnAddressIsNotTrustedAsAWhole() {
        String fetch = "{ action: read, args: { page_url: string }, result: { trust: trusted } }";
        String rule = "{ tool: anything, when: args.what != '' }";
        String policy = POLICY.replace("anything: { action: read }", "anything: " + fetch)
                .replace(rule, "{ tool: anything }");
        assertThat(Policy.parse("p.yaml", policy).warnings())
                .singleElement()
                .asString()
                .startsWith("tools.anything.result.trust: trusted as a whole, though page_url says where it is from");
        assertThat(Policy.parse("p.yaml", policy.replace("trust: trusted", "trust: { fields: [id] }"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void whatIsControlAndContentIsOneOfThem() {
        String both =
                "note: string or null }, control: [to, note], content: { note: { untrusted_entities: approve } } }";
        assertThat(warnings("note: string or null } }", both))
                .singleElement()
                .asString()
                .startsWith("tools.send.control.note: is content as well");
        assertThat(warnings("note: string or null } }", both.replace("[to, note]", "[to]")))
                .isEmpty();
    }

    @Test
    void aConditionBesideARuleWithoutOneRefusesNothing() {
        assertThat(warnings(
                        "- { tool: send, ",
                        "- { tool: send, when: size(args.to) == 1, limit: { count: 1 } }\n      - { tool: send, "))
                .containsExactly(
                        "p.yaml:17 intents.book-trip.allow[2]: its condition refuses nothing, it says only when its"
                                + " approval and limit apply, because p.yaml:18 intents.book-trip.allow[3] allows send without one");
    }

    @Test
    void aRuleWithNothingInItTakesNoApprovalAway() {
        assertThat(warnings("- { tool: send, ", "- { tool: send }\n      - { tool: send, "))
                .containsExactly("p.yaml:17 intents.book-trip.allow[2]: allows nothing more than p.yaml:18"
                        + " intents.book-trip.allow[3], whose approval and limit apply to every call all the same");
    }

    @Test
    void aRuleThatDeniesAllWritesLeavesNoneThatIsAllowed() {
        assertThat(warnings("tool: book, when: args.price > 9", "action: write"))
                .containsExactly(
                        "p.yaml:16 intents.book-trip.allow[1]: never allows book, because p.yaml:20"
                                + " intents.book-trip.deny[0] refuses every call of it",
                        "p.yaml:17 intents.book-trip.allow[2]: never allows send, because p.yaml:20"
                                + " intents.book-trip.deny[0] refuses every call of it");
    }

    @Test
    void aRuleThatDeniesTheUnknownLeavesNobodyToAsk() {
        String controlled = POLICY.replace("note: string or null } }", "note: string or null }, control: [to] }");
        assertThat(Policy.parse("p.yaml", controlled).warnings()).isEmpty();
        String denied = controlled.replace("tool: book, when: args.price > 9", "tool: send, when: \"!known(args.to)\"");
        assertThat(Policy.parse("p.yaml", denied).warnings())
                .containsExactly(
                        "p.yaml:20 intents.book-trip.deny[0]: refuses an unknown to, so nobody is asked about it as"
                                + " unknown_origin says: leave one of them out");
        assertThat(Policy.parse("p.yaml", denied.replace("    unknown_origin: { approve: travel-lead }\n", ""))
                        .warnings())
                .isEmpty();
    }

    @Test
    void anAnswerAfterTheTasksEndIsTooLate() {
        assertThat(warnings("approve: travel-lead }", "approve: travel-lead, wait: 1h }"))
                .containsExactly(
                        "p.yaml:21 intents.book-trip.unknown_origin: waits longer than the task lives (limits: {"
                                + " duration }): an answer after that is too late");
        assertThat(warnings(
                        "unknown_origin: { approve: travel-lead }",
                        "unknown_origin: { approve: travel-lead, wait: 1h }\n    limits: { duration: 1h }"))
                .isEmpty();
    }

    @Test
    void anOriginOfAParameterThatNoIntentHasIsProbablyMisspelt() {
        String declared = "open: { agents: [travel-assistant] }\n    parameters: { budget: number }";
        String bound = POLICY.replace("open: { agents: [travel-assistant] }", declared)
                .replace("price: number } }", "price: number }, control: { price: { from: [parameter.budget] } } }");
        assertThat(Policy.parse("p.yaml", bound).warnings()).isEmpty();
        assertThat(Policy.parse("p.yaml", bound.replace("[parameter.budget]", "[parameter.budgt]"))
                        .warnings())
                .containsExactly("tools.book.control.price.from: no intent has parameter.budgt; did you mean"
                        + " \"parameter.budget\"?");
    }

    @Test
    void aSumOfAnArgumentThatNoToolHasBoundsNothing() {
        String closed =
                POLICY.replace("anything: { action: read }", "anything: { action: read, args: { what: string } }");
        String price = "limits: { sum: { price: 5 }, actions: { write: { sum: { price: 9 } } } }\n    unknown_origin";
        String bound = closed.replace("unknown_origin", price);
        assertThat(Policy.parse("p.yaml", bound).warnings()).isEmpty();
        assertThat(Policy.parse("p.yaml", bound.replace("{ price: 5 }", "{ prize: 5 }"))
                        .warnings())
                .containsExactly(
                        "intents.book-trip.limits.sum.prize: no tool that is allowed has this argument; did you mean"
                                + " \"price\"?");
        assertThat(Policy.parse("p.yaml", bound.replace("{ price: 9 }", "{ total: 9 }"))
                        .warnings())
                .containsExactly(
                        "intents.book-trip.limits.actions.write.sum.total: no tool that is allowed has this argument");
        String open = POLICY.replace("unknown_origin", price).replace("{ price: 5 }", "{ prize: 5 }");
        assertThat(Policy.parse("p.yaml", open).warnings())
                .as("a tool may have any argument")
                .isEmpty();
    }

    private static List<String> warnings(String right, String other) {
        assertThat(POLICY).contains(right);
        return Policy.parse("p.yaml", POLICY.replace(right, other)).warnings();
    }
}
