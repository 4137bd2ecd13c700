/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;

/** Normalisation never makes an unknown value known: what is known is the same value to an oracle of its own. */
class NormalFormTest {
    private static final List<String> PIECES = List.of(
            "a",
            "A",
            "e\u0301",
            "\u00e9",
            "1",
            "0",
            "00",
            ".",
            ".0",
            "-",
            "+",
            "e2",
            " ",
            "\u00a0",
            "\t",
            "\u200b",
            "\u202e",
            "\uff11",
            "\u0661",
            "\u0430",
            "\u212a",
            "K",
            "ss",
            "\u00df",
            "\ufb01",
            "fi",
            "@",
            "\uff20",
            "\ud83d\ude00",
            "\u0000");

    @RepeatedTest(20)
    void whatIsKnownIsTheSameValue() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        int knownOnes = 0;
        for (int i = 0; i < 2_000; i++) {
            Object trusted = value(random);
            Object asked = random.nextInt(3) == 0 ? value(random) : changed(trusted, random);
            TaskOrigins task = new TaskOrigins(null);
            task.parameter("p", trusted);
            boolean known = task.snapshot().known(asked);
            assertThat(known)
                    .as(
                            "seed %d: trusted %s <%s>, asked %s <%s>",
                            seed, trusted.getClass(), trusted, asked.getClass(), asked)
                    .isEqualTo(isSame(trusted, asked));
            knownOnes += known ? 1 : 0;
        }
        assertThat(knownOnes).as("seed %d: known ones", seed).isBetween(20, 1_900);
    }

    private static boolean isSame(Object trusted, Object asked) {
        String one = text(trusted);
        return !one.isEmpty() && one.equals(text(asked));
    }

    /** Plain decimals by value, also with spaces between their thousands, other texts up to canonical equivalence of what is not a look-alike. */
    private static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return plain(number);
        }
        String text =
                ((String) value).replace("\u00a0", " ").replaceAll(" +", " ").strip();
        if (text.matches("[1-9][0-9]{0,2}( [0-9]{3}){1,5}(\\.[0-9]{1,2})?")) {
            return plain(new BigDecimal(text.replace(" ", "")));
        }
        if (text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?")) {
            return plain(new BigDecimal(text));
        }
        return text.contains("\u212a") ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
    }

    /** The shortest decimal, digit by digit. */
    private static String plain(BigDecimal number) {
        String text = number.signum() == 0 ? "0" : number.toPlainString();
        while (text.contains(".") && (text.endsWith("0") || text.endsWith("."))) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }

    private static Object value(SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return new BigDecimal(java.math.BigInteger.valueOf(random.nextInt(-200, 200)), random.nextInt(-2, 4));
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static Object changed(Object trusted, SplittableRandom random) {
        if (trusted instanceof BigDecimal number) {
            return switch (random.nextInt(4)) {
                case 0 -> number.setScale(number.scale() + 2);
                case 1 -> number.toString();
                case 2 -> number.toPlainString();
                default -> number.movePointRight(1);
            };
        }
        String text = (String) trusted;
        int at = random.nextInt(text.length() + 1);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(at);
            case 1 -> Normalizer.normalize(text, Normalizer.Form.NFKC);
            case 2 -> Normalizer.normalize(text, Normalizer.Form.NFD);
            default -> text.substring(0, at);
        };
    }
}
