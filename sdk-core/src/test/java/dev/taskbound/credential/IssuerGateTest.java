/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.telemetry.Metric;
import dev.taskbound.telemetry.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 4, speed and kindness to the issuer: bounded, retried only where safe, left alone while it is down. */
@Timeout(60)
class IssuerGateTest {
    private static final Supplier<Duration> TIME = () -> Duration.ofSeconds(30);

    private final Queue<String> counted = new ConcurrentLinkedQueue<>();
    private final IssuerGate gate =
            new IssuerGate("https://idp.example", ForkJoinPool.commonPool(), new IssuerMetrics(counting(), "idp"));
    private final AtomicInteger sent = new AtomicInteger();

    private Metrics counting() {
        return new Metrics() {
            @Override
            public void add(Metric metric, long delta, Map<String, String> labels) {
                counted.add(metric + " " + labels);
            }

            @Override
            public void record(Metric metric, double seconds, Map<String, String> labels) {
                counted.add(metric.label());
            }
        };
    }

    private CompletableFuture<Integer> ask(Supplier<CompletableFuture<Reply<Integer>>> answer) {
        return gate.ask(
                again -> {
                    sent.incrementAndGet();
                    return answer.get();
                },
                TIME);
    }

    private static CompletableFuture<Reply<Integer>> nothing() {
        return CompletableFuture.failedFuture(new NoAnswerException("https://idp.example: no answer", false));
    }

    private static CompletableFuture<Reply<Integer>> status(int status) {
        return CompletableFuture.completedFuture(reply(status));
    }

    private static Reply<Integer> reply(int status) {
        return new Reply<>(status, status, null);
    }

    @Test
    void sendsNoMoreThanSoManyAtOnce() {
        Queue<CompletableFuture<Reply<Integer>>> open = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(ask(() -> {
                CompletableFuture<Reply<Integer>> answer = new CompletableFuture<>();
                open.add(answer);
                return answer;
            }));
        }
        assertThat(sent).hasValue(IssuerGate.AT_ONCE);
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        while (!all.isDone()) {
            CompletableFuture<Reply<Integer>> next = open.poll();
            if (next != null) {
                assertThat(open.size()).isLessThan(IssuerGate.AT_ONCE);
                next.complete(reply(200));
            }
        }
        assertThat(sent).hasValue(200);
    }

    @Test
    void whatTimedOutWhileItWaitedIsNotSent() {
        List<CompletableFuture<Reply<Integer>>> open = new ArrayList<>();
        for (int i = 0; i < IssuerGate.AT_ONCE; i++) {
            CompletableFuture<Reply<Integer>> answer = new CompletableFuture<>();
            open.add(answer);
            ask(() -> answer);
        }
        CompletableFuture<Integer> late = gate.ask(
                again -> {
                    sent.incrementAndGet();
                    return status(200);
                },
                () -> Duration.ZERO);
        open.forEach(answer -> answer.complete(reply(200)));
        assertThat(catchThrowable(late::join)).hasMessageContaining("no time was left");
        assertThat(sent).hasValue(IssuerGate.AT_ONCE);
    }

    @Test
    void triesOnceMoreWhereNothingCameOfIt() {
        AtomicInteger tries = new AtomicInteger();
        assertThat(ask(() -> tries.getAndIncrement() == 0 ? nothing() : status(200))
                        .join())
                .isEqualTo(200);
        tries.set(0);
        assertThat(ask(() -> tries.getAndIncrement() == 0 ? status(503) : status(200))
                        .join())
                .isEqualTo(200);
        assertThat(sent).hasValue(4);
        assertThat(counted).anyMatch(line -> line.contains("taskbound.issuer.again=true"));
    }

    // RFC 9110, 10.2.3
    @Test
    void doesNotTryAgainBeforeTheServerWantsTo() {
        for (int status : List.of(429, 503)) {
            sent.set(0);
            assertThat(ask(() -> CompletableFuture.completedFuture(new Reply<>(status, status, Duration.ofSeconds(30))))
                            .join())
                    .isEqualTo(status);
            assertThat(sent).hasValue(1);
            ask(() -> CompletableFuture.completedFuture(new Reply<>(status, status, Duration.ZERO)))
                    .join();
            assertThat(sent).hasValue(3);
        }
    }

    // A revocation endpoint may limit its rate after a kill: tokens are still to be had.
    @Test
    void aServerThatSaysHowLongItsLimitHoldsIsThereAndOneThatIsUnavailableIsNot() {
        for (int i = 0; i < 40; i++) {
            ask(() -> CompletableFuture.completedFuture(new Reply<>(429, 429, Duration.ofSeconds(2))))
                    .join();
        }
        assertThat(ask(() -> status(200)).join()).isEqualTo(200);

        for (int i = 0; i < 40; i++) {
            catchThrowable(
                    ask(() -> CompletableFuture.completedFuture(new Reply<>(503, 503, Duration.ofSeconds(2))))::join);
        }
        assertThat(catchThrowable(ask(() -> status(200))::join)).hasMessageContaining("has not answered lately");
    }

    @Test
    void triesNoMoreThanOnceMoreAndNeverAfterAnAnswer() {
        assertThat(catchThrowable(ask(IssuerGateTest::nothing)::join)).hasCauseInstanceOf(CredentialException.class);
        assertThat(sent).hasValue(2);
        assertThat(ask(() -> status(400)).join()).isEqualTo(400);
        assertThat(ask(() -> status(500)).join()).isEqualTo(500);
        assertThat(sent).hasValue(4);
    }

    @Test
    void whatCannotBeMadeIsNoFailureOfTheIssuer() {
        for (int i = 0; i < 50; i++) {
            catchThrowable(ask(() -> {
                throw new IllegalStateException("no key");
            })::join);
        }
        assertThat(ask(() -> status(200)).join()).isEqualTo(200);
    }

    @Test
    void leavesAnIssuerThatIsDownAloneAndNoticesThatItIsBack() throws InterruptedException {
        int before;
        Throwable refused;
        int first;
        do {
            first = sent.get();
            for (int i = 0; i < 20; i++) {
                catchThrowable(ask(() -> status(500))::join);
            }
            before = sent.get();
            // Where this machine was away for longer than the moment lasts, it is asked again: then once more.
            refused = catchThrowable(ask(() -> status(200))::join);
        } while (refused == null);
        assertThat(refused).hasMessageContaining("not asked for a moment");
        assertThat(before - first).isLessThan(20);
        assertThat(sent).hasValue(before);
        while (sent.get() == before) {
            Thread.sleep(20);
            ask(() -> status(200)).exceptionally(failure -> 0).join();
        }
        assertThat(ask(() -> status(200)).join()).isEqualTo(200);
        assertThat(ask(() -> status(200)).join()).isEqualTo(200);
        assertThat(counted)
                .anyMatch(line -> line.contains("state=open"))
                .anyMatch(line -> line.contains("state=closed"))
                .anyMatch(line -> line.contains("held_back"));
    }
}
