/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt to run a held call: tells what the tool threw from a refusal by the guard. */
final class HeldRun {
    private static final Logger log = LoggerFactory.getLogger(Resumer.class);

    private final ApprovalDesk desk;
    private final HeldCall held;

    HeldRun(ApprovalDesk desk, HeldCall held) {
        this.desk = desk;
        this.held = held;
    }

    /** @throws ToolCallDeniedException if the tool did not run */
    FinishedCall with(HeldTool tool) {
        return with(tool, tool.body());
    }

    private <R> FinishedCall with(HeldTool tool, Tool<R, ?> body) {
        Noted<R> noted = new Noted<>(body);
        try {
            R result = desk.resume(held.id(), tool.descriptor(), noted);
            String text = result instanceof CompletionStage<?> later
                    ? text(later)
                    : body.text(result).orElse(null);
            return FinishedCall.of(held.ended(Status.SUCCEEDED, null), text);
        } catch (Exception e) {
            return failed(e, noted);
        }
    }

    private FinishedCall failed(Exception e, Noted<?> noted) {
        if (!(e instanceof ToolCallDeniedException denial)) {
            log.warn("tool {} failed with {}", held.tool().key(), e.getClass().getName());
            return FinishedCall.of(held.ended(noted.entered ? Status.FAILED : Status.UNKNOWN, null), null);
        }
        if (!noted.entered) {
            throw denial;
        }
        // What ran and is refused all the same is withheld, unless the tool itself was refused something.
        return noted.threw(denial)
                ? FinishedCall.of(held.ended(Status.FAILED, null), null)
                : FinishedCall.of(held.ended(Status.UNKNOWN, denial.reason()), null);
    }

    private static @Nullable String text(CompletionStage<?> later) {
        try {
            Object value = later.toCompletableFuture().join();
            return value instanceof CharSequence text ? text.toString() : null;
        } catch (CompletionException e) {
            if (Stages.cause(e) instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static final class Noted<R> implements Tool<R, Exception> {
        private final Tool<R, ?> body;
        private volatile boolean entered;
        private volatile @Nullable Throwable thrown;

        Noted(Tool<R, ?> body) {
            this.body = body;
        }

        @Override
        public R run(CallContext call) throws Exception {
            entered = true;
            try {
                return body.run(call);
            } catch (Exception | Error e) {
                thrown = e;
                throw e;
            }
        }

        @Override
        public Optional<String> text(R result) {
            return body.text(result);
        }

        @SuppressWarnings("ReferenceEquality") // this very exception
        boolean threw(Throwable e) {
            return thrown == e;
        }
    }
}
