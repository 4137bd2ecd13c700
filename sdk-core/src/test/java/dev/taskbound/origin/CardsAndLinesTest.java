/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Issue 5, "Origins": numbers within other numbers, and text that is laid out. */
class CardsAndLinesTest {
    private final TaskOrigins task = new TaskOrigins(null);

    /** A part of a card's number is unknown; every way of grouping all of it is known. */
    @RepeatedTest(5)
    void aCardIsKnownWholeAndNoPartOfItIs() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100; i++) {
            String digits = "4" + random.nextLong(100_000_000_000_000L, 1_000_000_000_000_000L);
            String grouped = digits.replaceAll("(.{4})(?!$)", "$1 ");
            TaskOrigins origins = new TaskOrigins(null);
            origins.statement("Charge " + grouped + " please");
            int from = random.nextInt(grouped.length());
            int to = random.nextInt(from, grouped.length() + 1);
            String part = grouped.substring(from, to).strip();

            assertThat(origins.snapshot().known(grouped.replace(' ', '-')))
                    .as("seed %d: %s", seed, grouped)
                    .isTrue();
            assertThat(origins.snapshot().known(part) && !part.equals(grouped))
                    .as("seed %d: %s of %s", seed, part, grouped)
                    .isFalse();
        }
    }

    /** What stands on one line is a value, what goes over two is none, and a piece of one is none. */
    @Test
    void aLineAndACellAreValuesAndNoPieceOfThem() {
        task.trustedResult("look", "Payee: lind and sons\nid,who\n7001,the little shop,open\n- red wine & co\n");

        for (String whole : new String[] {"lind and sons", "the little shop", "red wine & co"}) {
            assertThat(task.snapshot().known(whole)).as(whole).isTrue();
            assertThat(task.snapshot().known(whole + " x")).as(whole).isFalse();
            assertThat(task.snapshot().known(whole.substring(0, whole.lastIndexOf(' '))))
                    .as(whole)
                    .isFalse();
            assertThat(task.snapshot().known(whole.substring(whole.indexOf(' ') + 1)))
                    .as(whole)
                    .isFalse();
        }
        assertThat(task.snapshot().known("lind and sons\nid,who")).isFalse();
    }

    @Test
    void whatWasWrittenPieceByPieceDoesNotComeBackAsKnown() {
        task.sent(Map.of("text", "eve@coll", "file", "f-1"));
        task.sent(Map.of("text", "ect.example", "file", "f-1"));
        task.trustedResult("read", Map.of("text", "eve@collect.example", "owner", "ana@werk.example"));

        assertThat(task.snapshot().known("eve@collect.example")).isFalse();
        assertThat(task.snapshot().known("ana@werk.example")).isTrue();
    }

    @Test
    void twoShortNumbersThatWereSentAreNotTheLongerOne() {
        task.sent(Map.of("limit", 10L, "page", 1L));
        task.trustedResult("list", Map.of("ids", java.util.List.of(101L, 110L, 10L)));

        assertThat(task.snapshot().known(101L)).isTrue();
        assertThat(task.snapshot().known(10L)).isFalse();
    }
}
