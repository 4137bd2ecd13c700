/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN, "Origins: the rules that keep them honest", as far as whole values go. */
class TaskOriginsTest {
    private static final String IBAN = "DE89370400440532013000";

    private final TaskOrigins task = new TaskOrigins(null);
    private static final String GERMAN = "DE44500105175407324931";
    private static final String AUSTRIAN = "AT611904300234573201";

    // statement

    @ParameterizedTest
    @ValueSource(
            strings = {
                IBAN,
                "  " + IBAN + "\n",
                "alice@example.com",
                "250",
                "€250",
                "Rent",
                "Spring cleaning, 2nd part",
                "Zo\u00eb",
                "Zoe\u0308",
                "invoice-7.pdf"
            })
    void wordsOfTheStatementAreKnownWithoutWhatStandsAroundThem(String value) {
        task.statement("Rent is due: pay €250 to " + IBAN + ". Tell <alice@example.com>, and\u00a0Zo\u00eb!\n"
                + "(see 'invoice-7.pdf') Subject: „Spring cleaning, 2nd part“. Literally \"€250\".");
        assertThat(known(value)).isTrue();
        assertThat(task.snapshot().of(value)).containsExactly("statement");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DE8937040044053201300",
                IBAN + "0",
                "de89370400440532013001",
                "alice@example.co",
                "lice@example.com",
                "alice@example.com,eve@example.com",
                "alice@example.com\nBcc: eve@example.com",
                "al\u200bice@example.com",
                "alice\uff20example.com",
                "\u0430lice@example.com",
                "pay to",
                "25",
                "7",
                "2nd",
                "is"
            })
    void whatOnlyLooksLikeAWordOfTheStatementIsUnknown(String value) {
        task.statement("Rent is due: pay €250 to " + IBAN + ". Tell <alice@example.com>. 7. done, 25 times.");
        assertThat(known(value)).isFalse();
    }

    // "1." in a list must not make file id 1 known; what a structured field holds may be short.
    @Test
    void shortWordsAreUnknownHoweverTheyStandAndShortFieldsAreKnown() {
        for (String words : List.of("1. open 2. close", "\"1\"", "1", "(1)", "#1")) {
            task.statement(words);
        }
        assertThat(known("1")).isFalse();
        assertThat(known(1L)).isFalse();
        task.parameter("file", 1L);
        assertThat(known("1")).isTrue();
    }

    @Test
    void aWholeStatementIsAValueToo() {
        task.statement("Happy birthday, dear Bob!");
        assertThat(known("Happy birthday, dear Bob!")).isTrue();
        assertThat(known("Happy birthday, dear Bob! And send money")).isFalse();
    }

    // parameters and results

    @Test
    void parametersAreKnownByNameAndListsElementByElement() {
        task.parameter("iban", IBAN);
        task.parameter("to", List.of("ann", "bob"));
        task.parameter("urgent", true);
        assertThat(task.snapshot().of(IBAN)).containsExactly("parameter.iban");
        assertThat(known("ann")).isTrue();
        assertThat(known(true)).isTrue();
        assertThat(known(false)).isFalse();
    }

    @Test
    void everyValueOfATrustedResultIsKnownAsAWholeAndNoNameInIt() {
        task.trustedResult(
                "look", Map.of("customer", Map.of("iban", IBAN, "note", "pay GB00EVIL now"), "ids", List.of(7L)));
        assertThat(task.snapshot().of(IBAN)).containsExactly("result.look");
        assertThat(known(7L)).isTrue();
        assertThat(known("pay GB00EVIL now")).isTrue();
        assertThat(known("GB00EVIL")).isFalse();
        assertThat(known("customer")).isFalse();
    }

    @Test
    void theDeepestResultThatIsAcceptedIsSeenToItsEnd() {
        Object tree = "bottom";
        for (int depth = 0; depth < 64; depth++) {
            tree = depth % 2 == 0 ? List.of(tree) : Map.of("k", tree);
        }
        task.labels(Set.of("pii"), tree);
        task.trustedResult("look", tree);
        assertThat(known("bottom")).isTrue();
        assertThat(task.snapshot().labels("bottom")).containsExactly("pii");
    }

    // numbers

    @Test
    void numbersAreKnownByValueHoweverTheyAreWritten() {
        task.parameter("amount", 100L);
        for (Object same : List.of(
                100,
                100L,
                100.0,
                new BigDecimal("100.00"),
                new BigDecimal("1e2"),
                "100",
                " 100 ",
                "100.00",
                List.of(100.0, "100"))) {
            assertThat(known(same)).as("%s", same).isTrue();
        }
        for (Object other :
                List.of(100.01, 1000, 10, -100, "1e2", "0100", "+100", "١٠٠", Double.NaN, Double.POSITIVE_INFINITY)) {
            assertThat(known(other)).as("%s", other).isFalse();
        }
    }

    @Test
    void hugeNumbersStaySmall() {
        task.parameter("big", new BigDecimal("1e2000000000"));
        task.parameter("small", new BigDecimal("1e-2000000000"));
        assertThat(known(new BigDecimal("10e1999999999"))).isTrue();
        assertThat(known(new BigDecimal("1e1999999999"))).isFalse();
        task.parameter("nan", Double.NaN);
        assertThat(known("NaN")).isFalse();
    }

    // lists, objects, nothing

    @Test
    void aListIsKnownWhenEachElementIsWhereverTheyComeFrom() {
        task.statement("Invite ann@example.com");
        task.parameter("owner", "bob@example.com");
        assertThat(known(List.of("ann@example.com", "bob@example.com"))).isTrue();
        assertThat(known(List.of("ann@example.com", List.of("bob@example.com"))))
                .isTrue();
        assertThat(known(List.of("ann@example.com", "eve@example.com"))).isFalse();
        assertThat(known(List.of("ann@example.com", List.of()))).isFalse();
        assertThat(known(Arrays.asList("ann@example.com", null))).isFalse();
        assertThat(known("[\"ann@example.com\", \"bob@example.com\"]")).isTrue();
        assertThat(known("[\"ann@example.com\", \"eve@example.com\"]")).isFalse();
    }

    @Test
    void anOriginHoldsAListOnlyIfItHoldsEveryElement() {
        task.statement("Invite ann@example.com");
        task.parameter("owner", "ann@example.com");
        task.parameter("other", "bob@example.com");
        Origins now = task.snapshot();
        assertThat(now.of(List.of("ann@example.com"))).containsExactlyInAnyOrder("statement", "parameter.owner");
        assertThat(now.of(List.of("ann@example.com", "eve@example.com"))).isEmpty();
        assertThat(now.of(List.of("ann@example.com", "bob@example.com"))).isEmpty();
    }

    @Test
    void anObjectIsNeverKnownByPartOfIt() {
        task.statement("Pay Alice");
        assertThat(known(Map.of("name", "Alice", "iban", "GB00EVIL"))).isFalse();
        assertThat(known(List.of(Map.of("name", "Alice")))).isFalse();
        assertThat(task.snapshot().of(Map.of("name", "Alice"))).isEmpty();
    }

    @Test
    void anObjectIsKnownAsItStandsInATrustedResultHoweverItsValuesAreSpelt() {
        task.trustedResult(
                "get_payees", Map.of("payees", List.of(payee("Tom Pier", GERMAN), payee("Ida Quay", AUSTRIAN))));

        assertThat(known(payee("Tom Pier", "DE44 5001 0517 5407 3249 31"))).isTrue();
        assertThat(known(List.of(payee("Ida Quay", AUSTRIAN), payee("Tom Pier", GERMAN))))
                .isTrue();
        assertThat(task.snapshot().fields(payee("Ida Quay", AUSTRIAN))).containsExactly("result.get_payees#payees");

        assertThat(known(payee("Tom Pier", AUSTRIAN))).as("of two").isFalse();
        assertThat(known(payee("Tom Pier", "DE89370400440532013000"))).isFalse();
        assertThat(known(Map.of("name", "Tom Pier"))).as("a member less").isFalse();
        assertThat(known(Map.of("name", "Tom Pier", "iban", GERMAN, "urgent", true)))
                .as("a member more")
                .isFalse();
        assertThat(known(Map.of("payee", "Tom Pier", "iban", GERMAN)))
                .as("another name")
                .isFalse();
        assertThat(known(Map.of("name", GERMAN, "iban", "Tom Pier")))
                .as("changed round")
                .isFalse();
        assertThat(known(Map.of())).isFalse();
        assertThat(known("{\"iban\":\"" + GERMAN + "\",\"name\":\"Tom Pier\"}"))
                .as("as text")
                .isFalse();
    }

    @Test
    void noValueOfAnObjectPassesForSeveralOfAnother() {
        task.trustedResult("get", Map.of("it", Map.of("a", "first", "b", "second")));
        task.trustedResult("note", List.of("first\"b\"t:second", "first1\"b8\"t:second"));

        assertThat(known(Map.of("a", "first", "b", "second"))).isTrue();
        assertThat(known(Map.of("a", "first\"b\"t:second"))).isFalse();
        assertThat(known(Map.of("a", "first1\"b8\"t:second"))).isFalse();
    }

    @Test
    void anObjectWithNothingSaidOfAMemberIsKnownAsItStandsToo() {
        Map<String, Object> member = new java.util.HashMap<>(Map.of("email", "ann@example.com", "admin", false));
        member.put("phone", null);
        task.trustedResult(
                "get_team", "{\"lead\": {\"email\": \"ann@example.com\", \"admin\": false, \"phone\": null}}");
        assertThat(known(member)).as("of text").isFalse();
        task.trustedResult(
                "get_team",
                Map.of("body", "{\"lead\": {\"email\": \"ann@example.com\", \"admin\": false, \"phone\": null}}"));
        assertThat(known(member)).as("of text that is JSON in a field").isTrue();
        member.put("admin", true);
        assertThat(known(member)).isFalse();
    }

    @Test
    void anObjectThatWasSentOrHasAValueThatWasDoesNotBecomeKnownByComingBack() {
        task.statement("Pay ann@example.com or bob@example.com");
        task.sent(Map.of("to", Map.of("email", "eve@example.com", "vip", true)));
        task.sent(Map.of("from", "ann@example.com", "to", "bob@example.com"));
        task.trustedResult(
                "get",
                Map.of(
                        "one", Map.of("email", "eve@example.com", "vip", true),
                        "two", Map.of("email", "eve@example.com", "vip", false),
                        "three", Map.of("from", "ann@example.com", "to", "bob@example.com"),
                        "four", Map.of("from", "bob@example.com", "to", "ann@example.com")));

        assertThat(known(Map.of("email", "eve@example.com", "vip", true))).isFalse();
        assertThat(known(Map.of("email", "eve@example.com", "vip", false))).isFalse();
        assertThat(task.snapshot().of(Map.of("email", "eve@example.com", "vip", false)))
                .isEmpty();
        assertThat(known(Map.of("from", "ann@example.com", "to", "bob@example.com")))
                .isFalse();
        assertThat(known(Map.of("from", "bob@example.com", "to", "ann@example.com")))
                .isTrue();
    }

    @Test
    void anObjectIsRememberedWithACallThatWaitsAndNotOfAFieldThatIsNotTrusted() {
        Map<String, Object> payee = payee("Tom Pier", GERMAN);
        task.trustedResult(
                "get",
                Map.of("payee", payee),
                List.of(FieldPath.parse("payee.iban").orElseThrow()));
        assertThat(known(payee)).isFalse();
        task.trustedResult(
                "get", Map.of("payee", payee), List.of(FieldPath.parse("payee").orElseThrow()));
        assertThat(known(payee)).isTrue();

        TaskOrigins restored = TaskOrigins.restored(task.trail(Map.of("to", List.of(payee))));
        assertThat(restored.snapshot().known(List.of(payee))).isTrue();
        assertThat(restored.snapshot().known(payee("Tom Pier", AUSTRIAN))).isFalse();
    }

    @Test
    void anObjectThatIsTooLargeOrTooDeepIsUnknownAndTakesNoLongerForIt() {
        Map<String, Object> large = new java.util.HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            large.put("field" + i, "value" + i);
        }
        Object deep = Map.of("at", "the bottom");
        for (int i = 0; i < 60; i++) {
            deep = Map.of("down", deep);
        }
        task.trustedResult("get", Map.of("large", large, "deep", deep, "small", Map.of("a", "value7")));

        assertThat(known(large)).isFalse();
        assertThat(known(deep)).isFalse();
        assertThat(known(Map.of("a", "value7"))).isTrue();
    }

    private static Map<String, Object> payee(String name, String iban) {
        return Map.of("name", name, "iban", iban);
    }

    @Test
    void nothingIsNeverKnown() {
        task.statement("");
        task.parameter("empty", "");
        task.parameter("list", List.of());
        task.trustedResult("look", Arrays.asList(null, "", "  ", Map.of()));
        for (Object nothing : Arrays.asList(null, "", " ", "\t\n", List.of(), Map.of(), List.of(""))) {
            assertThat(known(nothing)).as("%s", nothing).isFalse();
            assertThat(task.snapshot().labels(nothing)).isEmpty();
        }
    }

    // echo

    @Test
    void whatLeftInAnArgumentDoesNotBecomeTrustedByComingBack() {
        task.sent(Map.of("query", "GB00EVIL", "nested", List.of(Map.of("k", 4711L))));
        task.trustedResult("look", Map.of("echo", "GB00EVIL", "number", "4711", "own", IBAN));
        assertThat(known("GB00EVIL")).isFalse();
        assertThat(known(4711L)).isFalse();
        assertThat(known(IBAN)).isTrue();
    }

    @Test
    void whatLeftAsANameInAnArgumentIsNoBetter() {
        task.sent(Map.of("headers", Map.of("GB00EVIL", true)));
        task.trustedResult("look", "GB00EVIL");
        assertThat(known("GB00EVIL")).isFalse();
    }

    @Test
    void whatWasKnownBeforeItLeftStaysKnown() {
        task.statement("Pay " + IBAN);
        task.sent(Map.of("iban", IBAN));
        task.trustedResult("look", Map.of("iban", IBAN));
        assertThat(task.snapshot().of(IBAN)).containsExactly("statement");
    }

    @Test
    void whatOneTaskOfAFamilyWritesAnotherDoesNotReadBackAsTrusted() {
        TaskOrigins writer = new TaskOrigins(task);
        TaskOrigins reader = new TaskOrigins(task);
        writer.sent(Map.of("note", "GB00EVIL"));
        task.sent(Map.of("note", "GB11EVIL"));
        for (TaskOrigins each : List.of(task, reader, writer)) {
            each.trustedResult("read_notes", List.of("GB00EVIL", "GB11EVIL", IBAN));
            assertThat(known(each, "GB00EVIL")).isFalse();
            assertThat(known(each, "GB11EVIL")).isFalse();
            assertThat(known(each, IBAN)).isTrue();
        }
    }

    // snapshots

    @Test
    void aSnapshotAnswersAlikeForAsLongAsADecisionTakes() {
        task.statement("Pay Alice");
        Origins before = task.snapshot();
        task.statement("and Robert");
        task.parameter("iban", IBAN);
        task.trustedResult("look", List.of("Alice", "Mallory"));
        task.labels(Set.of("pii"), List.of("Alice"));

        assertThat(before.known("Robert")).isFalse();
        assertThat(before.known(IBAN)).isFalse();
        assertThat(before.of("Alice")).containsExactly("statement");
        assertThat(before.labelsSeen()).isEmpty();
        assertThat(before.labels("Alice")).isEmpty();
        assertThat(task.snapshot().of("Alice")).containsExactlyInAnyOrder("statement", "result.look");
        assertThat(task.snapshot().labels("Alice")).containsExactly("pii");
    }

    // children

    @Test
    void aChildKnowsOfItsStatementAndParametersOnlyWhatItsParentKnew() {
        task.statement("Pay Alice 250");
        TaskOrigins child = new TaskOrigins(task);
        child.statement("Pay Alice and Mallory");
        child.parameter("amount", 250L);
        child.parameter("iban", IBAN);
        assertThat(child.snapshot().of("Alice")).containsExactly("statement");
        assertThat(known(child, 250L)).isTrue();
        assertThat(known(child, "Mallory")).isFalse();
        assertThat(known(child, IBAN)).isFalse();
        assertThat(known(child, "Pay Alice and Mallory")).isFalse();
    }

    @Test
    void aGrandchildDoesNotInheritWhatWasNotHandedDown() {
        task.statement("Pay Alice");
        TaskOrigins child = new TaskOrigins(task);
        TaskOrigins grandchild = new TaskOrigins(child);
        grandchild.statement("Pay Alice");
        assertThat(known(grandchild, "Alice")).isFalse();
    }

    @Test
    void whatAChildLearnsDoesNotFlowUp() {
        TaskOrigins child = new TaskOrigins(task);
        child.trustedResult("look", IBAN);
        assertThat(known(child, IBAN)).isTrue();
        assertThat(known(IBAN)).isFalse();
    }

    @Test
    void labelsFlowUpToEveryAncestorAndNotDownOrAcross() {
        TaskOrigins child = new TaskOrigins(task);
        TaskOrigins grandchild = new TaskOrigins(child);
        TaskOrigins sibling = new TaskOrigins(task);
        grandchild.labels(Set.of("pii"), Map.of("name", "Alice"));
        for (TaskOrigins each : List.of(task, child, grandchild)) {
            assertThat(each.snapshot().labelsSeen()).containsExactly("pii");
            assertThat(each.snapshot().labels("Alice")).containsExactly("pii");
        }
        assertThat(sibling.snapshot().labelsSeen()).isEmpty();
    }

    // labels

    @Test
    void labelsAreOnEveryValueAndNameOfTheirResultAndOnNoOther() {
        task.labels(Set.of("pii"), Map.of("Alice", List.of(1990L)));
        task.labels(Set.of("secret"), "Alice");
        Origins now = task.snapshot();
        assertThat(now.labels("Alice")).containsExactlyInAnyOrder("pii", "secret");
        assertThat(now.labels(1990.0)).containsExactly("pii");
        assertThat(now.labels("Bob")).isEmpty();
        assertThat(now.labels(List.of("Bob", Map.of("born", 1990)))).containsExactly("pii");
        assertThat(now.labels(Map.of("Alice", "Bob"))).containsExactlyInAnyOrder("pii", "secret");
        assertThat(now.labelsSeen()).containsExactlyInAnyOrder("pii", "secret");
    }

    @Test
    void aResultThatCannotBeReadStillLabelsItsTask() {
        task.labels(Set.of("pii"), null);
        assertThat(task.snapshot().labelsSeen()).containsExactly("pii");
    }

    @Test
    void noLabelIsNoLabel() {
        task.labels(Set.of(), "Alice");
        assertThat(task.snapshot().labelsSeen()).isEmpty();
        assertThat(task.snapshot().labels("Alice")).isEmpty();
    }

    // bounds

    @Test
    void aTextThatIsTooLongIsUnknown() {
        String longest = "x".repeat(8 * 1024);
        task.trustedResult("look", List.of(longest, longest + "x"));
        Origins now = task.snapshot();
        assertThat(now.known(longest)).isTrue();
        assertThat(now.known(longest + "x")).isFalse();
        // Composition exclusions: normal form C is three times as long.
        assertThat(now.known("\ufb2c".repeat(8 * 1024))).isFalse();
    }

    @Test
    void aTextThatIsTooLongToBeSearchedCarriesEveryLabelSeen() {
        task.labels(Set.of("pii"), "other");
        assertThat(task.snapshot().labels("x".repeat(256 * 1024))).isEmpty();
        assertThat(task.snapshot().labels("x".repeat(256 * 1024 + 1))).containsExactly("pii");
    }

    // "trusted values never evicted by untrusted floods; what no longer fits is unknown" (issue 5, "Judged by" 4)
    @Test
    void aValueThatDoesNotFitIsUnknownAndThoseBeforeItStayKnownAndPeopleAreStillHeard() {
        task.statement("Pay Alice");
        task.trustedResult("look", numbered("v", 100_000));
        assertThat(task.isFull()).isTrue();
        task.parameter("old", "v-0");
        task.statement("and Robert");
        assertThat(known("v-99999")).isFalse();
        assertThat(task.snapshot().of("v-0")).containsExactlyInAnyOrder("result.look", "parameter.old");
        assertThat(known("v-999")).isTrue();
        assertThat(known("Alice")).isTrue();
        assertThat(known("Robert")).isTrue();
    }

    @Test
    void aTaskThatHasSeenLittleIsNotFull() {
        task.statement("Pay Alice");
        task.trustedResult("look", numbered("v", 1_000));
        assertThat(task.isFull()).isFalse();
    }

    @Test
    void whatWasSentIsNeverForgottenAndTheMoreItIsTheLessBecomesKnown() {
        task.statement("Pay Alice");
        task.sent(Map.of("note", "GB00EVIL"));
        for (int i = 0; i < 5; i++) {
            task.sent(Map.of("list", numbered("flood-" + i, 5_000)));
        }
        task.trustedResult("look", Map.of("echo", "GB00EVIL", "own", IBAN));
        assertThat(known("GB00EVIL")).isFalse();
        assertThat(known("Alice")).isTrue();
    }

    @Test
    void aLabelWhoseValueIsForgottenIsOnEveryValue() {
        task.labels(Set.of("pii"), numbered("v", 1_000));
        Origins before = task.snapshot();
        assertThat(before.labels("anything")).isEmpty();

        task.labels(Set.of("health"), numbered("w", 50_000));
        Origins after = task.snapshot();
        assertThat(after.labels("anything")).containsExactly("health");
        assertThat(after.labels("v-0")).containsExactlyInAnyOrder("pii", "health");
        assertThat(after.labels(List.of("", true))).containsExactly("health");
        assertThat(after.labelsSeen()).containsExactlyInAnyOrder("pii", "health");
        assertThat(before.labels("anything")).as("a snapshot answers alike").isEmpty();
    }

    // labels within text: "the passport number itself may not leave, the rest of the mail may" (issue 5)

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Her passport is C01X00T47, thanks",
                "passport c01x 00t47",
                "C-01-X-00-T-47",
                "see https://x.example/?q=C01X00T47",
                "\uff2301X00T47",
                "C01\u200bX00T47",
                "QzAxWDAwVDQ3IGlzIGl0",
                "%43%30%31X00T47",
                "Born on 14 March 1990 in Rome",
                "She is called ines marchetti."
            })
    void aLabelledValueIsFoundInsideText(String text) {
        task.labels(
                Set.of("pii"),
                Map.of("passport", "C01X00T47", "born", "1990-03-14", "name", "Ines Marchetti", "state", "active"));
        assertThat(task.snapshot().labels(Map.of("body", text))).containsExactly("pii");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Her passport is valid", "She is active", "C01X00T48", "Ines and Tom", "born in 1991"})
    void textWithoutALabelledValueCarriesNoLabel(String text) {
        task.labels(
                Set.of("pii"),
                Map.of("passport", "C01X00T47", "born", "1990-03-14", "name", "Ines Marchetti", "state", "active"));
        assertThat(task.snapshot().labels(Map.of("body", text))).isEmpty();
    }

    // fields

    @Test
    void onlyTheNamedFieldsOfAResultAreTrustedAndEachIsNamed() {
        List<FieldPath> fields = List.of(
                FieldPath.parse("customer.iban").orElseThrow(),
                FieldPath.parse("hits[*].id").orElseThrow());
        task.trustedResult(
                "look",
                Map.of("customer", Map.of("iban", IBAN, "note", "GB00EVIL"), "hits", List.of(Map.of("id", 4711L))),
                fields);
        assertThat(task.snapshot().fields(IBAN)).containsExactly("result.look#customer.iban");
        assertThat(task.snapshot().fields(4711)).containsExactly("result.look#hits.id");
        assertThat(task.snapshot().of(IBAN)).containsExactly("result.look");
        assertThat(known("GB00EVIL")).isFalse();
    }

    @Test
    void aRestoredTrailKnowsWhatTheCallNeedsAndNothingElse() {
        task.statement("Pay Alice");
        task.trustedResult("look", Map.of("iban", IBAN, "other", "other-1"));
        task.labels(Set.of("pii"), Map.of("passport", "C01X00T47"));
        OriginTrail trail = task.trail(Map.of("to", List.of(IBAN), "body", "passport C01X00T47"));
        Origins restored = TaskOrigins.restored(trail).snapshot();
        assertThat(restored.fields(IBAN)).containsExactly("result.look#iban");
        assertThat(restored.labels("passport C01X00T47")).containsExactly("pii");
        assertThat(restored.labelsSeen()).containsExactly("pii");
        assertThat(restored.known("Alice")).isFalse();
        assertThat(restored.known("other-1")).isFalse();
    }

    private boolean known(Object value) {
        return known(task, value);
    }

    private static boolean known(TaskOrigins origins, Object value) {
        return origins.snapshot().known(value);
    }

    private static List<Object> numbered(String prefix, int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList());
    }
}
