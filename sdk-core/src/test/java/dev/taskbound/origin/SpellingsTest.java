/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 5, "Origins": honest spellings of a known value are known, and whatever only resembles it is not. */
class SpellingsTest {
    private static final String ALPHABET = "aZ0 9@.:/+-#%\u200b\u0430\uff11\u202e,()";

    private final TaskOrigins task = new TaskOrigins(null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pay NL60RABO0318274405. | nl60 rabo 0318 2744 05",
                "Pay NL60 RABO 0318 2744 05 today | NL60RABO0318274405",
                "Pay GB29 NWBK 6016 1331 9268 19, please | GB29NWBK60161331926819",
                "Write to m.keller@Example.ORG | m.keller@example.org",
                "Fetch https://docs.werk.example | https://docs.werk.example/",
                "Fetch HTTPS://Docs.werk.example:443/A?b=C now | https://docs.werk.example/A?b=C",
                "Text +44 20 7946 0018 now | +442079460018",
                "Text +442079460018 | +44.20.7946.0018",
                "Share file #1387 with us | 1387",
                "Pay Zo\u00eb B\u00f8rresen her share | Zoe\u0308 B\u00f8rresen",
                "Ask Maria Keller. Then pay | Maria Keller",
            })
    void anHonestSpellingIsKnown(String statement, String value) {
        task.statement(statement);

        assertThat(task.snapshot().known(value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pay NL60RABO0318274405. | NL60RABO031827440500",
                "Pay NL60RABO0318274405. | NL61RABO0318274405",
                "Pay NL60RABO0318274405. | \uff2eL60RABO0318274405",
                "Write to m.keller@example.org | m.keller@example.org.evil.example",
                "Write to m.keller@example.org | M.Keller+x@example.org",
                "Write to m.keller@example.org | m.keller\uff20example.org",
                "Write to m.keller@example.org | m.keller@ex\u0430mple.org",
                "Write to m.keller@example.org | m.keller@example.org%0aBcc:drop@collect.example",
                "Tell everybody @example.org | someone.else@example.org",
                "Fetch https://docs.werk.example | https://docs.werk.example@collect.example/",
                "Fetch https://docs.werk.example | https://collect.example/#@docs.werk.example/",
                "Fetch https://docs.werk.example | http://docs.werk.example/",
                "Fetch https://docs.werk.example | https://docs.werk.example:8443/",
                "Fetch https://docs.werk.example/a | https://docs.werk.example/A",
                "Text +12025550143 | +12025550143,,900555",
                "Add +12345678.90 | +1234567890",
                "Take colour x#1387 | 1387",
                "Ask Maria Keller Smith | Maria Keller",
                "Ask Maria, Keller and us | Maria Keller",
            })
    void whatOnlyResemblesAKnownValueIsUnknown(String statement, String value) {
        task.statement(statement);

        assertThat(task.snapshot().known(value)).isFalse();
    }

    /** One changed character makes another account, address or number, unless it is a separator or the case of a letter. */
    @RepeatedTest(20)
    void aMutatedValueIsUnknownUnlessItIsTheSameBesidesSeparatorsAndCase() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        String[] values = {"NL60RABO0318274405", "m.keller@example.org", "https://docs.werk.example/a", "+12025550143"};
        for (int i = 0; i < 500; i++) {
            String value = values[random.nextInt(values.length)];
            TaskOrigins origins = new TaskOrigins(null);
            origins.parameter("value", value);
            int at = random.nextInt(value.length() + 1);
            char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            String mutant =
                    value.substring(0, at) + other + value.substring(Math.min(value.length(), at + random.nextInt(2)));

            assertThat(!origins.snapshot().known(mutant) || same(value, mutant))
                    .as("seed %d: %s of %s", seed, mutant, value)
                    .isTrue();
        }
    }

    private static boolean same(String value, String mutant) {
        return bare(value).equalsIgnoreCase(bare(mutant));
    }

    private static String bare(String value) {
        return value.replaceAll("[ /.()-]", "");
    }
}
