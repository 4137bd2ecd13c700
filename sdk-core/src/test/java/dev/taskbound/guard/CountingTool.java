/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Counts how often its body ran: what a refusal says proves nothing, only this does. */
final class CountingTool implements Tool<String, RuntimeException> {
    private final AtomicInteger runs = new AtomicInteger();
    private final Function<CallContext, String> body;

    CountingTool() {
        this(call -> "done");
    }

    CountingTool(Function<CallContext, String> body) {
        this.body = body;
    }

    @Override
    public String run(CallContext call) {
        runs.incrementAndGet();
        return body.apply(call);
    }

    int runs() {
        return runs.get();
    }
}
