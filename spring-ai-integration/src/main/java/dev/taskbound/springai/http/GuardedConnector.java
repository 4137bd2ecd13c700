/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.http;

import dev.taskbound.ToolCallDeniedException;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.URI;
import java.util.function.Function;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Request;
import okhttp3.Response;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Connects Spring's reactive client through the guard, for the tool call in whose context it is subscribed to. */
final class GuardedConnector implements ClientHttpConnector {
    private final Call.Factory http;

    GuardedConnector(Call.Factory http) {
        this.http = http;
    }

    @Override
    public Mono<ClientHttpResponse> connect(
            HttpMethod method, URI uri, Function<? super ClientHttpRequest, Mono<Void>> callback) {
        // The request's body may be made on another thread, which knows nothing of the call.
        Context context = Context.current();
        GuardedReactiveRequest request = new GuardedReactiveRequest(method, uri);
        return callback.apply(request).then(Mono.create(sink -> send(request.toOkHttp(), context, sink)));
    }

    private void send(Request request, Context context, MonoSink<ClientHttpResponse> sink) {
        try (Scope current = context.makeCurrent()) {
            Call call = http.newCall(request);
            sink.onCancel(call::cancel);
            call.enqueue(new Answer(sink));
        } catch (RuntimeException e) {
            sink.error(e);
        }
    }

    private record Answer(MonoSink<ClientHttpResponse> sink) implements Callback {
        @Override
        public void onResponse(Call call, Response response) {
            sink.success(new GuardedReactiveResponse(response));
        }

        /** A refusal comes as the cause; it is told as what it is. */
        @Override
        public void onFailure(Call call, IOException e) {
            sink.error(e.getCause() instanceof ToolCallDeniedException denied ? denied : e);
        }
    }
}
