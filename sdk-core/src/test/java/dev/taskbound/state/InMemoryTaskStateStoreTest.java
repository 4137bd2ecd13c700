/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InMemoryTaskStateStoreTest extends TaskStateStoreKit {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    // Close to where the clock overflows, as System.nanoTime may be.
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final InMemoryTaskStateStore small = new InMemoryTaskStateStore(2, nanos::get);

    @Override
    protected TaskStateStore newStore() {
        return new InMemoryTaskStateStore(InMemoryTaskStateStore.DEFAULT_CAPACITY, nanos::get);
    }

    @Override
    protected void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void refusesCountersOfMoreTasksAndKeepsThoseItHas() {
        reserve("r1", "t1", MINUTE);
        reserve("r2", "t2", MINUTE);
        get(small.settle("r1"));
        get(small.settle("r2"));
        refuses(small.reserve("r3", List.of(Charge.of("t1/calls", 1, 9), Charge.of("t3/calls", 1, 9)), MINUTE));
        assertThat(get(small.count("t1/calls"))).isEqualByComparingTo("1");
        assertThat(get(small.count("t2/calls"))).isEqualByComparingTo("1");
    }

    @Test
    void refusesMoreOpenReservationsAndTakesNothingForThem() {
        reserve("r1", "t1", MINUTE);
        reserve("r2", "t1", MINUTE);
        refuses(small.reserve("r3", List.of(Charge.of("t1/calls", 1, 9)), MINUTE));
        assertThat(get(small.count("t1/calls"))).isEqualByComparingTo("2");
        get(small.settle("r1"));
        reserve("r3", "t1", MINUTE);
    }

    @Test
    void hasRoomAgainWhenLivesAreOver() {
        get(small.claim("k1", "me", MINUTE));
        get(small.claim("k2", "me", MINUTE.multipliedBy(3)));
        refuses(small.claim("k3", "me", MINUTE));
        pass(MINUTE);
        assertThat(get(small.claim("k3", "me", MINUTE))).isTrue();
        assertThat(get(small.claim("k2", "you", MINUTE))).isFalse();
        refuses(small.claim("k4", "me", MINUTE));
    }

    @Test
    void refusesMoreRevocationsButNeverThatOfEverything() {
        revoke("t1");
        revoke("t2");
        revoke("t2");
        refuses(small.revoke(task("t3")));
        assertThat(get(small.revoked(List.of(task("t1").target())))).isPresent();
        get(small.revoke(new Revocation(Revocation.Target.EVERYTHING, "me", "why", Instant.EPOCH)));
        assertThat(get(small.revoked(List.of(task("t3").target())))).isPresent();
    }

    @Test
    void refusesMoreCountersOfOneTask() {
        TaskStateStore store = TaskStateStore.inMemory();
        for (int i = 0; i < 10_000; i++) {
            get(store.reserve("r" + i, List.of(Charge.of("t/" + i, 1, 9)), MINUTE));
        }
        refuses(store.reserve("more", List.of(Charge.of("t/more", 1, 9)), MINUTE));
    }

    @Test
    void takesALifeWithoutEnd() {
        assertThat(get(small.claim("key", "me", ChronoUnit.FOREVER.getDuration())))
                .isTrue();
        pass(Duration.ofDays(36_500));
        assertThat(get(small.claim("key", "you", MINUTE))).isFalse();
    }

    @Test
    void refusesALifeThatIsOver() {
        assertThat(small.claim("key", "me", Duration.ZERO).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(small.claim("key", "me", Duration.ofSeconds(-1)).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void answersAtOnce() {
        assertThat(small.count("t/calls").toCompletableFuture()).isCompleted();
        assertThat(small.revoked(List.of()).toCompletableFuture()).isCompleted();
    }

    @Test
    void chargesNameTheirTaskAndStayCheap() {
        assertThat(Charge.of("t/limit/refund/count", 1, 2).task()).isEqualTo("t");
        assertThat(new Charge("t/sum", new BigDecimal("1e308"), new BigDecimal("4.9e-324")).amount())
                .isEqualByComparingTo("1e308");
        assertThatThrownBy(() -> Charge.of("calls", 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Charge.of("/calls", 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Charge.of("t/calls", -1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Charge("t/sum", new BigDecimal("1e2000000000"), BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everythingHasNoName() {
        assertThatThrownBy(() -> new Revocation.Target(Revocation.Kind.EVERYTHING, "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void reserve(String reservation, String task, Duration life) {
        assertThat(get(small.reserve(reservation, List.of(Charge.of(task + "/calls", 1, 9)), life)))
                .isEmpty();
    }

    private void revoke(String task) {
        get(small.revoke(task(task)));
    }

    private static Revocation task(String id) {
        return new Revocation(new Revocation.Target(Revocation.Kind.TASK, id), "me", "why", Instant.EPOCH);
    }

    private static void refuses(CompletionStage<?> stage) {
        assertThat(stage.toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("no room");
    }
}
