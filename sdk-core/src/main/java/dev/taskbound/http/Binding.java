/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.guard.CallContext;
import io.opentelemetry.context.Context;
import okhttp3.Call;
import okhttp3.Request;

/**
 * Ties a request to the tool call it was made in: a request tag, so that it reaches OkHttp's threads.
 *
 * @param call the tool call
 * @param surroundings what else was current where the request was made, the span above all
 */
record Binding(CallContext call, Context surroundings) {
    static Binding to(CallContext call) {
        return new Binding(call, Context.current());
    }

    /** Read from the call, not from a request: an interceptor may have put another request in its place. */
    static Binding of(Call call) {
        Binding binding = call.request().tag(Binding.class);
        if (binding == null) {
            throw new IllegalStateException("a call that GuardedHttp did not make");
        }
        return binding;
    }

    Request on(Request request) {
        return request.newBuilder().tag(Binding.class, this).build();
    }
}
