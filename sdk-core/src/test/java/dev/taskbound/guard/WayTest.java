/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.ReasonCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class WayTest {
    private static final Refusal NO = Refusal.of(ReasonCode.NOT_ALLOWED, "no");
    private static final Refusal KILL = Refusal.of(ReasonCode.REVOKED, "kill");

    private final List<String> taken = new ArrayList<>();
    private final List<Refusal> refused = new ArrayList<>();
    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final Way way = new Way(executor::add, refused::add);

    @Test
    void stepsThatAreDoneAreTakenOneAfterAnotherOnThisThread() {
        way.then(step("a")).then(step("b")).thenAlways(step("c")).go();
        assertThat(taken).containsExactly("a", "b", "c");
        assertThat(executor).isEmpty();
        assertThat(refused).isEmpty();
    }

    @Test
    void theFirstRefusalEndsTheWayAlsoForStepsThatAreAlwaysTaken() {
        way.then(step("a"))
                .then(() -> Way.refuse(NO))
                .then(step("b"))
                .thenAlways(step("c"))
                .go();
        assertThat(taken).containsExactly("a");
        assertThat(refused).containsExactly(NO);
    }

    @Test
    void aStepThatThrowsFailsOrAnswersNothingIsARefusal() {
        List<Way.Step> broken = List.of(
                () -> {
                    throw new IllegalStateException("text of any kind");
                },
                () -> CompletableFuture.failedFuture(new IllegalStateException("text of any kind")),
                () -> null);
        for (Way.Step step : broken) {
            new Way(executor::add, refused::add).then(step).then(step("never")).go();
        }
        assertThat(taken).isEmpty();
        assertThat(refused).hasSize(3).allSatisfy(refusal -> {
            assertThat(refusal.reason()).isEqualTo(ReasonCode.INTERNAL_ERROR);
            assertThat(refusal.detail()).doesNotContain("text");
        });
    }

    @Test
    void aStopBetweenStepsKeepsTheNextOneFromBeingTaken() {
        way.then(() -> {
                    way.stop(KILL);
                    return Way.ON;
                })
                .then(step("never"))
                .go();
        assertThat(taken).isEmpty();
        assertThat(refused).containsExactly(KILL);
    }

    @Test
    void aStopEndsAWaitAndOnlyTheFirstCounts() {
        CompletableFuture<Refusal> answer = new CompletableFuture<>();
        way.then(() -> answer).then(step("never")).go();
        way.stop(KILL);
        way.stop(NO);
        runExecutor();
        answer.complete(null);
        runExecutor();
        assertThat(taken).isEmpty();
        assertThat(refused).containsExactly(KILL);
        assertThat(way.stopped()).isEqualTo(KILL);
    }

    @Test
    void aStopDoesNotEndAWaitForWhatHasRun() {
        CompletableFuture<Refusal> answer = new CompletableFuture<>();
        way.thenAlways(() -> answer).thenAlways(step("outcome")).go();
        way.stop(KILL);
        runExecutor();
        assertThat(taken).isEmpty();
        answer.complete(null);
        runExecutor();
        assertThat(taken).containsExactly("outcome");
        assertThat(refused).isEmpty();
    }

    @Test
    void whatFollowsAWaitRunsOnTheExecutorAndNotWhereTheAnswerCame() {
        CompletableFuture<Refusal> answer = new CompletableFuture<>();
        way.then(() -> answer).then(step("after")).go();
        answer.complete(null);
        assertThat(taken).isEmpty();
        runExecutor();
        assertThat(taken).containsExactly("after");
    }

    @Test
    void whatFollowsAHopRunsOnTheExecutor() {
        way.then(step("here")).hop().then(step("there")).go();
        assertThat(taken).containsExactly("here");
        runExecutor();
        assertThat(taken).containsExactly("here", "there");
    }

    @Test
    void anExecutorThatTakesNoMoreRefusesTheCallButNotTheRecordOfAnOutcome() {
        Way full = new Way(
                task -> {
                    throw new RejectedExecutionException();
                },
                refused::add);
        full.hop().then(step("never")).go();
        assertThat(refused).singleElement().extracting(Refusal::reason).isEqualTo(ReasonCode.INTERNAL_ERROR);

        CompletableFuture<Refusal> answer = new CompletableFuture<>();
        Way ran = new Way(
                task -> {
                    throw new RejectedExecutionException();
                },
                refused::add);
        ran.thenAlways(() -> answer).thenAlways(step("outcome")).go();
        answer.complete(null);
        assertThat(taken).containsExactly("outcome");
    }

    private Way.Step step(String name) {
        return () -> {
            taken.add(name);
            return Way.ON;
        };
    }

    private void runExecutor() {
        for (Runnable next = executor.poll(); next != null; next = executor.poll()) {
            next.run();
        }
    }
}
