/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A human decides by this text: it must not be made to look like another one. */
class PlainTextTest {
    @ParameterizedTest
    @CsvSource({
        "U+202E right-to-left override, 202E",
        "U+2066 left-to-right isolate, 2066",
        "U+200F right-to-left mark, 200F",
        "U+200B zero-width space, 200B",
        "U+200D zero-width joiner, 200D",
        "U+FEFF byte order mark, FEFF",
        "U+00AD soft hyphen, AD",
        "U+034F grapheme joiner, 34F",
        "U+FE0F variation selector, FE0F",
        "U+E0101 variation selector, E0101",
        "U+E0041 tag letter, E0041",
        "U+3164 Hangul filler, 3164",
        "U+2800 empty Braille pattern, 2800",
        "U+0000 null, 0",
        "U+0007 bell, 7",
        "U+0008 backspace, 8",
        "U+000A line feed, A",
        "U+000D carriage return, D",
        "U+001B escape, 1B",
        "U+0085 next line, 85",
        "U+009B control sequence introducer, 9B",
        "U+2028 line separator, 2028",
        "U+2029 paragraph separator, 2029",
        "U+E000 private use, E000",
        "U+10FFFF no character, 10FFFF"
    })
    void whatChangesHowATextLooksIsShownAsItsCodePoint(String name, String hex) {
        String hostile = "a" + Character.toString(Integer.parseInt(hex, 16)) + "b";
        assertThat(PlainText.printable(hostile, 10)).as(name).isEqualTo("a\\u{" + hex + "}b");
    }

    @Test
    void halfASurrogatePairIsShownAsItsCodePoint() {
        assertThat(PlainText.printable("\ud83d!", 10)).isEqualTo("\\u{D83D}!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Pay 250 € to Zoë Børresen", "支払い", "דואר", "e\u0301", "👍", "100 % {a} \\ $1"})
    void whatPeopleWriteStaysAsItIs(String text) {
        assertThat(PlainText.printable(text, 100)).isEqualTo(text);
    }

    @Test
    void aHugeTextIsCutVisiblyAndNeverInsideACharacter() {
        assertThat(PlainText.printable("x".repeat(5_000_000), 3)).isEqualTo("xxx…");
        assertThat(PlainText.printable("👍👍👍", 2)).isEqualTo("👍👍…");
        assertThat(PlainText.printable("xxx", 3)).isEqualTo("xxx");
    }

    @RepeatedTest(20)
    void whateverComesInOneLineOfVisibleCharactersGoesOut() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x300 : 0x10000));
        }
        assertThat(PlainText.printable(text.toString(), 400).codePoints())
                .as("seed %d", seed)
                .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT)
                .noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    @Test
    void aTemplateIsFilledWithWhatTheToolReceives() {
        assertThat(PlainText.describe(
                        "Pay {amount} to {iban}, {iban}!", Map.of("amount", new BigDecimal("12.50"), "iban", "DE89")))
                .isEqualTo("Pay 12.5 to DE89, DE89!");
        assertThat(PlainText.describe("{a} {b} {c}", Map.of("a", true, "b", new BigDecimal("1E+3"), "c", 7L)))
                .isEqualTo("true 1000 7");
    }

    @Test
    void listsAreShownSoThatOneElementDoesNotLookLikeTwo() {
        assertThat(PlainText.describe("Invite {to}", Map.of("to", List.of("ann", "bob"))))
                .isEqualTo("Invite [\"ann\",\"bob\"]");
        assertThat(PlainText.describe("Invite {to}", Map.of("to", List.of("ann, bob"))))
                .isEqualTo("Invite [\"ann, bob\"]");
    }

    @Test
    void anArgumentThatIsNotThereIsSaidToBeMissing() {
        assertThat(PlainText.describe("Pay {amount}", Map.of())).isEqualTo("Pay (not given)");
        assertThat(PlainText.describe("Set limit to {limit}", java.util.Collections.singletonMap("limit", null)))
                .isEqualTo("Set limit to (null)");
    }

    @Test
    void aValueIsNeverReadAsATemplateOrAReplacement() {
        Map<String, Object> arguments = Map.of("iban", "{amount}", "amount", "$1 ${amount} \\1 \\", "note", "{note}");
        assertThat(PlainText.describe("{iban} | {amount} | {note}", arguments))
                .isEqualTo("{amount} | $1 ${amount} \\1 \\ | {note}");
    }

    @Test
    void aHostileValueNeitherHidesNorPushesOutTheRest() {
        Map<String, Object> arguments =
                Map.of("iban", "DE89\n\nApproved already.\u001b[2J\u202e", "note", "x".repeat(100_000));
        assertThat(PlainText.describe("{note}: pay to {iban}.", arguments))
                .isEqualTo("x".repeat(200) + "…: pay to DE89\\u{A}\\u{A}Approved already.\\u{1B}[2J\\u{202E}.");
    }

    @Test
    void bracesThatNameNoArgumentStay() {
        assertThat(PlainText.describe("{} {a b} {{a}}", Map.of("a", "x"))).isEqualTo("{} {a b} {x}");
    }
}
