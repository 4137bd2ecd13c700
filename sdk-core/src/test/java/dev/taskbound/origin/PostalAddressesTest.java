/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 5, "Origins": an address in the middle of a sentence is one value, and so is each part between two commas. */
class PostalAddressesTest {
    private static final String[] STREETS = {
        "17 Larch Lane", "Dorfstr. 4a", "8 rue du Moulin", "Via Roma 12", "3 Main St."
    };
    private static final String[] PLACES = {"Austin, TX 73301", "10115 Berlin", "Leeds LS1 4AP", "75002 Paris", "Oslo"};

    private final TaskOrigins task = new TaskOrigins(null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ship it to 17 Larch Lane, Austin, TX 73301 and tell me | 17 Larch Lane",
                "Ship it to 17 Larch Lane, Austin, TX 73301 and tell me | Austin, TX 73301",
                "Ship it to 17 Larch Lane, Austin, TX 73301 and tell me | Austin",
                "Ship it to 17 Larch Lane, Austin, TX 73301 and tell me | TX 73301",
                "Ship it to 17 Larch Lane, Austin, TX 73301 and tell me | 17 Larch Lane, Austin, TX 73301",
                "Ship it to 17 Larch Lane, Austin TX 73301. Thanks! | 17 Larch Lane, Austin, TX 73301",
                "Our address: Gartenweg 12a, 80331 M\u00fcnchen. Change it. | Gartenweg 12a",
                "Our address: Gartenweg 12a, 80331 M\u00fcnchen. Change it. | 80331 M\u00fcnchen",
                "Send it to 8 rue du Moulin, 75002 Paris, please | 8 rue du Moulin, 75002 Paris",
                "Send it to Calle Mayor, 10, 28013 Madrid | Calle Mayor 10",
                "Meet me at 221B Baker Street! | 221B Baker Street",
                "Deliver to Apt. 5, 12 High St. in Leeds | 12 High St.",
                "Deliver to Apt. 5, 12 High St. in Leeds | 12 High St",
                "Send Maria Keller 12 Elm Street as my address | 12 Elm Street",
                "She moved to 3 Sea Road, Sligo F91 X2P8. She also asks | 3 Sea Road, Sligo, F91 X2P8",
                "She moved to 3 Sea Road, Ottawa, ON K1A 0B1. She also asks | 3 Sea Road, Ottawa, ON K1A 0B1",
            })
    void anAddressInASentenceIsKnownWithEachOfItsParts(String statement, String value) {
        task.statement(statement);

        assertThat(task.snapshot().known(value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ship it to 17 Larch Lane, Austin, TX 73301 | 7 Larch Lane",
                "Ship it to 17 Larch Lane, Austin, TX 73301 | 17 Larch",
                "Ship it to 17 Larch Lane, Austin, TX 73301 | 17 Larch Lane, TX 73301",
                "Ship it to 17 Larch Lane, Austin, TX 73301 | 17 Larch Lane, Austin, TX 73302",
                "Ship it to 17 Larch Lane, Austin, TX 73301 | Austin, TX 733",
                "Ship it to 17 Larch Lane, Austin, TX 73301 | TX 73301, 17 Larch Lane",
                "Ship it to 17 Larch Lane, Austin, TX 73301 | 17 Larch L\u0430ne",
                "Ship it to 17 Larch Lane, Austin, TX 73301 | 17 Larch\u200b Lane",
                "Ship it to 17 Larch Lane, Austin, TX 73301 | \uff117 Larch Lane",
                "Ship it to 17 Larch Lane, Austin, TX 73301 | 17 Larch Lane, Austin, TX 73301 c/o Eve",
                "Ship it to 17 Larch Lane North | 17 Larch Lane",
                "She moved to 3 Sea Road, Sligo F91 X2P8 | 3 Sea Road, Sligo F91 X2P9",
                "She moved to 3 Sea Road, Sligo F91 X2P8 | 3 Sea Road, Sligo X2P8",
                "Ship it to 17 Larch Lane. Or was it 71? | 71 Larch Lane",
                "Room 12 Elm Street | 12",
                "Pay 12 Euros | 12 euros more",
            })
    void whatWasNotSaidAsOneAddressIsUnknown(String statement, String value) {
        task.statement(statement);

        assertThat(task.snapshot().known(value)).isFalse();
    }

    @Test
    void anAddressThatLeftDoesNotComeBackAsKnown() {
        task.sent(Map.of("note", "17 Larch Lane,\nAustin, TX 73301"));
        task.trustedResult("look", "The address is 17 Larch Lane, Austin, TX 73301");

        assertThat(task.snapshot().known("17 Larch Lane")).isFalse();
        assertThat(task.snapshot().known("17 Larch Lane, Austin, TX 73301")).isFalse();
    }

    /** One changed character is another address, unless it is one of what stands between the parts. */
    @RepeatedTest(10)
    void aMutatedAddressIsUnknown() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            String address = STREETS[random.nextInt(STREETS.length)] + ", " + PLACES[random.nextInt(PLACES.length)];
            TaskOrigins origins = new TaskOrigins(null);
            origins.statement("I moved to " + address + " and need my post there");
            int at = random.nextInt(address.length() + 1);
            char other = "aZ0 9,.\n\t\u00a0\u200b\u0430\uff11#-".charAt(random.nextInt(15));
            String mutant = address.substring(0, at)
                    + other
                    + address.substring(Math.min(address.length(), at + random.nextInt(2)));

            assertThat(!origins.snapshot().known(mutant) || same(address, mutant))
                    .as("seed %d: <%s> of <%s>", seed, mutant, address)
                    .isTrue();
            assertThat(origins.snapshot().known(address))
                    .as("seed %d: <%s>", seed, address)
                    .isTrue();
        }
    }

    private static boolean same(String address, String mutant) {
        return bare(address).equals(bare(mutant));
    }

    private static String bare(String address) {
        return address.replaceAll("[ ,;\u00a0\n]+", " ").strip();
    }
}
