/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.HeldCall;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a held call after its caller had stopped waiting for it.
 *
 * @param call the call as it ended: see its {@code status()} and, where it did not run, its {@code reason()}
 * @param result what the tool answered, as the model would see it; only of a call that succeeded, and as little to be
 *     trusted or logged as any tool's result
 */
public record FinishedCall(HeldCall call, Optional<String> result) {
    public FinishedCall {
        Objects.requireNonNull(call, "call");
        Objects.requireNonNull(result, "result");
    }

    static FinishedCall of(HeldCall call, @Nullable String result) {
        return new FinishedCall(call, Optional.ofNullable(result));
    }

    /** Shows neither arguments nor result. */
    @Override
    public String toString() {
        return "FinishedCall[" + call + "]";
    }
}
