/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps one after another and stops at the first refusal. A step that is already done is followed at once on the
 * same thread; only one that is not is waited for, without a thread. A step that fails, or does not answer in time,
 * refuses with the code that the way names for it.
 */
final class Way {
    /** Answers null to go on, or why the call ends here. */
    interface Step {
        CompletionStage<@Nullable Refusal> take();
    }

    static final CompletionStage<@Nullable Refusal> ON = CompletableFuture.completedFuture(null);

    private static final Leg HOP = new Leg(() -> ON, ReasonCode.INTERNAL_ERROR, null, true);

    private final List<Leg> legs = new ArrayList<>();
    private final Executor executor;
    private final Duration patience;
    private final Consumer<Refusal> refused;
    private int next;
    private volatile @Nullable Refusal stopped;
    private volatile @Nullable CompletableFuture<@Nullable Refusal> waiting;

    /**
     * @param executor where the way goes on after a step that was waited for, and after a hop: never on the thread of
     *     whoever answered
     * @param patience the longest wait for an ordinary step
     * @param refused where the way ends if a step refuses
     */
    Way(Executor executor, Duration patience, Consumer<Refusal> refused) {
        this.executor = executor;
        this.patience = patience;
        this.refused = refused;
    }

    static CompletionStage<@Nullable Refusal> refuse(Refusal refusal) {
        return CompletableFuture.completedFuture(refusal);
    }

    Way then(Step step, ReasonCode onFailure) {
        return add(new Leg(step, onFailure, patience, false));
    }

    /** A step that limits its own wait. */
    Way thenWait(Step step, ReasonCode onFailure) {
        return add(new Leg(step, onFailure, null, false));
    }

    /** A step that {@link #stop} does not keep from being taken, and that limits its own wait. */
    Way thenAlways(Step step, ReasonCode onFailure) {
        return add(new Leg(step, onFailure, null, true));
    }

    /** What follows runs on the executor. */
    Way hop() {
        return add(HOP);
    }

    private Way add(Leg leg) {
        legs.add(leg);
        return this;
    }

    /** Ends a wait, and every later step, with this refusal. Only the first counts. Any thread. */
    void stop(Refusal refusal) {
        synchronized (legs) {
            if (stopped != null) {
                return;
            }
            stopped = refusal;
        }
        CompletableFuture<@Nullable Refusal> pending = waiting;
        if (pending != null) {
            pending.complete(refusal);
        }
    }

    @Nullable
    Refusal stopped() {
        return stopped;
    }

    void go() {
        while (next < legs.size()) {
            Leg leg = legs.get(next++);
            if (leg == HOP) {
                onExecutor(this::go);
                return;
            }
            CompletableFuture<@Nullable Refusal> answer = take(leg);
            if (!answer.isDone()) {
                await(answer, leg);
                return;
            }
            if (!goesOn(answer, leg)) {
                return;
            }
        }
    }

    private void onExecutor(Runnable rest) {
        try {
            executor.execute(rest);
        } catch (RejectedExecutionException e) {
            refused.accept(Refusal.failure(ReasonCode.INTERNAL_ERROR, e));
        }
    }

    private CompletableFuture<@Nullable Refusal> take(Leg leg) {
        Refusal already = stopped;
        CompletableFuture<@Nullable Refusal> answer = new CompletableFuture<>();
        if (already != null && !leg.always) {
            answer.complete(already);
            return answer;
        }
        try {
            leg.step.take().whenComplete((refusal, failure) -> {
                if (failure == null) {
                    answer.complete(refusal);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private void await(CompletableFuture<@Nullable Refusal> answer, Leg leg) {
        Duration longest = leg.longest;
        if (longest != null) {
            answer.orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS);
        }
        waiting = answer;
        Refusal meanwhile = stopped;
        if (meanwhile != null && !leg.always) {
            answer.complete(meanwhile);
        }
        answer.whenComplete((refusal, failure) -> onExecutor(() -> goOn(answer, leg)));
    }

    private void goOn(CompletableFuture<@Nullable Refusal> answer, Leg leg) {
        waiting = null;
        if (goesOn(answer, leg)) {
            go();
        }
    }

    private boolean goesOn(CompletableFuture<@Nullable Refusal> answer, Leg leg) {
        Refusal refusal = refusalIn(answer, leg.onFailure);
        if (refusal != null) {
            refused.accept(refusal);
        }
        return refusal == null;
    }

    private static @Nullable Refusal refusalIn(CompletableFuture<@Nullable Refusal> answer, ReasonCode onFailure) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause instanceof TimeoutException
                    ? Refusal.of(onFailure, "no answer in time")
                    : Refusal.failure(onFailure, cause);
        } catch (java.util.concurrent.CancellationException e) {
            return Refusal.failure(onFailure, e);
        }
    }

    private record Leg(
            Step step, ReasonCode onFailure, @Nullable Duration longest, boolean always) {}
}
