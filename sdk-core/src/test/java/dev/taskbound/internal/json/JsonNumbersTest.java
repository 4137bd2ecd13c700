/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN, step 2: a number is accepted only if a double holds it exactly as written, an integer only within ±(2^53−1). */
class JsonNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "-0.0,0",
        "0e10,0",
        "1,1",
        "1.0,1",
        "1e2,100",
        "1E+2,100",
        "100e-2,1",
        "-12.50e1,-125",
        "9007199254740991,9007199254740991",
        "-9007199254740991,-9007199254740991",
        "9.007199254740991e15,9007199254740991",
        "1e00000000000000000002,100"
    })
    void integersByValueAreLong(String text, long value) throws Exception {
        assertThat(parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1,0.1", "4.50,4.5", "2e-3,0.002", "0.000000000000000000000000001,1E-27",
                "333333333.3333333,333333333.3333333",
        "1e-300,1E-300", "5e-324,4.9E-324", "-0.30000000000000004,-0.30000000000000004", "19.99,19.99",
                "4503599627370495.5,4503599627370495.5"
    })
    void otherNumbersAreBigDecimalWithoutTrailingZeros(String text, BigDecimal value) throws Exception {
        // The shortest decimal of the least double is 5e-324; what Java prints has a digit more.
        BigDecimal expected = text.equals("5e-324") ? new BigDecimal("5E-324") : value;
        assertThat(parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "333333333.33333329",
                "0.1000000000000000055",
                "0.10000000000000000555111512312578270211815834045410156250",
                "0.30000000000000001",
                "9007199254740993",
                "9007199254740992",
                "-9007199254740992",
                "1E30",
                "1e16",
                "1e21",
                "9007199254740993.0",
                "9007199254740992.5",
                "4503599627370497.25",
                "123456789012345678.9",
                "1E400",
                "-1e400",
                "1e-400",
                "4.9E-324",
                "2.5e-324",
                "1e308",
                "1e99999",
                "1e-99999",
                "0e99999",
                "1e2147483648",
                "1e-2147483648",
                "1e99999999999999999999",
                "1E+1001"
            })
    void refusesWhatADoubleWouldChange(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(JsonRefusedException.class)
                .hasMessageContaining("send it as a string")
                .hasMessageNotContaining(text);
    }

    @DisplayName("Random decimals: accepted exactly if printing their double gives the same value")
    @RepeatedTest(5)
    void acceptsExactlyTheShortestDecimals() throws Exception {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal decimal = randomDecimal(random);
            boolean shortest = isShortest(decimal);
            assertThat(JsonNumbers.parse(decimal.toString()) != null)
                    .as("seed %d, %s", seed, decimal)
                    .isEqualTo(shortest);
        }
    }

    private static BigDecimal randomDecimal(SplittableRandom random) {
        double value = Double.longBitsToDouble(random.nextLong());
        if (!Double.isFinite(value) || random.nextBoolean()) {
            value = random.nextDouble(-1e6, 1e6);
        }
        int digits = random.nextInt(1, 20);
        return new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    // Without any printer of doubles: no decimal with fewer digits, and none as short but nearer, reads as this double.
    private static boolean isShortest(BigDecimal decimal) {
        BigDecimal value = decimal.stripTrailingZeros();
        if (value.scale() <= 0) {
            return value.abs().compareTo(BigDecimal.valueOf(9007199254740991L)) <= 0;
        }
        double nearest = value.doubleValue();
        BigDecimal exact = new BigDecimal(nearest);
        for (int digits = 1; digits <= 17; digits++) {
            BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (candidate.doubleValue() == nearest) {
                return candidate.compareTo(value) == 0;
            }
        }
        return false;
    }

    private static Object parse(String text) throws JsonRefusedException {
        return StrictJson.parse(text, JsonLimits.ARGUMENTS);
    }
}
