/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.telemetry.Names;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The span of one request to an authorization server, as the stable HTTP conventions have it, below the span that is
 * current when it starts. Shows neither headers nor bodies.
 */
final class RequestSpan {
    private static final int FIRST_ERROR = 400;

    private final Span span;

    private RequestSpan(Span span) {
        this.span = span;
    }

    static RequestSpan start(Tracer tracer, Request request) {
        return new RequestSpan(tracer.spanBuilder(request.method())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(Names.HTTP_METHOD, request.method())
                .setAttribute(Names.SERVER_ADDRESS, request.url().host())
                .setAttribute(Names.SERVER_PORT, (long) request.url().port())
                .setAttribute(Names.URL_FULL, shown(request.url()))
                .startSpan());
    }

    /** An address as it may be shown: without query, fragment and user information, where secrets could stand. */
    static String shown(HttpUrl url) {
        return url.newBuilder()
                .username("")
                .password("")
                .query(null)
                .fragment(null)
                .build()
                .toString();
    }

    /** No answer came. */
    void failed(Throwable failure) {
        end(failure.getClass().getName());
    }

    /** @param unreadable why the answer's body is of no use, if it is not */
    void answered(int status, @Nullable Throwable unreadable) {
        span.setAttribute(Names.HTTP_STATUS, (long) status);
        if (status >= FIRST_ERROR) {
            end(String.valueOf(status));
        } else {
            end(unreadable == null ? null : unreadable.getClass().getName());
        }
    }

    private void end(@Nullable String error) {
        if (error != null) {
            span.setAttribute(Names.ERROR_TYPE, error);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
