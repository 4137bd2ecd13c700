/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.guard.CallContext;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.EventListener;
import org.jspecify.annotations.Nullable;

/** Cancels an HTTP call when the tool call ends, from its start until its last stream is closed. */
final class CancelAtEnd extends EventListener {
    private final CallContext context;
    private volatile CallContext.@Nullable Registration registration;

    CancelAtEnd(CallContext context) {
        this.context = context;
    }

    @Override
    public void callStart(Call call) {
        registration = context.onEnd(call::cancel);
    }

    @Override
    public void callEnd(Call call) {
        withdraw();
    }

    @Override
    public void callFailed(Call call, IOException failure) {
        withdraw();
    }

    private void withdraw() {
        CallContext.Registration registered = registration;
        if (registered != null) {
            registered.close();
        }
    }
}
