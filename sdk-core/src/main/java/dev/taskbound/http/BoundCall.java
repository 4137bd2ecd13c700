/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.CallContext;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import kotlin.jvm.functions.Function0;
import kotlin.reflect.KClass;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** An HTTP call that lives no longer than the tool call it belongs to. */
final class BoundCall implements Call {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final OkHttpClient client;
    private final Request request;
    private final Binding binding;
    private final Call delegate;

    BoundCall(OkHttpClient client, Request request, Binding binding) {
        this.client = client;
        this.request = request;
        this.binding = binding;
        CancelAtEnd end = new CancelAtEnd(binding.call());
        this.delegate = client.newCall(
                binding.on(request).newBuilder().tag(CancelAtEnd.class, end).build());
        delegate.addEventListener(end);
    }

    @Override
    public Response execute() throws IOException {
        begin();
        try {
            return delegate.execute();
        } catch (RefusedException e) {
            throw e.denied();
        }
    }

    @Override
    public void enqueue(Callback callback) {
        begin();
        delegate.enqueue(new BoundCallback(callback));
    }

    /** The earlier of the two deadlines holds, and the tool's own timeout beside them. */
    private void begin() {
        CallContext call = binding.call();
        Hop.destination(call);
        Duration left = Duration.between(Instant.now(), call.deadline());
        if (left.isNegative() || left.isZero()) {
            throw new ToolCallDeniedException(ReasonCode.DEADLINE_EXCEEDED);
        }
        long end = System.nanoTime() + (left.compareTo(LONGEST) < 0 ? left : LONGEST).toNanos();
        Timeout timeout = delegate.timeout();
        if (!timeout.hasDeadline() || timeout.deadlineNanoTime() - end > 0) {
            timeout.deadlineNanoTime(end);
        }
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public void cancel() {
        delegate.cancel();
    }

    @Override
    public boolean isExecuted() {
        return delegate.isExecuted();
    }

    @Override
    public boolean isCanceled() {
        return delegate.isCanceled();
    }

    @Override
    public Timeout timeout() {
        return delegate.timeout();
    }

    @Override
    public void addEventListener(EventListener eventListener) {
        delegate.addEventListener(eventListener);
    }

    @Override
    public <T> @Nullable T tag(KClass<T> type) {
        return delegate.tag(type);
    }

    @Override
    public <T> @Nullable T tag(Class<? extends T> type) {
        return delegate.tag(type);
    }

    @Override
    public <T> T tag(KClass<T> type, Function0<? extends T> computeIfAbsent) {
        return delegate.tag(type, computeIfAbsent);
    }

    @Override
    public <T> T tag(Class<T> type, Function0<? extends T> computeIfAbsent) {
        return delegate.tag(type, computeIfAbsent);
    }

    /** Another call for the same tool call, on whatever thread it is made. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public Call clone() {
        return new BoundCall(client, request, binding);
    }

    /** Names this call, not its delegate, and brings back what was current where the request was made. */
    private final class BoundCallback implements Callback {
        private final Callback callback;

        BoundCallback(Callback callback) {
            this.callback = callback;
        }

        @Override
        public void onResponse(Call ignored, Response response) throws IOException {
            Scope scope = binding.surroundings().makeCurrent();
            try {
                callback.onResponse(BoundCall.this, response);
            } finally {
                scope.close();
            }
        }

        @Override
        public void onFailure(Call ignored, IOException failure) {
            Scope scope = binding.surroundings().makeCurrent();
            try {
                callback.onFailure(BoundCall.this, failure);
            } finally {
                scope.close();
            }
        }
    }
}
