/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;
import org.springframework.util.ClassUtils;

/** The observation that Spring AI has opened around a call, as the span that the guard writes on. */
final class ToolObservation {
    private static final boolean TRACING = ClassUtils.isPresent(
            "io.micrometer.tracing.handler.TracingObservationHandler", ToolObservation.class.getClassLoader());

    /** Observations are current by thread, whichever registry they come from. */
    private static final ObservationRegistry ANY = ObservationRegistry.create();

    private ToolObservation() {}

    /** Null where no observation of this tool's call is current: the guard then opens a span of its own. */
    static @Nullable Span current(String tool) {
        Observation observation = ANY.getCurrentObservation();
        if (observation == null
                || !(observation.getContext() instanceof ToolCallingObservationContext context)
                || !context.getToolDefinition().name().equals(tool)) {
            return null;
        }
        Span span = Span.current();
        return TRACING && Bridge.isSpanOf(context, span) ? span : new ObservationSpan(observation);
    }

    /** Apart, so that it is not loaded without micrometer-tracing. */
    private static final class Bridge {
        /** Whether the current OpenTelemetry span is the observation's own, made by Micrometer's bridge. */
        static boolean isSpanOf(Observation.Context context, Span span) {
            TracingContext tracing = context.get(TracingContext.class);
            return tracing != null
                    && tracing.getSpan() != null
                    && tracing.getSpan()
                            .context()
                            .spanId()
                            .equals(span.getSpanContext().getSpanId());
        }
    }
}
