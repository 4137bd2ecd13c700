/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.guard.TestCall;
import dev.taskbound.policy.Destination.Trace;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import mockwebserver3.MockWebServer;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DESIGN: what trace context a destination gets is its policy's choice; other baggage is stripped. */
class TraceContextTest extends HttpTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final Context CURRENT = Context.root()
            .with(Span.wrap(SpanContext.create(
                    TRACE,
                    SPAN,
                    TraceFlags.getSampled(),
                    TraceState.builder().put("vendor", "secret").build())))
            .with(Baggage.builder().put("customer", "alice").build());

    private Headers received(Trace trace) throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.ok());
        TestCall call = TestCall.to(Net.destination(trace, true, net.at("orders.test")), TOKEN);
        Request request = get(net.url("orders.test", "/"))
                .newBuilder()
                .header("traceparent", "00-11111111111111111111111111111111-2222222222222222-01")
                .header("tracestate", "tool=1")
                .header("baggage", "customer=alice")
                .header("b3", "1-2-1")
                .header("X-B3-TraceId", "1")
                .header("uberctx-customer", "alice")
                .build();
        Call.Factory http = GuardedHttp.wrap(net.client()
                .addNetworkInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .header("tracestate", "instrumentation=1")
                        .addHeader("Baggage", "customer=alice")
                        .build()))
                .build());
        try (Scope ignored = CURRENT.makeCurrent()) {
            send(call, http, request);
        }
        Headers headers = take(orders).getHeaders();
        assertThat(headers.names()).doesNotContain("tracestate", "b3", "x-b3-traceid", "uberctx-customer");
        assertThat(headers.toString()).doesNotContain("alice", "secret");
        return headers;
    }

    @Test
    void sendsNothingByDefault() throws Exception {
        assertThat(received(Trace.NONE).names()).doesNotContain("traceparent", "baggage");
    }

    @Test
    void sendsTheCurrentSpanWhereGranted() throws Exception {
        Headers headers = received(Trace.TRACEPARENT);
        assertThat(headers.values("traceparent")).containsExactly("00-" + TRACE + "-" + SPAN + "-01");
        assertThat(headers.names()).doesNotContain("baggage");
    }

    /** The span is that of the place where the request is made, not of OkHttp's thread. */
    @Test
    void sendsTheSpanFromOkHttpsThreadsToo() throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.ok());
        TestCall call = TestCall.to(Net.destination(Trace.TRACEPARENT, true, net.at("orders.test")), TOKEN);
        try (Scope ignored = CURRENT.makeCurrent()) {
            call.run(() -> {
                http().newCall(get(net.url("orders.test", "/"))).enqueue(new Callback() {
                    @Override
                    public void onFailure(Call failed, IOException e) {}

                    @Override
                    public void onResponse(Call answered, Response response) {
                        response.close();
                    }
                });
                return null;
            });
        }
        assertThat(take(orders).getHeaders().get("traceparent")).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
    }

    @Test
    void sendsTheTaskWhereGranted() throws Exception {
        Headers headers = received(Trace.TASK);
        assertThat(headers.values("traceparent")).containsExactly("00-" + TRACE + "-" + SPAN + "-01");
        assertThat(headers.values("baggage")).hasSize(1);
        assertThat(headers.get("baggage").split(","))
                .containsExactlyInAnyOrder("taskbound.task.id=task-1", "taskbound.intent=refund-order");
    }

    @ParameterizedTest
    @EnumSource(value = Trace.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void sendsNoTraceparentWithoutASpan(Trace trace) throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.ok());
        TestCall call = TestCall.to(Net.destination(trace, true, net.at("orders.test")), TOKEN);
        send(call, get(net.url("orders.test", "/")));
        assertThat(take(orders).getHeaders().get("traceparent")).isNull();
    }
}
