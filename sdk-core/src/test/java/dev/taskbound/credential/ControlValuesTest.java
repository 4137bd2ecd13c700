/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlValuesTest {
    @Test
    void comparesNumbersByValueWhateverTheirType() {
        for (Number own :
                List.of(100, 100L, (short) 100, (byte) 100, 100.0, new BigDecimal("1E2"), BigInteger.valueOf(100))) {
            assertThat(ControlValues.same(own, 100L))
                    .as(own.getClass().getName())
                    .isTrue();
            assertThat(ControlValues.same(own, 101L))
                    .as(own.getClass().getName())
                    .isFalse();
        }
        assertThat(ControlValues.same(0.1, new BigDecimal("0.1"))).isTrue();
        assertThat(ControlValues.same(0.1 + 0.2, new BigDecimal("0.3"))).isFalse();
        assertThat(ControlValues.same(Double.NaN, 0L)).isFalse();
    }

    @Test
    void refusesATypeWhoseValueWouldHaveToBeGuessed() {
        assertThat(ControlValues.same(100f, 100L)).isFalse();
    }

    @Test
    void comparesAllElseExactlyAndByType() {
        assertThat(ControlValues.same("a", "a")).isTrue();
        assertThat(ControlValues.same("a", "A")).isFalse();
        assertThat(ControlValues.same("100", 100L)).isFalse();
        assertThat(ControlValues.same(100, "100")).isFalse();
        assertThat(ControlValues.same(true, true)).isTrue();
        assertThat(ControlValues.same(true, "true")).isFalse();
        assertThat(ControlValues.same(null, null)).isTrue();
        assertThat(ControlValues.same(null, "")).isFalse();
    }

    @Test
    void comparesListsInOrderAndObjectsInAnyOrder() {
        assertThat(ControlValues.same(List.of(1, "x"), List.of(1L, "x"))).isTrue();
        assertThat(ControlValues.same(List.of(1, 2), List.of(2L, 1L))).isFalse();
        assertThat(ControlValues.same(List.of(1), List.of(1L, 2L))).isFalse();
        assertThat(ControlValues.same(Arrays.asList(1, null), Arrays.asList(1L, null)))
                .isTrue();
        assertThat(ControlValues.same(Map.of("a", 1), Map.of("a", 1L))).isTrue();
        assertThat(ControlValues.same(Map.of("a", 1), Map.of("a", 1L, "b", 2L))).isFalse();
        assertThat(ControlValues.same(Map.of("a", 1), List.of(1L))).isFalse();
    }
}
