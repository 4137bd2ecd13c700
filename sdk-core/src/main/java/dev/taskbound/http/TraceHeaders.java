/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.Task;
import dev.taskbound.policy.Destination.Trace;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import okhttp3.Headers;

/** The trace context that leaves: what the policy grants the destination, instead of what somebody has put there. */
final class TraceHeaders {
    private static final Set<String> NAMES = Set.of(
            "traceparent",
            "tracestate",
            "baggage",
            "b3",
            "uber-trace-id",
            "sentry-trace",
            "x-amzn-trace-id",
            "x-cloud-trace-context");
    private static final List<String> PREFIXES =
            List.of("x-b3-", "uberctx-", "x-datadog-", "ot-tracer-", "ot-baggage-");

    private TraceHeaders() {}

    static Headers granted(Headers headers, Trace trace, Task task) {
        Headers.Builder granted = headers.newBuilder();
        headers.names().stream().filter(TraceHeaders::isTraceContext).forEach(granted::removeAll);
        if (trace != Trace.NONE) {
            addTraceparent(granted);
        }
        if (trace == Trace.TASK) {
            addTask(granted, task);
        }
        return granted.build();
    }

    /** Without {@code tracestate}, which holds what other systems have put there. */
    private static void addTraceparent(Headers.Builder headers) {
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, (carrier, name, value) -> {
            if (carrier != null && name.equals("traceparent")) {
                carrier.set(name, value);
            }
        });
    }

    private static void addTask(Headers.Builder headers, Task task) {
        Baggage baggage = Baggage.builder()
                .put("taskbound.task.id", task.id())
                .put("taskbound.intent", task.intent())
                .build();
        W3CBaggagePropagator.getInstance().inject(Context.root().with(baggage), headers, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.set(name, value);
            }
        });
    }

    private static boolean isTraceContext(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
