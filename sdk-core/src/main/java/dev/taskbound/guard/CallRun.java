/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.origin.TaskOrigins;
import dev.taskbound.policy.ToolProfile;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a tool and what came of it. A tool that returns a stage runs until the stage completes, the call's deadline
 * passes or the call is stopped; the caller gets a stage of the guard's own, completed when the outcome is recorded.
 */
final class CallRun<R> {
    private final Tool<R, ?> tool;
    private final CallContext context;
    private final CompletableFuture<R> result;
    private final Clock clock;
    private final CompletableFuture<@Nullable Refusal> ended = new CompletableFuture<>();
    private @Nullable CompletableFuture<Object> handedOut;
    private @Nullable Object value;
    private @Nullable Throwable failure;
    private @Nullable ReasonCode unknown;

    CallRun(Tool<R, ?> tool, CallContext context, CompletableFuture<R> result, Clock clock) {
        this.tool = tool;
        this.context = context;
        this.result = result;
        this.clock = clock;
    }

    /** Completes when the tool has ended; never with a refusal, because what has run has an outcome. */
    CompletionStage<@Nullable Refusal> go() {
        try {
            R returned = tool.run(context);
            if (returned instanceof CompletionStage<?> stage) {
                waitFor(stage);
            } else {
                finished(returned, null);
            }
        } catch (Throwable e) {
            finished(null, e);
        }
        return ended;
    }

    @SuppressWarnings("unchecked")
    private void waitFor(CompletionStage<?> stage) {
        CompletableFuture<Object> ours = new CompletableFuture<>();
        handedOut = ours;
        stage.whenComplete((later, problem) -> finished(later, problem == null ? null : Stages.cause(problem)));
        long left = Duration.between(clock.instant(), context.deadline()).toNanos();
        CompletableFuture<Void> alarm =
                new CompletableFuture<Void>().completeOnTimeout(null, left, TimeUnit.NANOSECONDS);
        alarm.thenRun(() -> abandon(ReasonCode.DEADLINE_EXCEEDED));
        ended.whenComplete((none, problem) -> alarm.cancel(false));
        result.complete((R) ours);
    }

    private void finished(@Nullable Object returned, @Nullable Throwable problem) {
        synchronized (this) {
            if (ended.isDone()) {
                return;
            }
            value = returned;
            failure = problem;
        }
        ended.complete(null);
    }

    /** Stops waiting for a stage. A tool that runs on its thread cannot be stopped: its outcome is still to come. */
    void abandon(ReasonCode reason) {
        synchronized (this) {
            if (handedOut == null || ended.isDone()) {
                return;
            }
            unknown = reason;
        }
        ended.complete(null);
    }

    synchronized Type outcome() {
        if (unknown != null) {
            return Type.UNKNOWN;
        }
        return failure == null ? Type.SUCCEEDED : Type.FAILED;
    }

    synchronized Map<String, Object> details() {
        String error = error();
        return error == null ? Map.of() : Map.of("error", error);
    }

    /** The kind of error: a reason code or the exception's class, never its message. */
    synchronized @Nullable String error() {
        if (unknown != null) {
            return unknown.name();
        }
        if (failure instanceof ToolCallDeniedException denied) {
            return denied.reason().name();
        }
        return failure == null ? null : failure.getClass().getName();
    }

    synchronized @Nullable Refusal refusal() {
        return unknown == null ? null : Refusal.of(unknown, "the tool had not ended");
    }

    /** Registers what the result shows, before anybody gets it. An error's text may tell as much: its labels count too. */
    void learn(TaskOrigins origins, ToolProfile profile) {
        boolean teaches = profile.trustedResult() || !profile.trustedFields().isEmpty();
        if (!teaches && profile.labels().isEmpty()) {
            return;
        }
        Object tree = text().map(CallRun::tree).orElse(null);
        origins.labels(profile.labels(), tree);
        if (profile.trustedResult() && tree != null) {
            origins.trustedResult(profile.key(), tree);
        } else if (teaches && tree != null) {
            origins.trustedResult(profile.key(), tree, profile.trustedFields());
        }
    }

    @SuppressWarnings("unchecked")
    private Optional<String> text() {
        Object seen = value;
        if (seen == null) {
            return Optional.empty();
        }
        try {
            return handedOut == null ? tool.text((R) seen) : Optional.of(seen.toString());
        } catch (RuntimeException e) {
            // What cannot be read makes nothing known; its labels stay with the task.
            return Optional.empty();
        }
    }

    private static @Nullable Object tree(String text) {
        try {
            return StrictJson.parse(text, JsonLimits.RESULTS);
        } catch (JsonRefusedException e) {
            return text;
        }
    }

    /** Gives the outcome to whoever waits for it, or the refusal in its place. */
    @SuppressWarnings("unchecked")
    void release(@Nullable Refusal withheld) {
        CompletableFuture<Object> waiting = handedOut == null ? (CompletableFuture<Object>) result : handedOut;
        if (withheld != null) {
            waiting.completeExceptionally(withheld.exception());
        } else if (failure != null) {
            waiting.completeExceptionally(failure);
        } else {
            waiting.complete(value);
        }
    }
}
