/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN, "The way of one call", step 2: parse and freeze. */
class StrictJsonTest {

    private static final JsonLimits SMALL = new JsonLimits(100, 3, 5, 4, 3, 6);

    @Test
    void readsEveryKindOfValue() throws Exception {
        String text = " {\"s\":\"a\\u00e9\\n\",\"i\":-3,\"d\":1.5,\"t\":true,\"f\":false,\"n\":null,\"l\":[1,{}]} ";
        Map<String, Object> tree = StrictJson.parseObject(text, JsonLimits.ARGUMENTS);
        assertThat(tree.values())
                .containsExactly("aé\n", -3L, new BigDecimal("1.5"), true, false, null, List.of(1L, Map.of()));
    }

    @Test
    void keepsTheOrderOfTheText() throws Exception {
        assertThat(StrictJson.parseObject("{\"b\":1,\"a\":2,\"c\":3}", JsonLimits.ARGUMENTS)
                        .keySet())
                .containsExactly("b", "a", "c");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\r\n\t "})
    void absentOrBlankArgumentsAreAnEmptyObject(String text) throws Exception {
        assertThat(StrictJson.parseObject(text, JsonLimits.ARGUMENTS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "1", "\"{}\"", "true"})
    void refusesArgumentsThatAreNoObject(String text) {
        assertThatThrownBy(() -> StrictJson.parseObject(text, JsonLimits.ARGUMENTS))
                .isInstanceOf(JsonRefusedException.class)
                .hasMessage("$: expected a JSON object");
        assertThatCode(() -> parse(text)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnEmptyResult() {
        assertRefused("").hasMessageContaining("end of the text");
    }

    @Test
    void treesCannotBeChanged() throws Exception {
        Map<String, Object> tree = StrictJson.parseObject("{\"a\":[{}]}", JsonLimits.ARGUMENTS);
        List<?> list = (List<?>) tree.get("a");
        assertThatThrownBy(() -> tree.put("b", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Map<?, ?>) list.get(0)).remove("x"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @DisplayName("RFC 8259: what is not JSON is refused")
    @ValueSource(
            strings = {
                "{",
                "}",
                "[",
                "]",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "{'a':1}",
                "['a']",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1]",
                "[1}",
                "tru",
                "True",
                "nul",
                "undefined",
                "NaN",
                "[NaN]",
                "[Infinity]",
                "[-Infinity]",
                "[+1]",
                "[01]",
                "[-01]",
                "[-]",
                "[.5]",
                "[5.]",
                "[1e]",
                "[1e+]",
                "[0x10]",
                "[1_000]",
                "[1,000]",
                "\"",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12G4\"",
                "\"\t\"",
                "\"\u0000\"",
                "\"a\nb\"",
                "1 2",
                "{} {}",
                "{}x",
                "{},",
                "[]]",
                "1//",
                "/* c */ 1",
                "// c\n1",
                "# c\n1",
                "1 #",
                "\uFEFF{}",
                "{}\uFEFF",
                "\u00A0{}",
                "{}\u0000",
                "\u000B[]",
                "[\u2028]",
                "--1",
                "1-",
                "1e1e1",
                "truefalse",
                "\\u007b}"
            })
    void refusesWhatIsNotJson(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @DisplayName("RFC 7493, 2.3: each name once, however it is written")
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"b\":2,\"a\":null}",
                "{\"a\":null,\"\\u0061\":1}",
                "{\"\":1,\"\":2}",
                "[{\"x\":{\"k\":1,\"k\":2}}]",
                "{\"a\":{},\"a\":{}}"
            })
    void refusesDuplicateKeys(String text) {
        assertRefused(text).hasMessageContaining("each property once");
    }

    @Test
    void theSameKeyMayStandInDifferentObjects() throws Exception {
        assertThat(parse("[{\"a\":{\"a\":1}},{\"a\":1}]"))
                .isEqualTo(List.of(Map.of("a", Map.of("a", 1L)), Map.of("a", 1L)));
    }

    @ParameterizedTest
    @DisplayName("RFC 7493, 2.1: no lone surrogates, no noncharacters, in values and in names, escaped or raw")
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "a\\uD83Db",
                "\\ude00\\ud83d",
                "\\ud83d\\ud83d\\ude00",
                "\ud800",
                "\udc00x",
                "\\ufdd0",
                "\\ufdef",
                "\\ufffe",
                "\\uffff",
                "\uffff",
                "\ufdd5",
                "\\ud83f\\udffe",
                "\\udbff\\udfff"
            })
    void refusesWhatIsNoUnicodeCharacter(String text) {
        assertRefused("[\"" + text + "\"]").hasMessageContaining("$[0]").hasMessageContaining("RFC 7493");
        assertRefused("{\"" + text + "\":1}").hasMessageContaining("property name");
        assertRefused("{\"k\":{\"" + text + "\":1}}").hasMessageContaining("property name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\ud83d\\ude00", "\ud83d\ude00", "\\ufdcf", "\\ufdf0", "\\ufffd", "\\ufeff", "\\u0000", "\ue000"
            })
    void acceptsEveryOtherCharacter(String text) throws Exception {
        assertThat((List<?>) parse("[\"" + text + "\"]")).hasSize(1);
        assertThat((Map<?, ?>) parse("{\"" + text + "\":1}")).hasSize(1);
    }

    @Test
    void limitsTheTextInBytesOfUtf8() throws Exception {
        JsonLimits ten = new JsonLimits(10, 1, 10, 1, 1, 1);
        assertThat(StrictJson.parse("\"12345678\"", ten)).isEqualTo("12345678");
        assertThat(StrictJson.parse("\"éééé\"", ten)).isEqualTo("éééé");
        assertThat(StrictJson.parse("\"😀😀\"", ten)).isEqualTo("😀😀");
        for (String text : List.of("\"123456789\"", "\"ééééé\"", "\"😀😀1\"", "\"€€€\"", " ".repeat(11))) {
            assertThatThrownBy(() -> StrictJson.parseObject(text, ten))
                    .isInstanceOf(JsonRefusedException.class)
                    .hasMessage("whole text: expected at most 10 bytes of UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[[1]]]", "\"12345\"", "1234", "-0.5", "{\"abc\":1}", "[1,2,3,4,5]"})
    void acceptsWhatIsJustWithinTheLimits(String text) {
        assertThatCode(() -> StrictJson.parse(text, SMALL)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[[[[]]]]", "\"123456\"", "12345", "-0.25", "{\"abcd\":1}", "[1,2,3,4,5,6]", "{\"a\":[[{}]]}"})
    void refusesWhatIsJustBeyondTheLimits(String text) {
        assertThatThrownBy(() -> StrictJson.parse(text, SMALL))
                .isInstanceOf(JsonRefusedException.class)
                .hasMessageContaining("expected at most");
    }

    @Test
    void deepNestingNeitherOverflowsTheStackNorPasses() {
        JsonLimits deepest = new JsonLimits(4_000_000, JsonLimits.DEEPEST, 10, 10, 10, 4_000_000);
        for (String open : List.of("[", "{\"a\":", "[{\"a\":")) {
            assertThatThrownBy(() -> StrictJson.parse(open.repeat(100_000), deepest))
                    .isInstanceOf(JsonRefusedException.class)
                    .hasMessageContaining("at most 256 levels");
        }
        assertThatCode(() -> StrictJson.parse("[".repeat(256) + "]".repeat(256), deepest))
                .doesNotThrowAnyException();
    }

    @Test
    void limitsHaveASensibleRange() {
        assertThatThrownBy(() -> new JsonLimits(0, 1, 1, 1, 1, 1)).hasMessageContaining("maxBytes");
        assertThatThrownBy(() -> new JsonLimits(1, 257, 1, 1, 1, 1)).hasMessageContaining("maxDepth");
        assertThatThrownBy(() -> new JsonLimits(1, 1, 1, 1001, 1, 1)).hasMessageContaining("maxNumberLength");
        assertThatThrownBy(() -> new JsonLimits(1, 1, 1, 1, 1, -1)).hasMessageContaining("maxNodes");
    }

    @Test
    void messagesSayWhereAndWhatWasExpected() {
        assertRefused("{\"a\":[{\"b\":1},\n {\"b\": 0.30000000000000001}]}")
                .hasMessage("$.a[1].b (line 2, column 8): expected " + JsonNumbers.EXPECTED);
        assertRefused("{\"a\":[\n  tru]}")
                .hasMessageStartingWith("$.a (line 2, column ")
                .hasMessageEndingWith("JSON (RFC 8259)");
    }

    @Test
    void messagesHoldNoValues() {
        List<String> texts = List.of(
                "[\"s3cr3t\",]",
                "{\"a\":s3cr3t}",
                "[\"s3cr3t\\ud800\"]",
                "[\"s3cr3t",
                "\"s3cr3t\" 1",
                "[\"s3cr3t\ns3cr3t\"]");
        for (String text : texts) {
            assertRefused(text).hasMessageNotContaining("s3cr3t").hasNoCause();
        }
        assertRefused("[987654321987654321987654321]").hasMessageNotContaining("9876");
    }

    @Test
    void messagesEscapeAndCutHostileNames() {
        String name = "\\u001b[31m\\\"" + "x".repeat(100) + "\\u202e";
        assertRefused("{\"" + name + "\":[9e999]}")
                .hasMessageStartingWith("$[\"\\u001b[31m\\u0022" + "x".repeat(34) + "...\"][0] (line 1");
        assertRefused(("{\"" + "n".repeat(39) + "\":").repeat(20) + "?")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    private static Object parse(String text) throws JsonRefusedException {
        return StrictJson.parse(text, JsonLimits.RESULTS);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String text) {
        return assertThatThrownBy(() -> parse(text)).isInstanceOf(JsonRefusedException.class);
    }
}
