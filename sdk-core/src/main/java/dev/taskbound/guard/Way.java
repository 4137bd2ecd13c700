/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps one after another and stops at the first refusal. A step that is already done is followed at once on the
 * same thread; only one that is not is waited for, without a thread. A step that fails is a refusal.
 */
final class Way {
    /** Answers null to go on, or why the call ends here. */
    interface Step {
        CompletionStage<@Nullable Refusal> take();
    }

    static final CompletionStage<@Nullable Refusal> ON = CompletableFuture.completedFuture(null);

    private static final Leg HOP = new Leg(() -> ON, true);

    private final List<Leg> legs = new ArrayList<>();
    private final Executor executor;
    private final Consumer<Refusal> refused;
    private int next;
    private volatile @Nullable Refusal stopped;
    private boolean entered;
    private boolean over;
    private volatile @Nullable CompletableFuture<@Nullable Refusal> waiting;

    /**
     * @param executor where the way goes on after a step that was waited for, and after a hop: never on the thread of
     *     whoever answered
     * @param refused where the way ends if a step refuses
     */
    Way(Executor executor, Consumer<Refusal> refused) {
        this.executor = executor;
        this.refused = refused;
    }

    static CompletionStage<@Nullable Refusal> refuse(Refusal refusal) {
        return CompletableFuture.completedFuture(refusal);
    }

    static CompletionStage<@Nullable Refusal> unless(@Nullable Refusal refusal) {
        return refusal == null ? ON : refuse(refusal);
    }

    Way then(Step step) {
        return add(new Leg(step, false));
    }

    /** A step that {@link #stop} does not keep from being taken: for what must be done once the tool may have run. */
    Way thenAlways(Step step) {
        return add(new Leg(step, true));
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
        close(refusal);
        wake();
    }

    /** No later step is taken; a wait goes on until {@link #wake}. True if it is this that ends the way. */
    boolean close(Refusal refusal) {
        synchronized (legs) {
            if (stopped != null || over) {
                return false;
            }
            stopped = refusal;
            return true;
        }
    }

    /** Ends the wait of a way that was closed. */
    void wake() {
        Refusal refusal = stopped;
        CompletableFuture<@Nullable Refusal> pending = waiting;
        if (refusal != null && pending != null) {
            pending.complete(refusal);
        }
    }

    @Nullable
    Refusal stopped() {
        return stopped;
    }

    /** The tool is about to run, unless the way was stopped: what stops it later does not keep it from beginning. */
    @Nullable
    Refusal enter() {
        synchronized (legs) {
            entered = stopped == null;
            return stopped;
        }
    }

    boolean isEntered() {
        synchronized (legs) {
            return entered;
        }
    }

    /** What it was stopped with, if it was; from here on nothing stops it. */
    @Nullable
    Refusal finish() {
        synchronized (legs) {
            over = true;
            return stopped;
        }
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
            if (!goesOn(answer)) {
                return;
            }
        }
    }

    private void onExecutor(Runnable rest) {
        try {
            executor.execute(rest);
        } catch (RuntimeException e) {
            finish();
            refused.accept(Refusal.failure(e));
        }
    }

    private CompletableFuture<@Nullable Refusal> take(Leg leg) {
        Refusal already = stopped;
        if (already != null && !leg.always) {
            return CompletableFuture.completedFuture(already);
        }
        try {
            return Stages.follow(leg.step.take());
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void await(CompletableFuture<@Nullable Refusal> answer, Leg leg) {
        if (leg.always) {
            // The tool has run: its outcome is recorded even where the executor takes no more.
            answer.whenComplete((refusal, failure) -> Stages.runOn(executor, () -> goOn(answer)));
            return;
        }
        waiting = answer;
        Refusal meanwhile = stopped;
        if (meanwhile != null) {
            answer.complete(meanwhile);
        }
        answer.whenComplete((refusal, failure) -> onExecutor(() -> goOn(answer)));
    }

    private void goOn(CompletableFuture<@Nullable Refusal> answer) {
        waiting = null;
        if (goesOn(answer)) {
            go();
        }
    }

    private boolean goesOn(CompletableFuture<@Nullable Refusal> answer) {
        Refusal refusal = answer.handle(
                        (told, failure) -> failure == null ? told : Refusal.failure(Stages.cause(failure)))
                .join();
        if (refusal != null) {
            finish();
            refused.accept(refusal);
        }
        return refusal == null;
    }

    private record Leg(Step step, boolean always) {}
}
