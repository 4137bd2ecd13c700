/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.TestClock;
import dev.taskbound.internal.net.ExpiringIds.Added;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiringIdsTest {
    private final TestClock clock = new TestClock();
    private final ExpiringIds ids = new ExpiringIds(2, clock);
    private final Instant soon = clock.instant().plusSeconds(1);

    @Test
    void takesAnIdOnce() {
        assertThat(ids.add("a", soon)).isEqualTo(Added.NEW);
        assertThat(ids.add("a", soon)).isEqualTo(Added.KNOWN);
    }

    @Test
    void refusesMoreRatherThanForgetOneThatIsAlive() {
        ids.add("a", soon);
        ids.add("b", soon.plusSeconds(10));
        assertThat(ids.add("c", soon)).isEqualTo(Added.FULL);
        assertThat(ids.contains("a")).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(ids.add("c", clock.instant())).isEqualTo(Added.NEW);
        assertThat(ids.contains("a")).isFalse();
        assertThat(ids.contains("b")).isTrue();
    }
}
