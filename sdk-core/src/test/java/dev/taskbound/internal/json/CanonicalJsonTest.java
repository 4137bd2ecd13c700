/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8785. */
class CanonicalJsonTest {

    @ParameterizedTest
    @DisplayName("RFC 8785, appendix B: samples of number serialization")
    @CsvSource({
        "0000000000000000,0",
        "8000000000000000,0",
        "0000000000000001,5e-324",
        "8000000000000001,-5e-324",
        "7fefffffffffffff,1.7976931348623157e+308",
        "ffefffffffffffff,-1.7976931348623157e+308",
        "4340000000000000,9007199254740992",
        "c340000000000000,-9007199254740992",
        "4430000000000000,295147905179352830000",
        "44b52d02c7e14af5,9.999999999999997e+22",
        "44b52d02c7e14af6,1e+23",
        "44b52d02c7e14af7,1.0000000000000001e+23",
        "444b1ae4d6e2ef4e,999999999999999700000",
        "444b1ae4d6e2ef4f,999999999999999900000",
        "444b1ae4d6e2ef50,1e+21",
        "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d,0.000001",
        "41b3de4355555553,333333333.3333332",
        "41b3de4355555554,333333333.33333325",
        "41b3de4355555555,333333333.3333333",
        "41b3de4355555556,333333333.3333334",
        "41b3de4355555557,333333333.33333343",
        "becbf647612f3696,-0.0000033333333333333333",
        "43143ff3c1cb0959,1424953923781206.2"
    })
    void writesNumbersAsTheStandardDoes(String bits, String text) {
        double value = Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(bits));
        assertThat(CanonicalJson.write(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesNumbersThatAreNotFinite(double value) {
        assertRefused(value);
    }

    @Test
    @DisplayName("RFC 8785, 3.2.2: the example of the standard, with the numbers that I-JSON as read here has")
    void writesTheExampleOfTheStandard() throws Exception {
        String text = """
                {
                  "numbers": [333333333.3333333, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(canonical(text))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    @DisplayName("RFC 8785, 3.2.3: sorted by UTF-16 code units")
    void sortsByCodeUnits() throws Exception {
        String text =
                "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\","
                        + "\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                        + "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}";
        assertThat(canonical(text))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                        + "\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    @DisplayName("RFC 8785, 3.2.2.2: strings")
    void escapesOnlyWhatMustBe() {
        assertThat(CanonicalJson.write("\u0000\u0007\b\t\n\u000b\f\r\u001f \"\\/\u007f\u2028é"))
                .isEqualTo("\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u007f\u2028é\"");
    }

    @Test
    void bytesAreUtf8() {
        assertThat(CanonicalJson.bytes("é😀")).isEqualTo("\"é😀\"".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void equalNumbersHaveOneText() {
        assertThat(List.of(1, 1L, 1.0, new BigDecimal("1.00"), new BigDecimal("0.1E1")))
                .extracting(CanonicalJson::write)
                .containsOnly("1");
        assertThat(CanonicalJson.write(new BigDecimal("-0.0"))).isEqualTo("0");
        assertThat(CanonicalJson.write(new BigDecimal("4.50"))).isEqualTo("4.5");
    }

    @Test
    void emptyContainersAreClosed() {
        assertThat(CanonicalJson.write(Arrays.asList(Map.of(), List.of(), null)))
                .isEqualTo("[{},[],null]");
    }

    @Test
    void refusesWhatIsNoTree() {
        for (Object value : List.of(
                Instant.EPOCH,
                1.5f,
                (short) 1,
                BigInteger.ONE,
                'c',
                new byte[0],
                new int[] {1},
                Map.of(1, 2),
                List.of(new Object()))) {
            assertRefused(value);
        }
    }

    @Test
    void refusesWhatTheCanonicalTextWouldChange() {
        for (Object value : List.of(
                1L << 53,
                Long.MIN_VALUE,
                new BigDecimal("0.1000000000000000055"),
                new BigDecimal("1E+999999999"),
                new BigDecimal("1E-999999999"),
                "\ud800",
                Map.of("\udc00", 1),
                "\uffff")) {
            assertRefused(value);
        }
    }

    @Test
    void refusesDepthInsteadOfOverflowing() {
        Object deep = 1L;
        for (int i = 0; i < 512; i++) {
            deep = List.of(deep);
        }
        assertThat(CanonicalJson.write(deep)).hasSize(1025);
        assertRefused(List.of(deep));
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        assertRefused(cycle);
    }

    @Test
    void doesNotDependOnTheOrderOrTypeOfMaps() {
        Map<String, Object> map = new HashMap<>();
        map.put("b", null);
        map.put("a", Collections.singletonMap("z", true));
        assertThat(CanonicalJson.write(map)).isEqualTo("{\"a\":{\"z\":true},\"b\":null}");
    }

    @ParameterizedTest
    @DisplayName("The canonicalizer of the authors of RFC 8785 writes the same")
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"b\":[1,2.50,-3e-7,1e15],\"a\":{\"\\u00e9\":\"\\u001f\\/\",\"e\":null}}",
                "{\"\\ud83d\\ude00\":1,\"\\ufb33\":2,\"\":3,\"A\":[true,false,null,\"\\\"\\\\\"]}",
                "[0.1,1e-7,123456789.125,0.000001,100]"
            })
    void agreesWithAnotherImplementation(String text) throws Exception {
        assertThat(canonical(text)).isEqualTo(new JsonCanonicalizer(text).getEncodedString());
    }

    private static String canonical(String text) throws JsonRefusedException {
        return CanonicalJson.write(StrictJson.parse(text, JsonLimits.RESULTS));
    }

    private static void assertRefused(Object value) {
        assertThatThrownBy(() -> CanonicalJson.write(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected");
    }
}
